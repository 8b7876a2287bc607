import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { databaseAccess, databaseSettings } from "./access.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-access-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const access = (env: { [name: string]: string }) =>
  databaseAccess(readConfig(databaseSettings, env));

test("an address with parameters, or that names no user or database, is refused", () => {
  for (const url of [
    "postgres://audit_log@db/audit_log?sslmode=disable",
    "postgres://db/audit_log",
    "postgres://audit_log@db",
    "mysql://audit_log@db/audit_log",
    "db",
  ]) {
    expect(() => access({ TALANOA_POSTGRES_URL: url })).toThrow(
      "TALANOA_POSTGRES_URL: must be postgres://user@host:port/database",
    );
  }
});

test("a database on another machine needs an authority to be known by", () => {
  expect(() => access({ TALANOA_POSTGRES_URL: "postgres://a@postgres-1/a" })).toThrow(
    "TALANOA_POSTGRES_CA_FILE is needed for a database that is not on this machine",
  );
  const url = "postgres://a:b@127.0.0.1:5432/a";
  expect(access({ TALANOA_POSTGRES_URL: url })).toEqual({ url });
});

test("a password stands in one place, and is not empty", async () => {
  const file = join(folder, "password");
  await writeFile(file, "\n");
  const local = "postgres://a@127.0.0.1/a";
  const told = { TALANOA_POSTGRES_URL: local, TALANOA_POSTGRES_PASSWORD_FILE: file };
  expect(() => access(told)).toThrow(
    "TALANOA_POSTGRES_PASSWORD_FILE: the file must hold a password",
  );
  const both = { ...told, TALANOA_POSTGRES_URL: "postgres://a:hunter2@127.0.0.1/a" };
  expect(() => access(both)).toThrow(/^TALANOA_POSTGRES_URL: must have no password beside/);
  const absent = { ...told, TALANOA_POSTGRES_PASSWORD_FILE: join(folder, "absent") };
  expect(() => access(absent)).toThrow(
    "TALANOA_POSTGRES_PASSWORD_FILE: the file cannot be read (ENOENT)",
  );
});

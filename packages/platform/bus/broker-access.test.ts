import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidConfig, readConfig, serviceSettings } from "../config.ts";
import { brokerAccess } from "./broker-access.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "broker-access-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = (TALANOA_NATS_URL: string) =>
  readConfig(serviceSettings, { TALANOA_NATS_URL, TALANOA_LISTEN: "127.0.0.1:7001" });

async function fileWith(text: string): Promise<string> {
  const file = join(folder, "file");
  await writeFile(file, text);
  return file;
}

test("the broker is spoken to in clear on loopback only", () => {
  for (const url of [
    "nats://127.0.0.1:4222",
    "nats://[::1]:1,nats://localhost:2",
    "tls://a,tls://b:4222",
  ])
    expect(settings(url).TALANOA_NATS_URL).toBe(url);
  for (const url of [
    "nats://nats-1:4222",
    "tls://nats-1:4222,nats://127.0.0.1:4222",
    "nats-1:4222",
    "tls://user:secret@nats-1:4222",
    "nats://127.0.0.1.example:4222",
  ])
    expect(() => settings(url)).toThrow("TALANOA_NATS_URL: must be tls:// addresses");
});

test("a seed that is none is refused by the setting's name, and not quoted", async () => {
  const noSeeds = [
    "",
    "hunter2",
    "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VX", // a letter is wrong
    "UBCSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY",
  ];
  for (const text of noSeeds) {
    const TALANOA_NATS_SEED_FILE = await fileWith(text);
    const told = { ...settings("tls://nats-1:4222"), TALANOA_NATS_SEED_FILE };
    expect(() => brokerAccess(told, "alert-intake")).toThrow(
      /^TALANOA_NATS_SEED_FILE: must hold the seed of a user's nkey \(58 letters and digits, SU…\)$/,
    );
  }
});

test("a file that is not there is refused by the setting's name", () => {
  const absent = join(folder, "absent");
  const url = settings("tls://nats-1:4222");
  for (const setting of ["TALANOA_NATS_SEED_FILE", "TALANOA_NATS_CA_FILE"]) {
    const access = () => brokerAccess({ ...url, [setting]: absent }, "alert-intake");
    expect(access).toThrow(InvalidConfig);
    expect(access).toThrow(`${setting}: the file cannot be read (ENOENT)`);
  }
});

test("a file without certificates is no authority", async () => {
  const TALANOA_NATS_CA_FILE = await fileWith("hello");
  const told = { ...settings("tls://nats-1:4222"), TALANOA_NATS_CA_FILE };
  expect(() => brokerAccess(told, "alert-intake")).toThrow(
    "TALANOA_NATS_CA_FILE: the file must hold certificates (PEM)",
  );
});

test("each service receives answers under its own prefix", () => {
  const { security, servers } = brokerAccess(settings("tls://a:1,tls://b:2"), "audit-log");
  expect(servers).toEqual(["tls://a:1", "tls://b:2"]);
  expect(security.inboxPrefix).toBe("_INBOX.audit-log");
  expect(security.tls).toMatchObject({ minVersion: "TLSv1.3" });
  expect(security.authenticator).toBeUndefined();
});

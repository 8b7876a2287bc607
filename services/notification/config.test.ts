import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@talanoa/platform/config.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mailAccess, settings } from "./config.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-mail-"));
});
afterAll(() => rm(folder, { recursive: true }));

const access = (more: { readonly [name: string]: string } = {}) =>
  mailAccess(
    readConfig(settings, {
      TALANOA_NATS_URL: "nats://127.0.0.1:4222",
      TALANOA_LISTEN: "127.0.0.1:7400",
      TALANOA_JWKS_FILE: "jwks.json",
      TALANOA_POSTGRES_URL: "postgres://notification@127.0.0.1/notification",
      TALANOA_NOTIFICATION_KEY_FILE: "key.json",
      TALANOA_CONSOLE_URL: "https://console.example",
      ...more,
    }),
  );
const server = { TALANOA_SMTP_HOST: "mail.example", TALANOA_SMTP_FROM: "hub@customs.example" };

test("without a server there is no e-mail, and with one it goes by TLS unless it is on this machine", () => {
  expect(access()).toBeNull();
  expect(access(server)).toMatchObject({ host: "mail.example", port: 587, security: "starttls" });
  const plain = { ...server, TALANOA_SMTP_SECURITY: "none" };
  expect(() => access(plain)).toThrow(/^TALANOA_SMTP_SECURITY: /);
  expect(access({ ...plain, TALANOA_SMTP_HOST: "127.0.0.1" })).toMatchObject({ security: "none" });
});

test("what is missing or wrong is named, and never quoted", async () => {
  expect(() => access({ TALANOA_SMTP_HOST: "mail.example" })).toThrow(
    "TALANOA_SMTP_FROM is not set",
  );
  expect(() => access({ ...server, TALANOA_SMTP_FROM: "secret at example" })).toThrow(
    /^(?!.*secret)[^]*TALANOA_SMTP_FROM: /,
  );
  const user = { ...server, TALANOA_SMTP_USER: "hub" };
  expect(() => access(user)).toThrow("needed together");
  const file = join(folder, "password");
  const withFile = { ...user, TALANOA_SMTP_PASSWORD_FILE: file };
  expect(() => access(withFile)).toThrow("TALANOA_SMTP_PASSWORD_FILE: the file cannot be read");
  await writeFile(file, "\n");
  expect(() => access(withFile)).toThrow("the file must hold a password");
  await writeFile(file, "word\n");
  expect(access(withFile)).toMatchObject({ login: { user: "hub", passwordFile: file } });
  const services = { TALANOA_PUSH_SERVICES: "https://push.example" };
  expect(() => access(services)).toThrow(/TALANOA_PUSH_SERVICES: must be hosts/);
});

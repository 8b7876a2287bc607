import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettingKey } from "@talanoa/platform/setting-key.ts";
import { readSettings } from "./settings.ts";

const least = {
  TALANOA_LISTEN: "127.0.0.1:7450",
  TALANOA_CONSOLE_URL: "https://console.example",
  TALANOA_HUB_FILE: "hub.json",
  TALANOA_SESSION_KEY_FILE: "key.json",
  TALANOA_OIDC_ISSUER: "https://issuer.example/realm",
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-console-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the least that is needed has defaults for the rest", () => {
  expect(readSettings(least)).toMatchObject({
    TALANOA_OIDC_CLIENT: "talanoa-console",
    TALANOA_SESSION_HOURS: 12,
  });
});

test.each([
  [{ TALANOA_CONSOLE_URL: "http://console.example" }, "TALANOA_CONSOLE_URL: must be https"],
  [{ TALANOA_CONSOLE_URL: "https://x.example/path" }, "without a path"],
  [{ TALANOA_OIDC_ISSUER: "http://issuer.example" }, "TALANOA_OIDC_ISSUER: must be https"],
  [{ TALANOA_HUB_FILE: "" }, "TALANOA_HUB_FILE is not set"],
  [{ TALANOA_LISTEN: "0.0.0.0:7450" }, "needs TLS"],
  [{ TALANOA_TLS_CERT_FILE: "tls.crt" }, "are needed together"],
  [{ TALANOA_SESSION_HOURS: "100" }, "TALANOA_SESSION_HOURS"],
])("%o is refused by its name", (changes, text) => {
  expect(() => readSettings({ ...least, ...changes })).toThrow(text);
});

test("a key that is too short is refused, and not quoted", async () => {
  const path = join(folder, "key.json");
  for (const text of ['{"key":"c2hvcnQ="}', "c2hvcnQ=", "null"]) {
    await writeFile(path, text);
    expect(() => readSettingKey("TALANOA_SESSION_KEY_FILE", path)).toThrow(
      'TALANOA_SESSION_KEY_FILE: the file must hold {"key": 32 bytes in base64}',
    );
  }
  expect(() => readSettingKey("TALANOA_SESSION_KEY_FILE", join(folder, "none"))).toThrow("ENOENT");
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import { tellCompose } from "./compose-settings.ts";

afterEach(() => vi.restoreAllMocks());

test(".env says where the secrets are and as whom containers run, beside what it says already, once", async () => {
  await using folder = {
    path: await mkdtemp(join(tmpdir(), "talanoa-env-")),
    [Symbol.asyncDispose]: () => rm(folder.path, { recursive: true }),
  };
  const file = join(folder.path, ".env");
  const told = () => readFile(file, "utf8");
  const as = async (id: number) => {
    vi.spyOn(process, "getuid").mockReturnValue(id);
    vi.spyOn(process, "getgid").mockReturnValue(id);
    await tellCompose(folder.path);
  };
  for (const id of [0, 1000]) await as(id);
  expect(await told()).toBe("TALANOA_SECRETS=./secrets\n");
  await writeFile(file, "# ours\nTALANOA_SECRETS=/srv/secrets\nLOG_LEVEL=warn");
  for (const id of [1234, 1234]) await as(id);
  const ours = "# ours\nTALANOA_SECRETS=/srv/secrets\nLOG_LEVEL=warn\n";
  expect(await told()).toBe(`${ours}TALANOA_USER=1234:1234\n`);
  await as(1235);
  expect(await told()).toBe(`${ours}TALANOA_USER=1234:1234\nTALANOA_USER=1235:1235\n`);
});

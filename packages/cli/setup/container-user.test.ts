import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import { tellCompose } from "./container-user.ts";

afterEach(() => vi.restoreAllMocks());

test("the containers' user is added to what .env says already, once, and said again when it changes", async () => {
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
  await expect(told()).rejects.toThrow("ENOENT");
  await writeFile(file, "# ours\nLOG_LEVEL=warn");
  for (const id of [1234, 1234]) await as(id);
  expect(await told()).toBe("# ours\nLOG_LEVEL=warn\nTALANOA_USER=1234:1234\n");
  await as(1235);
  expect(await told()).toBe(
    "# ours\nLOG_LEVEL=warn\nTALANOA_USER=1234:1234\nTALANOA_USER=1235:1235\n",
  );
});

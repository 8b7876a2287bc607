import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokerOfHub } from "./broker-alone.ts";
import { AlreadyRunning, lockDataFolder } from "./running-stack.ts";

test("the broker of a hub that is still starting is not taken for where it was the last time", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "talanoa-broker-"));
  await mkdir(join(dataDir, "run"));
  await writeFile(join(dataDir, "run", "ports.json"), JSON.stringify({ nats: 4222 }));
  const lock = lockDataFolder(dataDir);
  try {
    const options = { dataDir, env: {}, report() {} };
    await expect(brokerOfHub(options)).rejects.toThrow(AlreadyRunning);
    lock.update({ addresses: {} });
    expect(await brokerOfHub(options)).toMatchObject({ url: "nats://127.0.0.1:4222" });
  } finally {
    lock.release();
    await rm(dataDir, { recursive: true });
  }
});

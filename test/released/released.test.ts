import { cp, mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptCheckpoint } from "@talanoa/backup/copy/log-checkpoint.ts";
import { restore } from "@talanoa/backup/restore/restore.ts";
import { connect } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { brokerAlone } from "@talanoa/devstack/broker-alone.ts";
import { openHub } from "@talanoa/devstack/hub.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { wholeLog } from "../support/log.ts";
import { listedIds, nextOnDesk } from "./seen.ts";

const releases = (await readdir(import.meta.dirname, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "talanoa-released-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

interface Expected {
  readonly listed: readonly string[];
  readonly next: string;
}

test.each(releases)(
  "what %s stored is opened, with the same log, lists and positions",
  async (release) => {
    const kept = join(import.meta.dirname, release);
    const expected = JSON.parse(await readFile(join(kept, "expected.json"), "utf8")) as Expected;
    const checkpoint = (await keptCheckpoint(join(kept, "backup")))!;
    const hub = join(dataDir, release);
    const logData = join(hub, "services", "audit-log");
    await mkdir(join(hub, "keys"), { recursive: true });
    await mkdir(logData, { recursive: true });
    await cp(join(kept, "exchange-log-key.txt"), join(hub, "keys", "exchange-log-key.txt"));
    // The log starts only when it comes to this.
    await writeDurably(join(logData, "published-checkpoint"), Buffer.from(checkpoint));
    {
      await using broker = await brokerAlone({ dataDir: hub, env: process.env, report() {} });
      await using bus = await openBus({ servers: [broker.url], name: "restore" });
      const stream = { maxBytes: 1024 ** 3, replicas: 1 };
      const { signal } = new AbortController();
      const folders = [join(kept, "backup")];
      const restored = await restore({ bus, folders, stream, now: Date.now(), signal });
      expect(restored).toMatchObject({ lostNotices: [], lostCopies: [] });
    }
    const env = { ...process.env, LOG_LEVEL: "warn" };
    await using stack = await openHub({ dataDir: hub, env, report() {} });
    const as = async (name: string) =>
      connect(await loadIdentity(join(stack.identitiesDir, `${name}.json`)));
    await using auditor = await as("oco-auditor");
    await using reader = await as("to-liaison");
    const size = Number(checkpoint.split("\n")[1]);
    await vi.waitFor(
      async () => expect((await wholeLog(auditor)).length).toBeGreaterThan(size),
      30_000,
    );
    await vi.waitFor(async () => expect(await listedIds(reader)).toEqual(expected.listed), 30_000);
    expect(await nextOnDesk(reader)).toBe(expected.next);
  },
  300_000,
);

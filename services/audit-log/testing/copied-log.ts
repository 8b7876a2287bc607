import { cp, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { type StepField, steps } from "@talanoa/contract/records.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { type Database, openDatabase } from "@talanoa/platform/database/database.ts";
import { takeLead } from "@talanoa/platform/database/lead.ts";
import { openTestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord, participants } from "@talanoa/sharing/record/testing/any-record.ts";
import fc from "fast-check";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Pool } from "pg";
import { readCheckpoints, showPublished, sign } from "../prove/checkpoints.ts";
import { readLogKey } from "../prove/log-key.ts";
import { openPublished } from "../prove/published.ts";
import { readState } from "../tables/log-state.ts";
import { migrations, stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import { logFolder } from "./log-key.ts";
import { type LogWithReaders, serveToReaders } from "./readers-of-log.ts";
import { putRecords } from "./recorded.ts";

export type Change = (pool: Pool) => Promise<unknown>;

/** A copy of the log that is served, and its database. */
export type ServedCopy = LogWithReaders & { readonly pool: Pool };

/** A log that the service has kept and published, of which each test changes a copy. */
export interface CopiedLog extends AsyncDisposable {
  /** How many entries it has: the last but one says how far it goes. */
  readonly size: number;
  /** A checkpoint of all entries but the last, which a reader kept. */
  readonly kept: OpenedCheckpoint;
  /**
   * A copy that was changed, with its checkpoint as it was. The service stands by: the one that writes finds most of it
   * itself, and ends.
   */
  shown(change?: Change): Promise<ServedCopy>;
  /** A copy that was changed and that its own key has signed again. The service stands by unless it leads. */
  signedAgain(change: Change, options?: { readonly leads?: boolean }): Promise<ServedCopy>;
  /** A copy as it is, which the service writes. */
  led(): Promise<ServedCopy>;
}

const WHOLE = "whole";
/** More than share one row of `time_spans`. */
const RECORDS = 1_100;
const fields = (Object.keys(steps) as StepField[]).filter((field) => field !== "heads");

/** Keeps a log on a broker and a database of its own. */
export async function openCopiedLog(): Promise<CopiedLog> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(await openTestHub());
  const server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  opened.defer(() => server.stop());
  const { TALANOA_DATA_DIR: published, ...keyFile } = await logFolder(hub.folder);
  const signer = await readLogKey(keyFile.TALANOA_LOG_KEY_FILE);
  let copies = 0;

  const open = (name: string) =>
    openDatabase({ url: server.url(name), name: "test", migrations, maxConnections: 3 });
  const serve = (name: string, data: string, env = {}) =>
    serveToReaders(hub, signer.key, {
      ...keyFile,
      TALANOA_DATA_DIR: data,
      TALANOA_POSTGRES_URL: server.url(name),
      ...env,
    });
  const newFolder = () => mkdtemp(join(hub.folder, "log-"));
  const putOne = () => putRecords(hub.committer, fc.sample(anyRecord("accepted"), 1));

  async function copy(): Promise<Database<unknown> & { readonly name: string }> {
    const name = `copy_${(copies += 1)}`;
    const url = server.url("postgres");
    await using admin = await openDatabase({ url, name: "test", migrations: {} });
    await admin.pool.query(`create database ${name} template ${WHOLE}`);
    return { ...(await open(name)), name };
  }

  async function serveCopy(
    data: string,
    { leads = false, change }: { leads?: boolean; change?: Change | undefined },
  ): Promise<ServedCopy> {
    await using its = new AsyncDisposableStack();
    const { name, pool } = its.use(await copy());
    if (!leads) its.use((await takeLead(pool))!);
    await change?.(pool);
    const served = its.use(await serve(name, data));
    const all = its.move();
    return { ...served, pool, [Symbol.asyncDispose]: () => all.disposeAsync() };
  }

  async function copyOfPublished(): Promise<string> {
    const data = await newFolder();
    await cp(published, data, { recursive: true });
    return data;
  }

  const type = ParticipantType.MEMBER;
  await hub.put(...participants.map((id) => ({ participant: { id, name: id, type } })), {
    participant: { id: "OCO", name: "OCO", type: ParticipantType.SECRETARIAT },
  });
  await putRecords(hub.committer, fc.sample(anyRecord(...fields), { numRuns: RECORDS, seed: 5 }));
  await server.createDatabase(WHOLE);
  await using whole = await open(WHOLE);
  const signedSize = async () => (await readCheckpoints(whole.pool)).signed?.size;
  const untilHeads = await serve(WHOLE, published, { TALANOA_LOG_HEADS_SECONDS: "1" });
  const told = await until(async () => {
    const signed = await signedSize();
    return signed === (await endsWithHeads(whole.pool)) && signed;
  });
  const kept = await untilHeads.checkpoint();
  await untilHeads[Symbol.asyncDispose]();
  // Behind the heads, which would contradict what is put in before them.
  const untilEnd = await serve(WHOLE, published);
  await putOne();
  const size = await until(async () => (await signedSize()) === told + 1 && told + 1);
  await untilEnd[Symbol.asyncDispose]();

  const all = opened.move();
  return {
    size,
    kept,
    shown: async (change) => serveCopy(await copyOfPublished(), { change }),
    async signedAgain(change, { leads = false } = {}) {
      const data = await newFolder();
      return serveCopy(data, {
        leads,
        async change(pool) {
          await change(pool);
          await pool.query("delete from checkpoints");
          const again = await openPublished(data, signer.key);
          await sign(pool, signer, again);
          await showPublished(pool, again, new AbortController().signal);
        },
      });
    },
    async led() {
      const log = await serveCopy(await copyOfPublished(), { leads: true });
      // From there on it has looked at what stood.
      const last = await putOne();
      await until(async () => (await readState(log.pool)).position >= last);
      return log;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The size of a log whose last entry says how far it goes; null for another. */
async function endsWithHeads(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ size: number }>(
    "select size from log_state join parts on index = size - 1 and party = $1 where step = $2",
    [WHOLE_LOG, stepCodes.heads],
  );
  return rows[0]?.size ?? null;
}

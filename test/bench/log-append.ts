import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { exchangeAll } from "./closed-loop.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { receivers, sealMany } from "./notices.ts";
import { Costs, processorTimes } from "./processor-time.ts";
import type { Size } from "./size.ts";

/** How far the log is, as its database says; null while it has no tables. */
interface LogState {
  readonly position: number;
  readonly size: number;
}

/** Milliseconds from a start of the log until the scrub is watched, and for which it is: a pass lasts longer than both. */
const STARTED = 10_000;
const SCRUBBED = 30_000;

/**
 * Records a second from the stream into an empty log, beside COPY of the same rows into the same
 * tables; and what the scrub takes of a core. The records are those of an exchange: accepted, routed, released and
 * received.
 */
export async function logAppend(hub: TestHub, size: Size): Promise<Figure[]> {
  const { stack } = hub;
  const database = new pg.Client({ connectionString: stack.postgresUrl("audit_log") });
  await database.connect();
  await using _ = { [Symbol.asyncDispose]: () => database.end() };

  await exchangeSome(hub, size(40_000));
  const whole = await settled(() => readState(database));
  for (const name of ["alert-intake", "member-feeds", "member-routing"]) await stack.stop(name);

  const scrub = await scrubbing(hub, database);
  const postgres = stack.pid("postgres");
  const [costs, bareCosts] = [new Costs(), new Costs()];

  async function product(): Promise<number> {
    await stack.stop("audit-log");
    await database.query("drop schema public cascade; create schema public");
    await database.query("checkpoint");
    const restarted = stack.restart("audit-log");
    // Warm, as a log runs for months: without the start of the process and of its compiler.
    const first = await reached(database, whole.size / 4);
    const its = { "audit-log": stack.pid("audit-log"), nats: stack.pid("nats"), postgres };
    const last = await costs.of(whole.size - first.size, its, () => reached(database, whole.size));
    await restarted;
    return (last.size - first.size) / ((last.at - first.at) / 1_000);
  }

  async function bare(): Promise<number> {
    await stack.stop("audit-log");
    await using program = await startBare("copy", [stack.postgresUrl("audit_log")]);
    const store = () => program.ask("store");
    return whole.size / Number(await bareCosts.of(whole.size, { postgres }, store));
  }

  const figures = await sideBySide(3, product, bare);
  const detail = {
    "records of each round": whole.size,
    ...costs.each("processor a record"),
    ...bareCosts.each("processor a record, bare"),
  };
  const append = {
    name: "log append",
    unit: "records/s",
    ...figures,
    goal: { atLeast: 0.5 },
    detail,
  };
  return [append, scrub];
}

/** The share of one core that the log and its database take while the log is scrubbed and nothing else happens. */
async function scrubbing({ stack }: TestHub, database: pg.Client): Promise<Figure> {
  // What is left to do for what was written, here and in the other databases, is no scrub.
  const first = ["alter system set autovacuum = off", "select pg_reload_conf()", "vacuum analyze"];
  for (const statement of [...first, "checkpoint"]) await database.query(statement);
  // A pass begins with the process.
  await stack.restart("audit-log");
  await sleep(STARTED);
  const processes = { "audit-log": stack.pid("audit-log"), postgres: stack.pid("postgres") };
  const [before, began] = [await processorTimes(processes), performance.now()];
  await sleep(SCRUBBED);
  const after = await processorTimes(processes);
  const seconds = (performance.now() - began) / 1_000;
  const shares = [...after].map(
    ([name, used]) => [`of it, ${name}`, ((used - before.get(name)!) / seconds) * 100] as const,
  );
  for (const statement of ["alter system reset autovacuum", "select pg_reload_conf()"])
    await database.query(statement);
  const value = shares.reduce((sum, [, share]) => sum + share, 0);
  return {
    name: "log scrub",
    unit: "% of a core",
    value,
    bare: null,
    ratio: null,
    goal: { atMost: 10 },
    detail: Object.fromEntries(shares),
  };
}

/** Publishes notices that eight receive and confirm. */
async function exchangeSome(hub: TestHub, count: number): Promise<void> {
  const publisher = await hub.as("fj-publisher");
  const officers = await Promise.all(receivers.map((id) => hub.as(`${id.toLowerCase()}-liaison`)));
  const requests = await sealMany(publisher.identity, count);
  await exchangeAll({ publisher, officers, requests });
}

async function readState(database: pg.Client): Promise<LogState | null> {
  try {
    const { rows } = await database.query("select position, size from log_state");
    return rows[0] ? { position: Number(rows[0].position), size: Number(rows[0].size) } : null;
  } catch (error) {
    if ((error as { code?: string }).code === "42P01") return null;
    throw error;
  }
}

/** Waits until the log has so many entries: how many it has then, and when that was seen. */
async function reached(
  database: pg.Client,
  size: number,
): Promise<{ readonly size: number; readonly at: number }> {
  for (;;) {
    const state = await readState(database);
    if (state && state.size >= size) return { size: state.size, at: performance.now() };
    await sleep(10);
  }
}

/** The log when it has not grown for a while. */
async function settled(read: () => Promise<LogState | null>): Promise<LogState> {
  for (let before = 0; ;) {
    const state = await read();
    if (state && state.size > 0 && state.size === before) return state;
    before = state?.size ?? 0;
    await sleep(2_000);
  }
}

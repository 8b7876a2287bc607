import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { type ClosedLoop, openLoop } from "./closed-loop.ts";
import { compared, type Figure } from "./figure.ts";
import { receivers, type Request, sealMany } from "./notices.ts";
import { Costs, processorTimes } from "./processor-time.ts";
import { at } from "./publishing.ts";
import type { Size } from "./size.ts";
import { type StreamView, viewStream } from "./stream-view.ts";

const ROUNDS = 2;
const WARM_UP_SECONDS = 5;
const PRODUCT_SECONDS = 60;
const BARE_SECONDS = 30;
/** Sealed ahead, so that sealing does not run beside what is measured. */
const NOTICES = 150_000;

/**
 * Notices a second from publish to eight receivers that confirm, with all records in the log, beside
 * a bare program that writes the same messages and rows; and how far the log is behind at the end.
 */
export async function sustained(hub: TestHub, size: Size): Promise<Figure[]> {
  const { stack } = hub;
  const publisher = await hub.as("fj-publisher");
  const officers = await Promise.all(receivers.map((id) => hub.as(`${id.toLowerCase()}-liaison`)));
  await using exchange = await viewStream(stack.natsUrl, "EXCHANGE");
  const database = new pg.Client({ connectionString: stack.postgresUrl("audit_log") });
  await database.connect();
  await using _ = { [Symbol.asyncDispose]: () => database.end() };

  const names = ["alert-intake", "member-routing", "member-feeds", "audit-log", "nats", "postgres"];
  const processes = {
    ...Object.fromEntries(names.map((name) => [name, stack.pid(name)])),
    "publisher and receivers": process.pid,
  };
  const readings = async () => ({
    stream: await exchange.state(),
    log: await logState(database),
    times: await processorTimes(processes),
  });

  async function product(requests: readonly Request[]) {
    await using loop = await openLoop({ publisher, officers, requests });
    await Promise.race([sleep(WARM_UP_SECONDS * 1_000), loop.done]);
    const before = await readings();
    const speed = await measure(loop, size(PRODUCT_SECONDS));
    const lag = await lagOf(exchange, database);
    const after = await readings();
    costs.add(speed.notices, before.times, after.times);
    return { ...speed, lag, detail: perNotice(speed.notices, before, after) };
  }

  async function bare(requests: readonly Request[]): Promise<number> {
    await using program = await startBare("whole", [
      stack.natsUrl,
      stack.postgresUrl("audit_log"),
      stack.postgresUrl("member_feeds"),
      publisher.identity.signingKey?.x ?? "",
    ]);
    await using its = new AsyncDisposableStack();
    const options = {
      publisher: its.use(at(publisher, program.said)),
      officers: officers.map((officer) => its.use(at(officer, program.said))),
    };
    await using loop = await openLoop({ ...options, requests, again: true });
    await Promise.race([sleep(WARM_UP_SECONDS * 1_000), loop.done]);
    const used = {
      "bare program": program.pid,
      nats: stack.pid("nats"),
      postgres: stack.pid("postgres"),
      "publisher and receivers": process.pid,
    };
    const before = await processorTimes(used);
    const { notices, perSecond } = await measure(loop, size(BARE_SECONDS));
    bareCosts.add(notices, before, await processorTimes(used));
    return perSecond;
  }

  const [costs, bareCosts] = [new Costs(), new Costs()];
  const products: Awaited<ReturnType<typeof product>>[] = [];
  const bares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const requests = await sealMany(publisher.identity, size(NOTICES));
    products.push(await product(requests));
    bares.push(await bare(requests));
  }
  const figures = compared(
    products.map(({ perSecond }) => perSecond),
    bares,
  );
  const detail = {
    ...products.at(-1)!.detail,
    ...costs.each("processor a notice"),
    ...bareCosts.each("processor a notice, bare"),
  };
  return [
    { name: "sustained", unit: "notices/s", ...figures, goal: { atLeast: 0.5 }, detail },
    {
      name: "log lag at the end",
      unit: "s",
      value: Math.max(...products.map(({ lag }) => lag)),
      bare: null,
      ratio: null,
      goal: { atMost: 2 },
    },
  ];
}

/** How many notices reached all receivers in some seconds, or until there were no more. */
async function measure(loop: ClosedLoop, seconds: number) {
  const before = loop.delivered;
  const started = performance.now();
  await Promise.race([sleep(seconds * 1_000), loop.done]);
  const notices = loop.delivered - before;
  return { notices, perSecond: notices / ((performance.now() - started) / 1_000) };
}

async function logState(database: pg.Client): Promise<{ position: number; size: number }> {
  const { rows } = await database.query("select position, size from log_state");
  return { position: Number(rows[0].position), size: Number(rows[0].size) };
}

/** Seconds since the oldest message was stored that the log has not passed. */
async function lagOf(exchange: StreamView, database: pg.Client): Promise<number> {
  const { position } = await logState(database);
  const { lastSequence } = await exchange.state();
  if (position >= lastSequence) return 0;
  return (Date.now() - (await exchange.storedAt(position + 1))) / 1_000;
}

interface Readings {
  readonly stream: { readonly messages: number; readonly bytes: number };
  readonly log: { readonly size: number };
}

/** What one notice costs, by all that was counted before and after so many. */
function perNotice(notices: number, before: Readings, after: Readings) {
  return {
    "messages a notice": (after.stream.messages - before.stream.messages) / notices,
    "bytes in the stream a notice": (after.stream.bytes - before.stream.bytes) / notices,
    "records a notice": (after.log.size - before.log.size) / notices,
  };
}

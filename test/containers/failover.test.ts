import { openBus } from "@talanoa/platform/bus/connection.ts";
import { describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { copiesIn, readExchange, recordIn } from "../support/exchange.ts";
import { wholeLog } from "../support/log.ts";
import { brokerOfBackup, clientOf, composed, identities, instances } from "./hub.ts";
import { type Exchanged, exchangeThrough, RECEIVERS, type Recovery } from "./load.ts";

/** Says how long it took until a notice sent after the failure had come so far. */
function tell(what: string, { accepted, received, logged }: Recovery): void {
  const seconds = (time: number) => `${(time / 1_000).toFixed(1)} s`;
  console.log(
    `${what}: accepted again after ${seconds(accepted)}, received ${seconds(received)}, logged ${seconds(logged)}`,
  );
}

interface Faults {
  /** Notices with a receipt that do not stand where it says. */
  readonly lost: readonly string[];
  /** Copies, `PARTICIPANT ORIGIN/id`: that should stand, and do not; that stand twice, or for whom they are not. */
  readonly missing: readonly string[];
  readonly tooMany: readonly string[];
  /** Whether the log has every record of the stream, once and in its order. */
  readonly logged: boolean;
}

const none: Faults = { lost: [], missing: [], tooMany: [], logged: true };

/** What is wrong with what was exchanged, read from the stream behind the services' back and from the log. */
async function faultsOf({ receipts }: Exchanged): Promise<Faults> {
  const messages = await readExchange(brokerOfBackup());
  const subjects = new Map(messages.map(({ sequence, subject }) => [sequence, subject]));
  const lost = [...receipts].filter(
    ([notice, sequence]) => !subjects.get(sequence)?.includes(notice.replace("/", ".")),
  );
  // Its origin has a copy too.
  const wanted = new Set(
    [...receipts.keys()].flatMap((notice) =>
      [...RECEIVERS, notice.slice(0, notice.indexOf("/"))].map((each) => `${each} ${notice}`),
    ),
  );
  const tooMany: string[] = [];
  for (const { participant, notice } of copiesIn(messages)) {
    const copy = `${participant} ${notice}`;
    if (receipts.has(notice) && !wanted.delete(copy)) tooMany.push(copy);
  }
  const recorded = messages.flatMap((message) => recordIn(message)?.record.at ?? []);
  await using auditor = await clientOf("oco-auditor");
  const log = await wholeLog(auditor);
  return {
    lost: lost.map(([notice]) => notice),
    missing: [...wanted],
    tooMany,
    logged: recorded.every((at, i) => log[i]?.index === i && log[i].at === at),
  };
}

/** What is exchanged while a container is killed; it is back, whatever came of it. */
async function killed(service: string, what: string): Promise<Exchanged> {
  try {
    const exchanged = await exchangeThrough(() => composed.kill(service));
    tell(what, exchanged.recovery);
    return exchanged;
  } finally {
    await composed.start(service);
  }
}

/** The broker that leads the stream. */
async function leadingBroker(): Promise<string> {
  const access = brokerOfBackup();
  await using bus = await openBus({ ...access, name: "test" });
  const answer = await bus.request(`${bus.api}.STREAM.INFO.EXCHANGE`, "");
  return answer.json<{ cluster: { leader: string } }>().cluster.leader;
}

describe("under load, nothing is lost, doubled or leaked", () => {
  test.each(instances)("by kill -9 of %s", async (instance) => {
    expect(await faultsOf(await killed(instance, `kill -9 of ${instance}`))).toEqual(none);
  });

  test("by kill -9 of the broker that leads the stream", async () => {
    const broker = await leadingBroker();
    expect(await faultsOf(await killed(broker, `kill -9 of ${broker}, the leader`))).toEqual(none);
  });

  test("by a cut between the broker that leads the stream and the others", async () => {
    const broker = await leadingBroker();
    await using cuts = new AsyncDisposableStack();
    const exchanged = await exchangeThrough(async () => {
      cuts.use(await composed.cut(broker, "routes"));
    });
    tell(`${broker}, the leader, cut off`, exchanged.recovery);
    await cuts.disposeAsync();
    await composed.healthy(broker);
    expect(await faultsOf(exchanged)).toEqual(none);
  });

  test("by kill -9 of the primary database, with the promotion of its standby", async () => {
    const exchanged = await exchangeThrough(async () => {
      await composed.kill("postgres-1");
      await composed.script("deploy/postgres/servers.sh", "promote", "postgres-2");
    });
    tell("kill -9 of postgres-1, promotion", exchanged.recovery);
    await composed.script("deploy/postgres/servers.sh", "rejoin", "postgres-1");
    expect(await faultsOf(exchanged)).toEqual(none);
  });

  test("and the log verifies after all of it", async () => {
    await using shell = await openShell(identities);
    const verified = () => shell.as("oco-auditor", ["log", "verify", "--all"]);
    // It is known to be complete a minute later, when heads have been recorded.
    const minutes = { timeout: 180_000, interval: 10_000 };
    await expect.poll(async () => (await verified()).code, minutes).toBe(0);
  });
});

import { changeDirectory } from "@talanoa/client/directory.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import {
  Category,
  DataPurpose,
  type DirectoryEntry,
  OperationPhase,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { participants } from "@talanoa/devstack/demo/members.ts";
import { startHub, type TestHub } from "../support/hub.ts";
import { MESSAGES, speed } from "./fan-out.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { Costs } from "./processor-time.ts";
import { receivers, sealMany } from "./notices.ts";
import { publishAll } from "./publishing.ts";
import type { Size } from "./size.ts";
import { viewStream } from "./stream-view.ts";

const GROUPS = 200;
const AGREEMENTS = 500;
const OPERATIONS = 50;
const AT_ONCE = 16;

const persons = [{ name: "SAMPLE PERSON", role: "consignee" }];
/** Those that get each notice, by four groups and two operations instead of by name. */
const addressed = {
  groups: ["BENCH-0", "BENCH-1", "BENCH-2", "BENCH-3"],
  operations: ["FJ-BENCH-0", "FJ-BENCH-1"],
};

/**
 * Notices a second that are routed in a hub with many groups, agreements and joint operations, which
 * the notices address and need for their personal section, beside a hub with none of them (but the
 * demo's few), where the same participants are named. The same number of copies in both.
 */
export async function rules(plain: TestHub, size: Size): Promise<Figure> {
  const count = size(12_000);
  await using full = await startHub(
    {
      TALANOA_CALLS_PER_SECOND: "1000000",
      TALANOA_STREAMED_PER_SECOND: "1000000",
      TALANOA_STREAMED_BURST: "1000000",
    },
    { whole: true },
  );
  for (const hub of [plain, full]) {
    for (const name of ["member-feeds", "audit-log"]) await hub.stack.stop(name);
  }
  await load(await full.as("oco-secretariat"));
  const costs = { full: new Costs(), plain: new Costs() };
  const figures = await sideBySide(
    5,
    () => routed(full, count, { audience: addressed, persons }, costs.full),
    () => routed(plain, count, { persons }, costs.plain),
  );
  const detail = { ...costs.full.each("with them"), ...costs.plain.each("with none") };
  return { name: "rules", unit: "notices/s", ...figures, goal: { atLeast: 0.8 }, detail };
}

async function routed(
  { stack, as }: TestHub,
  count: number,
  changes: object,
  costs: Costs,
): Promise<number> {
  const publisher = await as("fj-publisher");
  await using exchange = await viewStream(stack.natsUrl, "EXCHANGE");
  await stack.stop("member-routing");
  await publishAll(publisher, await sealMany(publisher.identity, count, changes));
  const { lastSequence } = await exchange.state();
  const range = { first: lastSequence + 1, last: lastSequence + count * MESSAGES };
  await stack.restart("member-routing");
  // A start costs too, and is not what is asked.
  const warm = Math.floor(count / 4);
  await exchange.reaches(range.first + warm * MESSAGES);
  const processes = { routing: stack.pid("member-routing"), broker: stack.pid("nats") };
  await costs.of(count - warm, processes, () => exchange.reaches(range.last));
  return await speed(exchange, range);
}

async function load(secretariat: HubClient): Promise<void> {
  const entries = [...groups(), ...agreements(), ...operations()];
  const waiting = entries.values();
  const reason = "benchmark";
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const entry of waiting) {
        await changeDirectory(secretariat, { entry, revision: 0, reason });
      }
    }),
  );
}

const codes = participants.map(({ id }) => id);

function groups(): Init<DirectoryEntry>[] {
  return Array.from({ length: GROUPS }, (_, i) => {
    const of = i < 4 ? receivers.slice(i * 2, i * 2 + 4) : codes.filter((_, at) => (at + i) % 2);
    return {
      group: {
        id: `BENCH-${i}`,
        name: `Group ${i}`,
        members: of.map((participant) => ({ participant })),
      },
    };
  });
}

function agreements(): Init<DirectoryEntry>[] {
  const pairs = ["FJ", ...codes.filter((id) => id !== "FJ")].flatMap((from) =>
    codes.flatMap((to) => (to === from ? [] : [[from, to] as const])),
  );
  return pairs.slice(0, AGREEMENTS).map(([from, to]) => ({
    agreement: {
      id: `${from}-${to}-BENCH`,
      title: `${from} to ${to}`,
      from,
      to,
      categories: [Category.PERSONAL],
      purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
      period: { from: 1 },
    },
  }));
}

function operations(): Init<DirectoryEntry>[] {
  return Array.from({ length: OPERATIONS }, (_, i) => {
    const of = i < 2 ? receivers.slice(i * 4, i * 4 + 4) : codes.filter((_, at) => (at + i) % 3);
    return {
      operation: {
        id: `FJ-BENCH-${i}`,
        name: `Operation ${i}`,
        coordinator: "FJ",
        phase: OperationPhase.ACTION,
        startsAt: 1,
        objective: "To be counted.",
        participants: [...new Set(["FJ", ...of])].map((participant) => ({
          participant,
          period: { from: 1 },
        })),
      },
    };
  });
}

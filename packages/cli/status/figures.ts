import type { alarms } from "@talanoa/contract/alarms.ts";
import type { GaugeName } from "@talanoa/contract/measures.ts";
import {
  bytesText,
  countText,
  type InstanceReading,
  largest,
  smallest,
  valuesOf,
  valueText,
} from "./readings.ts";

/** One line of the screen: a part of the hub, and how it stands. */
export interface Figure {
  readonly part: Part;
  readonly text: string;
}

export type Part =
  | "broker"
  | "stream"
  | "routing"
  | "log"
  | "witnesses"
  | "erasing"
  | "deadlines"
  | "feeds"
  | "lists"
  | "screening"
  | "database";

/** The part of the hub that each alarm is of. */
export const partOfAlarm = {
  BrokerAway: "broker",
  StreamAway: "broker",
  DatabaseAway: "database",
  StreamFilling: "stream",
  IntakeFull: "stream",
  ReplicaBehind: "broker",
  ReplicasMissing: "broker",
  RoutingBehind: "routing",
  LogBehind: "log",
  ListsBehind: "lists",
  FeedUnread: "feeds",
  ConfirmationLate: "feeds",
  NoLogWriter: "log",
  CheckpointLate: "log",
  CosignaturesLate: "witnesses",
  WitnessAway: "witnesses",
  LogDiffers: "log",
  LogAltered: "log",
  ErasureLate: "erasing",
  DeadlineLate: "deadlines",
} as const satisfies { readonly [Name in keyof typeof alarms]: Part };

/** How the hub stands, part by part. A part that nobody told of is left out. */
export function figuresOf(readings: readonly InstanceReading[]): Figure[] {
  return [
    broker(readings),
    stream(readings),
    waiting(readings, "routing", /^routing-/),
    log(readings),
    witnesses(readings),
    erasing(readings),
    deadlines(readings),
    feeds(readings),
    waiting(readings, "lists", /^(lists|search)$/),
    screening(readings),
    databases(readings),
  ].filter((figure) => figure !== null);
}

type Drawn = Figure | null;

function broker(readings: readonly InstanceReading[]): Drawn {
  const nodes = readings.filter(({ measure }) => measure === "stream.replica.in_step");
  const inStep = Map.groupBy(nodes, ({ labels }) => labels["node"] ?? "");
  if (nodes.length === 0) return { part: "broker", text: "its nodes are not known" };
  const missing = largest(valuesOf(readings, "stream.replicas.missing")) ?? 0;
  const names = [...inStep].map(([node, its]) =>
    its.some(({ value }) => value === 1) ? node : `${node} away or behind`,
  );
  // A broker of one server has a name that says nothing.
  const known = names.length > 1 ? names.join(", ") : "";
  const good = [...inStep.values()].filter((its) => its.some(({ value }) => value === 1)).length;
  const text = `${good} of ${good + missing} replicas in step${known ? `: ${known}` : ""}`;
  return { part: "broker", text };
}

function stream(readings: readonly InstanceReading[]): Drawn {
  const size = largest(valuesOf(readings, "stream.size"));
  const limit = largest(valuesOf(readings, "stream.limit"));
  const fill = largest(valuesOf(readings, "stream.fill")) ?? 0;
  if (size === null || limit === null) return null;
  const messages = countText(largest(valuesOf(readings, "stream.messages")) ?? 0);
  const text = `${bytesText(size)} of ${bytesText(limit)}, ${valueText("stream.fill", fill)}; ${messages} messages`;
  return { part: "stream", text };
}

function waiting(readings: readonly InstanceReading[], part: Part, names: RegExp): Drawn {
  const its = readings.filter(({ labels }) => names.test(labels["consumer"] ?? ""));
  if (its.length === 0) return null;
  const consumers = new Set(its.map(({ labels }) => labels["consumer"]!));
  const worst = (measure: GaugeName, consumer: string) =>
    smallest(valuesOf(its, measure, { consumer })) ?? 0;
  const count = [...consumers].reduce((sum, each) => sum + worst("consumer.waiting", each), 0);
  const oldest = Math.max(...[...consumers].map((each) => worst("consumer.oldest", each)));
  return { part, text: waitingText(count, oldest) };
}

function waitingText(count: number, oldest: number): string {
  if (count === 0) return "nothing waits";
  return `${countText(count)} ${count === 1 ? "waits" : "wait"}, the first for ${valueText("consumer.oldest", oldest)}`;
}

function log(readings: readonly InstanceReading[]): Drawn {
  const size = largest(valuesOf(readings, "log.size"));
  if (size === null) return null;
  const age = smallest(valuesOf(readings, "log.checkpoint.age")) ?? 0;
  const left = waiting(readings, "log", /^log$/)?.text ?? "";
  const covered =
    age === 0
      ? "all under a checkpoint"
      : `no checkpoint for ${valueText("log.checkpoint.age", age)}`;
  return {
    part: "log",
    text: [`${countText(size)} entries`, left, covered].filter(Boolean).join("; "),
  };
}

function witnesses(readings: readonly InstanceReading[]): Drawn {
  const age = smallest(valuesOf(readings, "log.cosigned.age"));
  if (age === null) return null;
  const lags = readings.filter(({ measure }) => measure === "log.witness.lag");
  const away = lags.filter(({ value }) => value > 0).map(({ labels }) => labels["witness"]);
  const text = [
    age === 0 ? "enough cosigned" : `too few for ${valueText("log.cosigned.age", age)}`,
    away.length > 0 ? `away: ${away.join(", ")}` : "",
  ];
  return { part: "witnesses", text: text.filter(Boolean).join("; ") };
}

function erasing(readings: readonly InstanceReading[]): Drawn {
  // Each order is in the hands of one process.
  const counts = valuesOf(readings, "erasing.backlog");
  if (counts.length === 0) return null;
  const count = counts.reduce((sum, each) => sum + each, 0);
  const oldest = largest(valuesOf(readings, "erasing.oldest")) ?? 0;
  return { part: "erasing", text: waitingText(count, oldest) };
}

function deadlines(readings: readonly InstanceReading[]): Drawn {
  const kinds = new Set(readings.flatMap(({ labels }) => labels["deadline"] ?? []));
  if (kinds.size === 0) return null;
  const late = [...kinds].flatMap((deadline) => {
    const seconds = smallest(valuesOf(readings, "deadline.late", { deadline })) ?? 0;
    return seconds > 5 ? `${deadline} late by ${valueText("deadline.late", seconds)}` : [];
  });
  const text = late.length > 0 ? late.join(", ") : "all kept";
  return { part: "deadlines", text };
}

function feeds(readings: readonly InstanceReading[]): Drawn {
  const isUnread = (its: InstanceReading) => its.measure === "feeds.unread";
  // Each instance knows its own calls alone: a feed is as far as the furthest of them says.
  const sets = Map.groupBy(readings.filter(isUnread), ({ labels }) =>
    Object.values(labels).join(" "),
  );
  const unread = [...sets.values()].map((its) => smallest(its.map(({ value }) => value)) ?? 0);
  const open = valuesOf(readings, "feeds.subscriptions").reduce((sum, each) => sum + each, 0);
  if (readings.every(({ service }) => service !== "member-feeds")) return null;
  const copies = unread.reduce((sum, each) => sum + each, 0);
  const subscriptions = `${countText(open)} subscription${open === 1 ? "" : "s"} open`;
  const text = `${subscriptions}; ${copies === 0 ? "no copy" : `${countText(copies)} copies`} unread`;
  return { part: "feeds", text };
}

function screening(readings: readonly InstanceReading[]): Drawn {
  const unsent = largest(valuesOf(readings, "screening.unsent"));
  if (unsent === null) return null;
  const text =
    unsent === 0 ? "no flag waits to be sent" : `${countText(unsent)} notices of flags wait`;
  return { part: "screening", text };
}

function databases(readings: readonly InstanceReading[]): Drawn {
  const sizes = readings.filter(({ measure }) => measure === "database.size");
  if (readings.every(({ measure }) => measure !== "database.available")) return null;
  const each = new Map(sizes.map(({ service, value }) => [service, value]));
  const text = [...each].map(([service, value]) => `${service} ${bytesText(value)}`).join(", ");
  return { part: "database", text: text || "does not answer" };
}

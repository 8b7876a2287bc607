import type { alarms } from "@talanoa/contract/alarms.ts";
import type { GaugeName } from "@talanoa/contract/measures.ts";
import { englishFigures } from "./english-figures.ts";
import type { FigureWords } from "./figure-words.ts";
import type { Finding } from "./judge.ts";
import { type InstanceReading, largest, smallest, valuesOf } from "./readings.ts";

/** A part of the hub, and how it stands. */
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
  | "messages"
  | "database";

/** The part of the hub that each alarm is of. */
const partOfAlarm = {
  BrokerAway: "broker",
  StreamAway: "broker",
  DatabaseAway: "database",
  StandbyAway: "database",
  DatabaseAlone: "database",
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
  NotificationsBehind: "messages",
  NotificationsUnsent: "messages",
  DeadlineLate: "deadlines",
} as const satisfies { readonly [Name in keyof typeof alarms]: Part };

/** The part that a finding is of; null for what is of a service as a whole: its row says so. */
export function partOf(alarm: Finding["alarm"]): Part | null {
  return alarm === "InstancesMissing" || alarm === "DoorClosed" ? null : partOfAlarm[alarm];
}

type Readings = readonly InstanceReading[];
type Drawn = Figure | null;

/** How the hub stands, part by part. A part that nobody told of is left out. */
export function figuresOf(readings: Readings, words: FigureWords = englishFigures): Figure[] {
  const parts = [
    broker,
    stream,
    routing,
    log,
    witnesses,
    erasing,
    deadlines,
    feeds,
    lists,
    screening,
    messages,
    databases,
  ];
  return parts.map((figure) => figure(readings, words)).filter((figure) => figure !== null);
}

function broker(readings: Readings, words: FigureWords): Drawn {
  const nodes = readings.filter(({ measure }) => measure === "stream.replica.in_step");
  const inStep = Map.groupBy(nodes, ({ labels }) => labels["node"] ?? "");
  if (nodes.length === 0) return { part: "broker", text: words.nodesUnknown };
  const missing = largest(valuesOf(readings, "stream.replicas.missing")) ?? 0;
  const names = [...inStep].map(([node, its]) =>
    its.some(({ value }) => value === 1) ? node : words.nodeAway(node),
  );
  // A broker of one server has a name that says nothing.
  const known = names.length > 1 ? names : [];
  const good = [...inStep.values()].filter((its) => its.some(({ value }) => value === 1)).length;
  return { part: "broker", text: words.replicas(good, good + missing, known) };
}

function stream(readings: Readings, words: FigureWords): Drawn {
  const size = largest(valuesOf(readings, "stream.size"));
  const limit = largest(valuesOf(readings, "stream.limit"));
  const fill = largest(valuesOf(readings, "stream.fill")) ?? 0;
  if (size === null || limit === null) return null;
  const messages = words.count(largest(valuesOf(readings, "stream.messages")) ?? 0);
  const share = `${Math.round(fill * 100)} %`;
  return {
    part: "stream",
    text: words.stream(words.bytes(size), words.bytes(limit), share, messages),
  };
}

function routing(readings: Readings, words: FigureWords): Drawn {
  const text = waiting(readings, words, /^routing-/);
  return text === null ? null : { part: "routing", text };
}

function lists(readings: Readings, words: FigureWords): Drawn {
  const text = waiting(readings, words, /^(lists|search|outcomes|recalls)$/);
  return text === null ? null : { part: "lists", text };
}

function waiting(readings: Readings, words: FigureWords, names: RegExp): string | null {
  const its = readings.filter(({ labels }) => names.test(labels["consumer"] ?? ""));
  if (its.length === 0) return null;
  const consumers = new Set(its.map(({ labels }) => labels["consumer"]!));
  const worst = (measure: GaugeName, consumer: string) =>
    smallest(valuesOf(its, measure, { consumer })) ?? 0;
  const count = [...consumers].reduce((sum, each) => sum + worst("consumer.waiting", each), 0);
  const oldest = Math.max(...[...consumers].map((each) => worst("consumer.oldest", each)));
  return waitingText(count, oldest, words);
}

function waitingText(count: number, oldest: number, words: FigureWords): string {
  return count === 0 ? words.nothingWaits : words.waits(count, words.took(oldest * 1_000));
}

function log(readings: Readings, words: FigureWords): Drawn {
  const size = largest(valuesOf(readings, "log.size"));
  if (size === null) return null;
  const age = smallest(valuesOf(readings, "log.checkpoint.age")) ?? 0;
  const left = waiting(readings, words, /^log$/) ?? "";
  const covered = age === 0 ? words.allCovered : words.uncoveredFor(words.took(age * 1_000));
  return { part: "log", text: [words.entries(size), left, covered].filter(Boolean).join("; ") };
}

function witnesses(readings: Readings, words: FigureWords): Drawn {
  const age = smallest(valuesOf(readings, "log.cosigned.age"));
  if (age === null) return null;
  const lags = readings.filter(({ measure }) => measure === "log.witness.lag");
  const away = lags.filter(({ value }) => value > 0).map(({ labels }) => labels["witness"] ?? "");
  const text = [
    age === 0 ? words.cosigned : words.tooFewFor(words.took(age * 1_000)),
    away.length > 0 ? words.away(away) : "",
  ];
  return { part: "witnesses", text: text.filter(Boolean).join("; ") };
}

function erasing(readings: Readings, words: FigureWords): Drawn {
  // Each order is in the hands of one process.
  const counts = valuesOf(readings, "erasing.backlog");
  if (counts.length === 0) return null;
  const count = counts.reduce((sum, each) => sum + each, 0);
  const oldest = largest(valuesOf(readings, "erasing.oldest")) ?? 0;
  return { part: "erasing", text: waitingText(count, oldest, words) };
}

function deadlines(readings: Readings, words: FigureWords): Drawn {
  const kinds = new Set(readings.flatMap(({ labels }) => labels["deadline"] ?? []));
  if (kinds.size === 0) return null;
  const late = [...kinds].flatMap((deadline) => {
    const seconds = smallest(valuesOf(readings, "deadline.late", { deadline })) ?? 0;
    return seconds > 5 ? words.late(deadline, words.took(seconds * 1_000)) : [];
  });
  return { part: "deadlines", text: late.length > 0 ? late.join(", ") : words.allKept };
}

function feeds(readings: Readings, words: FigureWords): Drawn {
  const isUnread = (its: InstanceReading) => its.measure === "feeds.unread";
  // Each instance knows its own calls alone: a feed is as far as the furthest of them says.
  const sets = Map.groupBy(readings.filter(isUnread), ({ labels }) =>
    Object.values(labels).join(" "),
  );
  const unread = [...sets.values()].map((its) => smallest(its.map(({ value }) => value)) ?? 0);
  const open = valuesOf(readings, "feeds.subscriptions").reduce((sum, each) => sum + each, 0);
  if (readings.every(({ service }) => service !== "member-feeds")) return null;
  const copies = unread.reduce((sum, each) => sum + each, 0);
  return { part: "feeds", text: words.feeds(open, copies) };
}

function screening(readings: Readings, words: FigureWords): Drawn {
  const unsent = largest(valuesOf(readings, "screening.unsent"));
  return unsent === null ? null : { part: "screening", text: words.flagsWait(unsent) };
}

function messages(readings: Readings, words: FigureWords): Drawn {
  const waiting = largest(valuesOf(readings, "notification.waiting"));
  return waiting === null ? null : { part: "messages", text: words.messagesWait(waiting) };
}

function databases(readings: Readings, words: FigureWords): Drawn {
  const sizes = readings.filter(({ measure }) => measure === "database.size");
  if (readings.every(({ measure }) => measure !== "database.available")) return null;
  const each = new Map(sizes.map(({ service, value }) => [service, value]));
  const text = [...each].map(([service, value]) => `${service} ${words.bytes(value)}`).join(", ");
  const standby = standbyText(readings, words);
  return { part: "database", text: [text || words.noAnswer, standby].filter(Boolean).join("; ") };
}

/** Empty of a database that is a single server, as it is meant to be. */
function standbyText(readings: Readings, words: FigureWords): string {
  if (largest(valuesOf(readings, "database.alone")) === 1) return words.standbyNone;
  const away = largest(valuesOf(readings, "database.standby.away"));
  if (away === null) return "";
  return away === 1 ? words.standbyAway : words.standbyThere;
}

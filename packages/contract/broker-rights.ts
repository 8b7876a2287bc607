import { type HubService, hubServices } from "./hub-services.ts";
import type { Step } from "./records.ts";
import {
  EXCHANGE,
  LOG_POSITION,
  RESTORE_GAP,
  routingLanes,
  statusOf,
  subjects,
} from "./subjects.ts";

/** Whoever has an account at the broker; the last three are the operator's, and no process of the hub has their keys. */
export type BrokerUser = HubService | "operator" | "backup" | "restore";

/** Subjects of EXCHANGE, as far apart as rights need them. */
type Written =
  | (typeof subjects.all)[number]
  | `record.${Step}`
  | `record.${Step}.>`
  | `index.${string}.>`
  | typeof RESTORE_GAP;

/** What one user may do at the broker. What is not listed is refused. */
export interface BrokerRights {
  /** What it publishes into EXCHANGE. */
  readonly writes: readonly Written[];
  /** What it asks of JetStream: subjects, after the prefix of the API. */
  readonly asks: readonly string[];
  /** Durable consumers that it alone reads and acknowledges. */
  readonly durables: readonly string[];
  /** Subjects beside the stream on which it answers. */
  readonly answers: readonly string[];
  /** Subjects beside the stream on which it asks others. */
  readonly questions: readonly string[];
}

/** The prefix of JetStream's API in an account that has streams. */
export const JETSTREAM_API = "$JS.API";
/** The prefix under which every user's own account has the API of EXCHANGE's account. */
export const HUB_API = "HUB.API";

const lanes = routingLanes.map(({ durable }) => durable);

/** Every process that reads the stream: by consumers of its own that nobody else knows the names of. */
const reads = [
  `STREAM.INFO.${EXCHANGE}`,
  // A message by its place or the last of a subject, from the leader. The broker knows no right to some of them.
  `STREAM.MSG.GET.${EXCHANGE}`,
  `CONSUMER.CREATE.${EXCHANGE}.*`,
  `CONSUMER.DELETE.${EXCHANGE}.*`,
  `CONSUMER.MSG.NEXT.${EXCHANGE}.*`,
];

/** Each says how it is, and may ask all others. */
const told = (service: HubService) => ({
  answers: [statusOf(service)],
  questions: hubServices.filter((other) => other !== service).map(statusOf),
});

const nothing = { writes: [], asks: [], durables: [], answers: [], questions: [] };

export const brokerRights: { readonly [User in BrokerUser]: BrokerRights } = {
  "alert-intake": {
    ...nothing,
    ...told("alert-intake"),
    writes: [
      "notice.>",
      "section.>",
      "statement.>",
      "life.>",
      "index.operation.>",
      "index.question.>",
      "index.consent.>",
      "record.refused",
    ],
    // How much is not routed yet.
    asks: [...reads, ...lanes.map((durable) => `CONSUMER.INFO.${EXCHANGE}.${durable}`)],
  },
  "member-routing": {
    writes: [
      // Tombstones.
      "notice.>",
      "routed.>",
      "feed.>",
      "directory.>",
      "life.>",
      "record.expired.>",
      "record.erased.>",
      "record.overdue.>",
      "record.queried",
      "record.refused",
    ],
    asks: [
      ...reads,
      // The stream comes into being once; to create it again with other settings changes nothing.
      `STREAM.CREATE.${EXCHANGE}`,
      // The one eraser.
      `STREAM.MSG.DELETE.${EXCHANGE}`,
      `CONSUMER.INFO.${EXCHANGE}.*`,
      `CONSUMER.UNPIN.${EXCHANGE}.*`,
    ],
    durables: [...lanes, "routing-eraser", "routing-operations"],
    answers: [statusOf("member-routing")],
    questions: [...told("member-routing").questions, LOG_POSITION],
  },
  "member-feeds": {
    ...nothing,
    ...told("member-feeds"),
    writes: [
      "record.released",
      "record.released.>",
      "record.opened",
      // Copies of several origins that are confirmed together: all records but the last.
      "record.received",
      "record.received.>",
      "record.refused",
    ],
    asks: [...reads, `DIRECT.GET.${EXCHANGE}`],
  },
  "audit-log": {
    ...nothing,
    ...told("audit-log"),
    writes: ["record.queried", "record.heads", "record.refused"],
    asks: reads,
    answers: [statusOf("audit-log"), LOG_POSITION],
  },
  "risk-profile": {
    ...nothing,
    ...told("risk-profile"),
    writes: [
      "record.screened.>",
      "record.reidentified.>",
      "record.flag-decided.>",
      "record.country-groups-changed",
      "record.profile-changed",
      "record.profile-tried",
      "record.watchlist-changed",
      "record.refused",
    ],
    asks: reads,
  },
  // Reads markers and records, and keeps what follows from them in its own database.
  notification: {
    ...nothing,
    ...told("notification"),
    writes: ["record.refused"],
    asks: reads,
  },
  // Looks at the stream and its consumers, and lets it grow.
  operator: {
    ...nothing,
    asks: [
      "INFO",
      `STREAM.INFO.${EXCHANGE}`,
      `STREAM.CREATE.${EXCHANGE}`,
      `STREAM.UPDATE.${EXCHANGE}`,
      `CONSUMER.INFO.${EXCHANGE}.*`,
      `CONSUMER.LIST.${EXCHANGE}`,
      `CONSUMER.NAMES.${EXCHANGE}`,
    ],
  },
  backup: { ...nothing, asks: reads },
  // Fills an empty broker, and takes out what it put into gaps.
  restore: {
    ...nothing,
    writes: [...subjects.all, RESTORE_GAP],
    asks: [
      ...reads,
      `STREAM.CREATE.${EXCHANGE}`,
      `STREAM.UPDATE.${EXCHANGE}`,
      `STREAM.PURGE.${EXCHANGE}`,
    ],
  },
};

/** Whether a user may publish on a subject of the stream; all may who are none of the broker's users. */
export function mayWrite(user: string): (subject: string) => boolean {
  const rights = Object.entries(brokerRights).find(([name]) => name === user)?.[1];
  if (!rights) return () => true;
  const exact = new Set<string>(rights.writes.filter((subject) => !subject.endsWith(".>")));
  const under = rights.writes.flatMap((subject) =>
    subject.endsWith(".>") ? [subject.slice(0, -1)] : [],
  );
  return (subject) => exact.has(subject) || under.some((start) => subject.startsWith(start));
}

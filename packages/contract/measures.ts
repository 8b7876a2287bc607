// Everything that the hub measures. Each has its row here: services make their instruments by it, docs/telemetry.md
// shows it, and rules and dashboards may name nothing else (test/telemetry-files.test.ts).

export interface Measure {
  readonly kind: "histogram" | "counter" | "gauge";
  /** As UCUM has it: `ms`, `s`, `By`, `1` for a share, `{record}` for a count of records; empty for 1 or 0. */
  readonly unit: string;
  /** Its labels. None has ids of notices or of principals: their number grows without bound. */
  readonly by: readonly string[];
  readonly meaning: string;
}

export const measures = {
  "rpc.server.duration": {
    kind: "histogram",
    unit: "ms",
    by: ["rpc.method", "rpc.code"],
    meaning: "How long a call took, by method and code: with its count, rate and errors as well",
  },
  refusals: {
    kind: "counter",
    unit: "{refusal}",
    by: ["door", "code"],
    meaning: "Calls and notices that a door refused",
  },
  "instance.wanted": {
    kind: "gauge",
    unit: "{instance}",
    by: [],
    meaning: "How many instances of this service are meant to run",
  },
  "bus.available": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 while the service has its connection to the broker",
  },
  "bus.commit.duration": {
    kind: "histogram",
    unit: "ms",
    by: ["kind"],
    meaning: "From writing a commit to the answer of its last caller, repetitions included",
  },
  "bus.commit.messages": {
    kind: "histogram",
    unit: "{message}",
    by: ["kind"],
    meaning: "Messages in one commit",
  },
  "bus.commit.troubles": {
    kind: "counter",
    unit: "{attempt}",
    by: ["kind"],
    meaning: "Attempts to commit that were refused or had no answer",
  },
  "bus.commit.waiting": {
    kind: "gauge",
    unit: "{caller}",
    by: [],
    meaning: "Callers whose commit waits or is under way",
  },
  "database.available": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 while the service's database answers",
  },
  "database.size": {
    kind: "gauge",
    unit: "By",
    by: [],
    meaning: "What the service's database takes on disk",
  },
  "database.alone": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning:
      "1 while commits wait for fewer standbys than they are meant to; absent of a single server",
  },
  "database.standby.away": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning:
      "1 while commits wait for a standby that is not there; absent where they wait for none",
  },
  "stream.available": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 while the stream EXCHANGE answers: it has a leader, and enough nodes to store",
  },
  "stream.size": {
    kind: "gauge",
    unit: "By",
    by: [],
    meaning: "What the stream EXCHANGE takes on disk, on one node",
  },
  "stream.limit": {
    kind: "gauge",
    unit: "By",
    by: [],
    meaning: "What the stream may take; nothing more is stored then",
  },
  "stream.fill": {
    kind: "gauge",
    unit: "1",
    by: [],
    meaning: "Share of its limit that the stream takes; the intake stops at 0.9",
  },
  "stream.messages": {
    kind: "gauge",
    unit: "{message}",
    by: [],
    meaning: "Messages that stand in the stream",
  },
  "stream.replica.in_step": {
    kind: "gauge",
    unit: "",
    by: ["node"],
    meaning: "1 while a broker node has all that the stream's leader has; a single node always has",
  },
  "stream.replicas.missing": {
    kind: "gauge",
    unit: "{node}",
    by: [],
    meaning: "Replicas that the stream is meant to have and has on no node that is in step",
  },
  "consumer.waiting": {
    kind: "gauge",
    unit: "{message}",
    by: ["consumer"],
    meaning: "Messages of the stream that a consumer has not done yet",
  },
  "consumer.oldest": {
    kind: "gauge",
    unit: "s",
    by: ["consumer"],
    meaning: "How long the first of them has waited",
  },
  "intake.accepted": {
    kind: "counter",
    unit: "{notice}",
    by: ["precedence"],
    meaning: "Notices that were taken in, each once",
  },
  "intake.full": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 while notices are refused because the stream has no room for them",
  },
  "routing.delay": {
    kind: "histogram",
    unit: "ms",
    by: [],
    meaning: "From where a notice stands in the stream to its copies standing in the feeds",
  },
  "erasing.backlog": {
    kind: "gauge",
    unit: "{order}",
    by: [],
    meaning: "Orders to erase content that are not closed yet",
  },
  "erasing.oldest": {
    kind: "gauge",
    unit: "s",
    by: [],
    meaning: "How long the first of them has waited, since it stands in the stream",
  },
  "deadline.late": {
    kind: "gauge",
    unit: "s",
    by: ["deadline"],
    meaning: "By how much the next deadline has passed without its effect; 0 when none has",
  },
  "feeds.delivered": {
    kind: "counter",
    unit: "{copy}",
    by: ["precedence"],
    meaning: "Copies that went out to subscribers",
  },
  "feeds.delivery.lag": {
    kind: "histogram",
    unit: "ms",
    by: ["precedence"],
    meaning: "From routing to the wire, of the first of the copies that went out together",
  },
  "feeds.subscriptions": {
    kind: "gauge",
    unit: "{subscription}",
    by: ["participant"],
    meaning: "Subscriptions of a participant that are open",
  },
  "feeds.unconfirmed": {
    kind: "gauge",
    unit: "{copy}",
    by: ["participant"],
    meaning: "Copies that a participant's open subscriptions were sent and have not confirmed",
  },
  "feeds.unconfirmed.oldest": {
    kind: "gauge",
    unit: "s",
    by: ["participant"],
    meaning: "How long the first of them has been out",
  },
  "feeds.unread": {
    kind: "gauge",
    unit: "{copy}",
    by: ["participant", "precedence"],
    meaning: "Copies in a participant's feed that none of its subscriptions has passed",
  },
  "feeds.unread.oldest": {
    kind: "gauge",
    unit: "s",
    by: ["participant", "precedence"],
    meaning: "How long the first of them has stood there",
  },
  "log.leads": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 in the process that writes the log, 0 in one that stands by",
  },
  "log.size": { kind: "gauge", unit: "{entry}", by: [], meaning: "Entries of the log" },
  "log.batch.size": {
    kind: "histogram",
    unit: "{record}",
    by: [],
    meaning: "Records that were written together",
  },
  "log.commit.duration": {
    kind: "histogram",
    unit: "ms",
    by: [],
    meaning: "How long one transaction of the log took",
  },
  "log.lag": {
    kind: "histogram",
    unit: "ms",
    by: [],
    meaning:
      "From the stream's taking a record in to its standing in the log: of the oldest of each batch",
  },
  "log.checkpoint.age": {
    kind: "gauge",
    unit: "s",
    by: [],
    meaning:
      "How long the first entry that no checkpoint covers has waited for one; 0 when all are covered",
  },
  "log.cosigned.age": {
    kind: "gauge",
    unit: "s",
    by: [],
    meaning: "The same of a checkpoint that enough witnesses cosigned; absent where none are asked",
  },
  "log.witness.lag": {
    kind: "gauge",
    unit: "s",
    by: ["witness"],
    meaning: "Since a witness last cosigned, while it does not answer; 0 when it does",
  },
  "log.matches_stream": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 when the log has as many entries as the stream has records up to its position",
  },
  "log.scrub.clean": {
    kind: "gauge",
    unit: "",
    by: [],
    meaning: "1 when the last scrub found the log as its records say",
  },
  "log.scrub.entries": {
    kind: "counter",
    unit: "{entry}",
    by: [],
    meaning: "Entries that scrubs derived again",
  },
  "log.scrub.duration": {
    kind: "histogram",
    unit: "ms",
    by: [],
    meaning: "How long a scrub of the whole log took, with its pauses",
  },
  "log.unreadable": {
    kind: "counter",
    unit: "{record}",
    by: [],
    meaning: "Messages that should carry a record and carry none that can be read",
  },
  "log.altered": {
    kind: "counter",
    unit: "{row}",
    by: [],
    meaning: "Rows that do not follow from their record",
  },
  "screening.unsent": {
    kind: "gauge",
    unit: "{notice}",
    by: [],
    meaning: "Notices of risk flags that wait to be sent",
  },
  "notification.waiting": {
    kind: "gauge",
    unit: "{message}",
    by: ["way"],
    meaning: "Things that officers are still to be told, by way: mail, push",
  },
  "notification.oldest": {
    kind: "gauge",
    unit: "s",
    by: ["way"],
    meaning: "For how long the first of them has been due",
  },
  "notification.sent": {
    kind: "counter",
    unit: "{message}",
    by: ["way", "outcome"],
    meaning: "Messages to officers that were tried, by outcome: sent, refused, gone, undelivered",
  },
} as const satisfies { readonly [name: string]: Measure };

export type MeasureName = keyof typeof measures;

/** The names of one kind of measure. */
export type NameOf<Kind extends Measure["kind"]> = {
  [Name in MeasureName]: (typeof measures)[Name]["kind"] extends Kind ? Name : never;
}[MeasureName];

export type GaugeName = NameOf<"gauge">;

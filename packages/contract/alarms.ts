import type { GaugeName } from "./measures.ts";

/**
 * When a gauge says that something is not well. `talanoa status` judges by these, and so do the rules of Prometheus
 * (deploy/prometheus/rules.yml), which have others besides: of rates, which a glance cannot see.
 */
export interface Alarm {
  readonly measure: GaugeName;
  /** Readings that it is of: those whose label has one of these values; all when absent. */
  readonly where?: { readonly label: string; readonly in: readonly string[] };
  /** Not well above this, or below that: one of the two. */
  readonly above?: number;
  readonly below?: number;
  /**
   * Which of several instances counts: `any` that is not well, or all of them (`all`) where one that is well is
   * enough, such as the one that writes the log.
   */
  readonly of: "any" | "all";
  /** Seconds for which it has to last until Prometheus tells. */
  readonly lasts: number;
  /** What is not well, in a few words. */
  readonly says: string;
  /** What to do next, in one line. */
  readonly next: string;
}

export const alarms = {
  BrokerAway: {
    measure: "bus.available",
    below: 1,
    of: "any",
    lasts: 30,
    says: "a service has no connection to the broker",
    next: "See that the broker's nodes run and can be reached; the service goes on by itself.",
  },
  StreamAway: {
    measure: "stream.available",
    below: 1,
    of: "any",
    lasts: 30,
    says: "the stream does not answer",
    next: "See how many of the broker's nodes run: the stream needs more than half of them.",
  },
  DatabaseAway: {
    measure: "database.available",
    below: 1,
    of: "any",
    lasts: 30,
    says: "a service's database does not answer",
    next: "See that PostgreSQL runs; if its primary is lost, promote the standby.",
  },
  StandbyAway: {
    measure: "database.standby.away",
    above: 0,
    of: "any",
    lasts: 30,
    says: "commits of the database wait for a standby that is away",
    next: "Start the standby, or let the primary go on without it: deploy/postgres/servers.sh alone.",
  },
  DatabaseAlone: {
    measure: "database.alone",
    above: 0,
    of: "any",
    lasts: 60,
    says: "the database goes on without its standby: one disk holds the log",
    next: "Take the other server back as its standby: deploy/postgres/servers.sh rejoin.",
  },
  StreamFilling: {
    measure: "stream.fill",
    above: 0.75,
    of: "any",
    lasts: 300,
    says: "the stream is filling up",
    next: "Make EXCHANGE larger before it is at 90 %, where the intake stops.",
  },
  IntakeFull: {
    measure: "intake.full",
    above: 0,
    of: "any",
    lasts: 0,
    says: "notices are refused: the stream has no room",
    next: "Make EXCHANGE larger, and its disks first if they are full.",
  },
  ReplicaBehind: {
    measure: "stream.replica.in_step",
    below: 1,
    of: "all",
    lasts: 120,
    says: "a broker node is away or not in step",
    next: "Start the node, or wait while it catches up; do not stop another one meanwhile.",
  },
  ReplicasMissing: {
    measure: "stream.replicas.missing",
    above: 0,
    of: "all",
    lasts: 120,
    says: "the stream has fewer replicas than it is meant to have",
    next: "Start the node that is missing; while one of three is, no other may fail.",
  },
  RoutingBehind: {
    measure: "consumer.oldest",
    where: {
      label: "consumer",
      in: [
        "routing-flash",
        "routing-immediate",
        "routing-priority",
        "routing-routine",
        "routing-statements",
        "routing-operations",
      ],
    },
    above: 30,
    of: "any",
    lasts: 60,
    says: "notices or statements wait to be routed",
    next: "See that member-routing runs, and what its log says; nothing is lost while they wait.",
  },
  LogBehind: {
    measure: "consumer.oldest",
    where: { label: "consumer", in: ["log"] },
    above: 60,
    of: "all",
    lasts: 60,
    says: "records wait to be logged",
    next: "See that audit-log runs and has its database, and what its log says.",
  },
  ListsBehind: {
    measure: "consumer.oldest",
    where: { label: "consumer", in: ["lists", "search", "outcomes", "recalls"] },
    above: 300,
    of: "all",
    lasts: 60,
    says: "lists, search, outcomes or open recalls are behind the feeds",
    next: "See that member-feeds has its database; deliveries do not wait for it.",
  },
  FeedUnread: {
    measure: "feeds.unread.oldest",
    where: { label: "precedence", in: ["flash", "immediate"] },
    above: 3_600,
    of: "all",
    lasts: 60,
    says: "a pressing copy was received by nobody",
    next: "Call the Member's duty officer: no subscription of theirs has received it.",
  },
  ConfirmationLate: {
    measure: "feeds.unconfirmed.oldest",
    above: 900,
    of: "any",
    lasts: 60,
    says: "a client does not confirm what it is sent",
    next: "Ask the Member to look at its client or its link: it gets no more until it confirms.",
  },
  NoLogWriter: {
    measure: "log.leads",
    below: 1,
    of: "all",
    lasts: 60,
    says: "no process writes the log",
    next: "See what the audit-log processes say in their logs; one takes the lead within seconds.",
  },
  CheckpointLate: {
    measure: "log.checkpoint.age",
    above: 30,
    of: "all",
    lasts: 30,
    says: "entries of the log wait for a checkpoint",
    next: "See what audit-log says of checkpoints: its key, its data folder, its database.",
  },
  CosignaturesLate: {
    measure: "log.cosigned.age",
    above: 300,
    of: "all",
    lasts: 60,
    says: "too few witnesses cosign",
    next: "See which witness is away, and call who runs it; the log goes on without.",
  },
  WitnessAway: {
    measure: "log.witness.lag",
    above: 300,
    of: "any",
    lasts: 60,
    says: "a witness does not answer",
    next: "Call who runs the witness; see docs/witness.md.",
  },
  LogDiffers: {
    measure: "log.matches_stream",
    below: 1,
    of: "any",
    lasts: 0,
    says: "the log has not as many entries as the stream has records",
    next: "Change nothing, and read docs/log.md: records may be missing or made up.",
  },
  LogAltered: {
    measure: "log.scrub.clean",
    below: 1,
    of: "any",
    lasts: 0,
    says: "the log is not what its records say",
    next: "Keep the database as it is, and read docs/log.md: rows were changed behind the log.",
  },
  ErasureLate: {
    measure: "erasing.oldest",
    above: 3_600,
    of: "any",
    lasts: 60,
    says: "content waits to be erased for too long",
    next: "See that audit-log keeps up, then what member-routing says of erasing.",
  },
  NotificationsBehind: {
    measure: "consumer.oldest",
    where: { label: "consumer", in: ["notification"] },
    above: 60,
    of: "all",
    lasts: 60,
    says: "officers are told late of what waits for them",
    next: "See that notification runs and has its database; the feeds do not wait for it.",
  },
  NotificationsUnsent: {
    measure: "notification.oldest",
    above: 300,
    of: "all",
    lasts: 60,
    says: "messages to officers cannot be sent",
    next: "See what notification says of it in its log: the mail server, its password, or the way out.",
  },
  DeadlineLate: {
    measure: "deadline.late",
    above: 300,
    of: "all",
    lasts: 60,
    says: "a deadline has passed without its effect",
    next: "See that member-routing runs and the broker takes its commits.",
  },
} as const satisfies { readonly [name: string]: Alarm };

export type AlarmName = keyof typeof alarms | "InstancesMissing";

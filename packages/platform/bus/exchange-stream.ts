import type { StreamConfig } from "@nats-io/jetstream";
import { EXCHANGE, RESTORE_GAP, subjects } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { refusalOf } from "./refusal.ts";
import type { ApiAnswer } from "./refusal.ts";

const oldestServer = [2, 12, 0] as const;
const NO_STREAM = 10059;
const duplicateWindow = 600_000_000_000;

export interface ExchangeStreamOptions {
  /** The stream's size, in bytes: what comes after it is refused. */
  maxBytes: number;
  /** 1 on a single server, 3 in production. */
  replicas: number;
}

export interface StreamUsage {
  /** What the broker takes for the time, Unix ms. */
  at: number;
  bytes: number;
  maxBytes: number;
  /** 0 in an empty stream. */
  firstSequence: number;
  lastSequence: number;
  /** How many messages stand, those deleted not counted. */
  messages: number;
  replicas: number;
  /** Whether it is being put back from a backup, and serves nobody. */
  isBeingRestored: boolean;
  /** The broker's nodes that hold the stream, its leader first. */
  nodes: readonly StreamNode[];
}

export interface StreamNode {
  readonly name: string;
  /** Whether it runs and has all that the leader has. */
  readonly inStep: boolean;
}

/** A node that holds the stream, as the one that answers sees it. */
interface Replica {
  readonly name: string;
  readonly current: boolean;
  readonly offline?: boolean;
  /** Nanoseconds since it was heard. */
  readonly active: number;
}

interface StreamAnswer extends ApiAnswer {
  /** RFC 3339. */
  ts: string;
  config: StreamConfig;
  /** Absent where one server stands alone. The replicas are all but the leader. */
  cluster?: { leader?: string; replicas?: readonly Replica[] };
  state: { bytes: number; messages: number; first_seq: number; last_seq: number };
}

/**
 * Looks whether the stream is as the hub needs it. `unavailable` before it is created;
 * `failed-precondition` when anything that the hub relies on differs, or when the server is too old.
 */
export async function checkExchangeStream(
  bus: Bus,
  options: ExchangeStreamOptions,
): Promise<StreamUsage> {
  checkServer(bus.connection.info?.version ?? "0.0.0");
  const answer = await info(bus);
  if (answer.error?.err_code === NO_STREAM)
    throw new HubError("unavailable", `the stream ${EXCHANGE} is not there yet`);
  if (answer.error !== undefined) throw refusedBy(answer);
  checkSettings(answer.config, exchangeSettings(options));
  return usageOf(answer);
}

/**
 * Creates the stream when it is not there. Several services may do so at once. An existing stream keeps its
 * size and replicas, which are the operator's to change; `failed-precondition` when anything else that the
 * hub relies on differs, or when the server is too old. Subjects that are missing are added.
 */
export async function ensureExchangeStream(
  bus: Bus,
  options: ExchangeStreamOptions,
): Promise<StreamUsage> {
  checkServer(bus.connection.info?.version ?? "0.0.0");
  const wanted = exchangeSettings(options);
  const created = await ask(bus, `${bus.api}.STREAM.CREATE.${EXCHANGE}`, wanted);
  // 10058: it is there with other settings. Size and replicas may differ, so look closer.
  const answer = created.error?.err_code === 10058 ? await info(bus) : created;
  if (answer.error !== undefined) throw refusedBy(answer);
  const { config } = await withAllSubjects(bus, answer);
  checkSettings(config, wanted);
  return usageOf(answer);
}

/** A stream of an earlier version takes subjects that have come since; none is ever taken away. */
async function withAllSubjects(bus: Bus, found: StreamAnswer): Promise<StreamAnswer> {
  const { config } = found;
  const missing = subjects.all.filter((each) => !config.subjects.includes(each));
  const isEarlier = missing.length > 0 && config.subjects.every((each) => isOurs(each));
  if (!isEarlier) return found;
  const wanted = { ...config, subjects: [...config.subjects, ...missing] };
  const answer = await ask(bus, `${bus.api}.STREAM.UPDATE.${EXCHANGE}`, wanted).catch(
    (cause: unknown) => {
      throw new HubError(
        "failed-precondition",
        `the stream ${EXCHANGE} lacks the subjects ${missing.join(", ")}, and this user of the broker cannot add them: the operator does, by talanoa setup --stream`,
        { cause },
      );
    },
  );
  if (answer.error !== undefined) throw refusedBy(answer);
  return answer;
}

function isOurs(subject: string): boolean {
  return (subjects.all as readonly string[]).includes(subject);
}

/** How full the stream is. `not-found` before it is created, `unavailable` where its leader is not reached. */
export async function readStreamUsage(bus: Bus): Promise<StreamUsage> {
  const answer = await info(bus);
  if (answer.error !== undefined) throw refusedBy(answer);
  return usageOf(answer);
}

/** The stream's settings, as the broker takes them. */
export function exchangeSettings(options: ExchangeStreamOptions): Partial<StreamConfig> {
  return {
    name: EXCHANGE,
    description: "Everything that is exchanged, in one order",
    subjects: [...subjects.all],
    storage: "file",
    retention: "limits",
    discard: "new",
    max_bytes: options.maxBytes,
    num_replicas: options.replicas,
    duplicate_window: duplicateWindow,
    allow_atomic: true,
    allow_direct: true,
    // Erasure deletes content one by one; no content has a TTL (expiry would skip the log).
    deny_delete: false,
    deny_purge: false,
    // The committer looks up message ids by a rollup that is refused.
    allow_rollup_hdrs: false,
  };
}

function checkServer(version: string): void {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [i, least] of oldestServer.entries()) {
    const part = parts[i] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new HubError(
        "failed-precondition",
        `nats-server ${version} is too old: atomic batches need ${oldestServer.join(".")} or later`,
      );
    }
  }
}

function checkSettings(found: StreamConfig, wanted: Partial<StreamConfig>): void {
  const differing = Object.entries(wanted).filter(([name, value]) => {
    if (name === "description" || name === "max_bytes" || name === "num_replicas") return false;
    if (name === "subjects")
      return found.subjects.toSorted().join() !== subjects.all.toSorted().join();
    // The server leaves out what is false.
    return (found[name as keyof StreamConfig] ?? false) !== value;
  });
  const { max_msgs, max_msgs_per_subject, max_age, max_msg_size } = found;
  const limits = [max_msgs, max_msgs_per_subject, max_age, max_msg_size].some(
    (limit) => (limit ?? 0) > 0,
  );
  const names = [
    ...differing.map(([name]) => name),
    ...(limits ? ["max_msgs, max_msgs_per_subject, max_age or max_msg_size"] : []),
  ];
  if (names.length > 0) {
    throw new HubError(
      "failed-precondition",
      `the stream ${EXCHANGE} has other settings: ${names.join(", ")}`,
    );
  }
}

/** Nobody else leads before the others have heard nothing for four seconds. */
const HEARD_WITHIN = 3e9;

/**
 * What the stream's leader says. `unavailable` from a node that is cut off from most of the others: it answers all the
 * same, of a stream that may have gone on without it (nats-server 2.15.1).
 */
async function info(bus: Bus): Promise<StreamAnswer> {
  const answer = await ask(bus, `${bus.api}.STREAM.INFO.${EXCHANGE}`, undefined);
  if (answer.error === undefined && !isLed(answer))
    throw new HubError("unavailable", "the broker is cut off from the others");
  return answer;
}

function isLed({ cluster }: StreamAnswer): boolean {
  const { leader, replicas = [] } = cluster ?? {};
  if (replicas.length === 0) return true;
  const heard = replicas.filter(({ active }) => active < HEARD_WITHIN).length;
  return Boolean(leader) && heard + 1 > (replicas.length + 1) / 2;
}

async function ask(bus: Bus, subject: string, request: unknown): Promise<StreamAnswer> {
  const answer = await bus.request(subject, request === undefined ? "" : JSON.stringify(request));
  return answer.json<StreamAnswer>();
}

function refusedBy(answer: ApiAnswer): HubError {
  const refusal = refusalOf(answer);
  const code =
    answer.error?.err_code === NO_STREAM
      ? "not-found"
      : refusal.kind === "busy"
        ? "unavailable"
        : "internal";
  return new HubError(code, `the stream ${EXCHANGE}: ${answer.error?.description ?? "no answer"}`);
}

function usageOf({ ts, config, state, cluster }: StreamAnswer): StreamUsage {
  const { leader = "", replicas = [] } = cluster ?? {};
  return {
    at: Date.parse(ts),
    bytes: state.bytes,
    maxBytes: config.max_bytes,
    firstSequence: state.first_seq,
    lastSequence: state.last_seq,
    messages: state.messages,
    replicas: config.num_replicas,
    isBeingRestored: config.subjects.includes(RESTORE_GAP),
    nodes: [
      // A server by itself leads without a word.
      ...(leader || !cluster ? [{ name: leader, inStep: true }] : []),
      ...replicas.map(({ name, current, offline = false }) => ({
        name,
        inStep: current && !offline,
      })),
    ],
  };
}

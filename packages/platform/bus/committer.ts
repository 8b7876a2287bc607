import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Attempt } from "./batch.ts";
import { commitDuration, commitMessages, commitTroubles } from "./commit-metrics.ts";
import { Claims } from "./claims.ts";
import { commitGroup } from "./commit-group.ts";
import type { Bus } from "./connection.ts";
import { gather } from "./gathering.ts";
import { unitOf } from "./unit.ts";
import type { CommitOptions, Committed, Outgoing, Unit } from "./unit.ts";

export interface CommitterOptions {
  /** EXCHANGE unless given. */
  stream?: string;
  /** How long a caller waits at most, in milliseconds; 20,000 unless given. */
  deadline?: number;
  /** For one attempt, in milliseconds; 4,000 unless given. */
  requestTimeout?: number;
  /** Beyond so many waiting callers or bytes a commit fails at once. */
  mostWaiting?: { callers: number; bytes: number };
  /** How long the next messages are gathered after a batch of many, in milliseconds; 20 unless given. */
  gathering?: number;
  /** The broker is silent about what it does not let in: what may not be written is refused here, as a fault. */
  mayWrite?(subject: string): boolean;
  onTrouble?(attempt: Exclude<Attempt, { kind: "stored" }>): void;
}

/** Stores what concurrent callers publish, many callers to one commit, without letting them feel each other. */
export interface Committer extends AsyncDisposable {
  /**
   * Stores the messages as one: contiguous, all or none. Resolves once they are on the broker's disk.
   *
   * Fails with `conflict` (and what stands) when something else stands where one of them was to stand,
   * `resource-exhausted` when the stream is full, and `unavailable` when the broker is away, when too many wait
   * already, or when there is no answer until the deadline: then they may be stored or not, and the same
   * messages may be committed again without harm.
   */
  commit(messages: readonly Outgoing[], options?: CommitOptions): Promise<Committed>;
  /** What waits or is under way. */
  readonly load: { callers: number; bytes: number };
}

/**
 * Whoever has an answer soon asks for more: after a batch of many messages the next ones are given a
 * moment to come together, since a batch costs the broker much the same whatever it holds.
 */
const MANY = 48;
const ENOUGH = 400;

// How long the end of a service waits for a broker that does not answer, in milliseconds.
const patience = 3_000;

/** Opens a committer on a connection. Disposing it waits for what is under way, but not for a broker that is away. */
export function openCommitter(bus: Bus, options: CommitterOptions = {}): Committer {
  const deadline = options.deadline ?? 20_000;
  const most = options.mostWaiting ?? { callers: 20_000, bytes: 128 * 1024 * 1024 };
  const door = {
    bus,
    stream: options.stream ?? EXCHANGE,
    requestTimeout: options.requestTimeout ?? 4_000,
    onTrouble(attempt: Exclude<Attempt, { kind: "stored" }>) {
      const kind = attempt.kind === "unknown" ? attempt.kind : attempt.refusal.kind;
      commitTroubles.add(1, { kind });
      options.onTrouble?.(attempt);
    },
  };
  const claims = new Claims();
  const under = { singles: 0, batches: 0 };
  const load = { callers: 0, bytes: 0 };
  const unanswered = new Map<Unit, Promise<Committed>>();
  let queue: Unit[] = [];
  let scheduled = false;
  let closing = false;
  /** Until then what waits is gathered, unless it is enough; by performance.now(). */
  let gathersUntil = 0;
  let gathered: NodeJS.Timeout | null = null;

  function pump(): void {
    scheduled = false;
    // What was never sent while the broker is away fails promptly: its outcome is known.
    if (!bus.available()) {
      for (const unit of queue)
        unit.settle(new HubError("unavailable", "the broker is not reachable"));
      queue = [];
      return;
    }
    for (const unit of queue) {
      if (unit.deadline < performance.now())
        unit.settle(new HubError("unavailable", "the broker is too slow"));
    }
    const rest = gathersUntil - performance.now();
    if (rest > 0 && messagesOf(queue) < ENOUGH && !queue.some(({ prompt }) => prompt)) {
      gathered ??= setTimeout(() => {
        gathered = null;
        schedule();
      }, rest);
      return;
    }
    const gathering = gather(queue, claims, under);
    queue = gathering.left;
    for (const units of gathering.groups) start(units);
  }

  function start(units: Unit[]): void {
    const messages = messagesOf(units);
    const kind = messages === 1 ? "singles" : "batches";
    const started = performance.now();
    commitMessages.record(messages, { kind });
    under[kind] += 1;
    void commitGroup(door, units)
      .catch((cause: unknown) => {
        // A fault in this code must not leave a caller without an answer.
        for (const unit of units)
          unit.settle(new HubError("internal", "the commit failed", { cause }));
      })
      .finally(() => {
        const ended = performance.now();
        commitDuration.record(ended - started, { kind });
        under[kind] -= 1;
        if (messages >= MANY) gathersUntil = ended + (options.gathering ?? 20);
        for (const unit of units) claims.release(unit);
        if (queue.length > 0) schedule();
      });
  }

  // Late in the turn of the event loop, so that all who arrive in it go together.
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(pump);
  }

  // What waits behind a group that gets no answer must not wait past its own deadline.
  const sweep = setInterval(() => queue.length > 0 && schedule(), 500);
  sweep.unref();

  return {
    load,
    async commit(messages, commitOptions = {}) {
      if (closing) throw new HubError("unavailable", "the service is stopping");
      if (!bus.available()) throw new HubError("unavailable", "the broker is not reachable");
      if (load.callers >= most.callers || load.bytes >= most.bytes) {
        throw new HubError("unavailable", "too much waits to be stored");
      }
      const answer = Promise.withResolvers<Committed>();
      const strange = messages.find(({ subject }) => options.mayWrite?.(subject) === false);
      if (strange)
        throw new HubError(
          "internal",
          `this service may not write ${strange.subject}: see broker-rights.ts`,
        );
      const unit = unitOf(
        messages,
        bus.maxMessageBytes,
        performance.now() + deadline,
        commitOptions,
        (result) => {
          unanswered.delete(unit);
          load.callers -= 1;
          load.bytes -= unit.bytes;
          if (result instanceof HubError) answer.reject(result);
          else answer.resolve(result);
        },
      );
      unanswered.set(unit, answer.promise);
      load.callers += 1;
      load.bytes += unit.bytes;
      queue.push(unit);
      schedule();
      return answer.promise;
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      const enough = setTimeout(() => {
        for (const unit of unanswered.keys())
          unit.settle(new HubError("unavailable", "the service stopped before the answer"));
      }, patience);
      // What is still under way for nobody ends when the connection is closed.
      await Promise.allSettled(unanswered.values());
      clearTimeout(enough);
      clearInterval(sweep);
    },
  };
}

function messagesOf(units: readonly Unit[]): number {
  return units.reduce((sum, { messages }) => sum + messages.length, 0);
}

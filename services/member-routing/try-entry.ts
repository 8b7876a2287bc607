import { setImmediate } from "node:timers/promises";
import type {
  DecisionChange,
  TryEntryRequest,
  TryEntryResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { checkMayAct, denied } from "@talanoa/platform/auth/check-caller.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { invalid, refusal } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";
import { referenceHeld } from "@talanoa/sharing/routing/rules/reference-held.ts";
import { type Changing, checkCoordinates } from "./change-entry.ts";
import { checkEntry } from "./check-entry.ts";
import { type Around, referenceHolders } from "./holders.ts";
import { readNotice, standingNotice } from "./read-notice.ts";
import { recorded } from "./routed-notice.ts";
import { triedSince } from "./tried-operation.ts";
import { type DecideTwice, worldsOf } from "./tried-worlds.ts";

const DAYS_BACK = 30;
const MOST_CHANGES = 500;

/**
 * Decides the notices of the last 30 days again, as they were decided and as they would have been with
 * an entry in the directory all the while: what the change would mean, before it is made. What was
 * shared further since, by consent or by joining, is left out; but a correction goes to those too who were given what it
 * corrects in that way. Who coordinates a joint operation tries its entry, and is told of its own notices alone, of which
 * it may know all decisions; but not who holds what others sent, which its references would tell.
 */
export function tryEntry(changing: Changing): Unary<TryEntryRequest, TryEntryResponse> {
  const { bus, committer, directory } = changing;
  const running = new Set<Trying>();
  return async ({ entry }, { caller, signal }) => {
    const { participant, principal, roles } = caller;
    const isSecretariat = participant === SECRETARIAT && roles.includes("secretariat");
    if (!isSecretariat && !entry?.operation) {
      throw denied("secretariat", "only the Secretariat tries a change of the directory");
    }
    const { lastSequence } = await readStreamUsage(bus);
    const now = await directory.upTo(lastSequence, signal);
    if (isSecretariat) checkMayAct(caller, now);
    else checkCoordinates(caller, entry?.operation ?? null, now);
    const at = Date.now();
    const violations = checkEntry(entry, now, at);
    const name = entry && entryName(entry);
    if (!entry || !name || violations.length > 0) throw invalid(violations);
    using _ = takeSeat(running, isSecretariat ? "secretariat" : "coordinators");
    const facts = { queried: { question: "try-entry", filter: `${name.type} ${name.id}` } };
    const record = { at, participant, principal, facts };
    // It tells who got what: recorded before it is shown.
    await committer.commit([recordMessage(record, { step: "queried" })]);

    const sinceAt = at - DAYS_BACK * 24 * 60 * 60 * 1_000;
    const answer = { sinceAt, notices: 0, differing: 0, changes: [] as Init<DecisionChange>[] };
    const decideTwice = worldsOf(changing, triedSince(entry, now, sinceAt));
    const asked: Asked = isSecretariat
      ? { notices: "notice.>", tells: () => true }
      : { notices: `notice.*.${participant}.>`, tells: (rule) => rule !== referenceHeld.name };
    const since = { time: sinceAt, last: lastSequence, notices: asked.notices };
    for await (const messages of noticesSince(bus, since, signal)) {
      for (const message of messages) {
        answer.notices += 1;
        const changes = await changesOf(changing, message, { decideTwice, tells: asked.tells });
        answer.differing += changes.length;
        answer.changes.push(...changes.slice(0, MOST_CHANGES - answer.changes.length));
        // Routing has its turn: a notice takes 1.6 ms at 24 participants, and more at more.
        await setImmediate();
        signal.throwIfAborted();
      }
    }
    signal.throwIfAborted();
    return answer;
  };
}

/** Who tries: apart, so that no Member keeps the Secretariat from it. */
type Trying = "secretariat" | "coordinators";

function takeSeat(running: Set<Trying>, trying: Trying): Disposable {
  if (running.has(trying)) {
    const description = "Another change is being tried just now: try again in a minute.";
    throw refusal("resource-exhausted", { field: "entry", rule: "one-tried", description });
  }
  running.add(trying);
  return { [Symbol.dispose]: () => void running.delete(trying) };
}

/** Which notices are decided again, and what of a decision is told. */
interface Asked {
  /** A subject with wildcards. */
  readonly notices: string;
  /** Whether it is told that a rule withheld a section. */
  tells(rule: string): boolean;
}

interface Since {
  /** Unix ms. */
  readonly time: number;
  /** A sequence. */
  readonly last: number;
  readonly notices: string;
}

/** All notices that were stored since a time, up to a sequence. */
async function* noticesSince(
  bus: Bus,
  since: Since,
  signal: AbortSignal,
): AsyncGenerator<StoredMessage[]> {
  const { last, notices } = since;
  const startSequence = await firstSince(bus, since);
  const end = await readMessage(bus, EXCHANGE, { last_by_subj: notices });
  const until = Math.min(last, end?.sequence ?? 0);
  if (startSequence > until) return;
  for await (const read of readFrom(bus, { filters: [notices], startSequence, signal })) {
    yield read.filter(({ sequence }) => sequence <= until);
    if (read.at(-1)!.sequence >= until) return;
  }
}

/** Where the first notice may stand that was stored at a time or later: a few reads, whatever stands. */
async function firstSince(bus: Bus, { time, last, notices }: Since): Promise<number> {
  let [low, high] = [1, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = await readMessage(bus, EXCHANGE, { seq: middle, next_by_subj: notices });
    if (!next || next.storedAt >= time) high = middle;
    else low = next.sequence + 1;
  }
  return low;
}

async function changesOf(
  around: Around,
  message: StoredMessage,
  { decideTwice, tells }: Pick<Asked, "tells"> & { readonly decideTwice: DecideTwice },
): Promise<Init<DecisionChange>[]> {
  const standing = standingNotice(message);
  const read = readNotice(standing);
  if (read instanceof Error) return [];
  const holders = await referenceHolders(around, read, message.sequence);
  const told = (its: ParticipantDecision): ParticipantDecision => ({
    ...its,
    withheld: its.withheld.filter(({ rule }) => tells(rule)),
  });
  const { was, is } = await decideTwice(standing, read, holders);
  const were = new Map(was.map(told).map((its) => [its.participant, its]));
  return is.map(told).flatMap((after) => {
    const its = were.get(after.participant);
    if (its ? isSame(its, after) : !after.deliver) return [];
    return {
      notice: standing.ref,
      ...(its && { before: recorded(its) }),
      after: recorded(after),
    };
  });
}

function isSame(one: ParticipantDecision, other: ParticipantDecision): boolean {
  const told = ({ deliver, rule, officers, withheld }: ParticipantDecision) =>
    JSON.stringify([deliver, rule, officers, withheld]);
  return told(one) === told(other);
}

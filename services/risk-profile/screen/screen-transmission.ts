import { createHash } from "node:crypto";
import type { ScreenedTransmission } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Screening } from "../screening.ts";
import { type Findings, findingsOf } from "../flags/find/hits.ts";
import { FlagMoved, keepFlags } from "../flags/raise/keep-flags.ts";
import { flagChanges } from "../flags/raise/flag-changes.ts";
import { joinWaiting, keepParts, type PartChanges } from "../parts/waiting-parts.ts";
import { historiesOf } from "../trips/history.ts";
import { asksFor } from "../profiles/active-profiles.ts";
import { keepTrips, tripChanges } from "../trips/keep-trips.ts";
import { earlierPushes, Pushes } from "../trips/pushes.ts";
import { answerOf, issueOf, repeatedParts, waitingOf } from "./answers.ts";
import { firstAnswer, holdTransmission, packMessages, sealTransmission } from "./held.ts";
import { type ReadTransmission, readTransmission } from "./read-transmission.ts";

/** For whom a transmission is screened, and in whose name. */
type Sender = Pick<Caller, "participant" | "principal">;

/** What is to be screened, and what it makes of the parts that wait. */
interface Readable extends Pick<ReadTransmission, "messages" | "parts" | "issues"> {
  readonly digest: Buffer;
  readonly changes: PartChanges;
}

/**
 * Screens a transmission: reads it, records that it was screened, then keeps what was read, sealed. One that
 * was screened before gets its first answer. Ended anywhere in between, the same sent again goes on from
 * there. Throws HubError.
 */
export async function screenTransmission(
  screening: Screening,
  bytes: Uint8Array,
  caller: Sender,
): Promise<Init<ScreenedTransmission>> {
  const { participant } = caller;
  const digest = createHash("sha256").update(bytes).digest();
  const first = await firstAnswer(screening, participant, digest);
  if (first) return first;
  const { wholes, ...read } = await readTransmission(bytes);
  const { parts } = read;
  if (parts.length + wholes.length === 0) {
    const changes = { participant, joined: [], waiting: [], screened: [] };
    return await screenRead(screening, caller, { ...read, digest, changes });
  }
  return await screening.partsInTurn.run(async () => {
    const sent = { ...caller, digest, at: screening.now(), parts, wholes };
    const { messages, changes } = await joinWaiting(screening, sent);
    // What waited came before: what comes later in the list counts.
    const all = [...messages, ...read.messages];
    return await screenRead(screening, caller, { ...read, digest, messages: all, changes });
  });
}

/** Screens what was read, and keeps it. Done again after a crash it goes on from there. */
export async function screenRead(
  screening: Screening,
  caller: Sender,
  read: Readable,
): Promise<Init<ScreenedTransmission>> {
  const { participant } = caller;
  const { messages, digest } = read;
  const at = screening.now();
  const profiles = screening.profiles.of(participant);
  const kept = {
    histories: asksFor("history", profiles)
      ? await historiesOf(screening, participant, messages, at)
      : new Map(),
    pushes: asksFor("changes", profiles)
      ? await earlierPushes(screening, participant, messages, at)
      : new Pushes(),
  };
  const rulebook = { lists: screening.lists.of(participant), profiles };
  const findings = await findingsOf(messages, rulebook, digest, kept);
  // Before the record: what cannot be held is not screened.
  const packed = await packMessages(messages);
  await record(screening, caller, at, read);
  for (;;) {
    try {
      const answer = await keep(screening, participant, { at, read, findings, packed });
      screening.sendSoon();
      return answer;
    } catch (error) {
      if (!(error instanceof FlagMoved)) throw error;
    }
  }
}

interface ReadAndMatched {
  /** Unix ms. */
  readonly at: number;
  readonly read: Readable;
  readonly findings: Findings;
  /** Its messages. */
  readonly packed: Uint8Array;
}

/** Keeps what was read and what was found, all or nothing; the answer. Throws FlagMoved. */
async function keep(
  screening: Screening,
  participant: string,
  { at, read, findings, packed }: ReadAndMatched,
): Promise<Init<ScreenedTransmission>> {
  const { digest, messages, issues, changes } = read;
  const trips = await tripChanges(screening, participant, { messages, digest, at });
  const flags = await flagChanges(screening, findings, trips);
  const answer = {
    digest,
    screenedAt: at,
    messages: messages.map((message, index) => ({
      ...answerOf(message),
      hits: flags.hits.filter((hit) => hit.message === index),
      unsaid:
        findings.unsaidOf.get(index)?.map((its) => ({ ...its, fields: [...its.fields] })) ?? [],
    })),
    issues: [...issues, ...repeatedParts(changes)].map(issueOf),
    waiting: waitingOf(changes, screening.lifetimes.waiting),
    withdrawn: flags.withdrawn.map(({ flag }) => flag),
  };
  const held = { participant, digest, at, answer, messages, packed };
  const sealed = await sealTransmission(screening, held);
  // The commit point: what comes after it finds the transmission screened.
  const isFirst = await screening.db.transaction().execute(async (transaction) => {
    if (!(await holdTransmission(transaction, sealed))) return false;
    await keepParts(transaction, changes);
    await keepTrips(transaction, trips);
    await keepFlags(transaction, flags);
    return true;
  });
  // Another call had the same bytes at the same time.
  return isFirst ? answer : ((await firstAnswer(screening, participant, digest)) ?? answer);
}

/**
 * Records that a transmission was screened, before anything of it is kept. The record has a subject of its
 * own: it is written once, however often the same is sent.
 */
async function record(
  { committer }: Screening,
  { participant, principal }: Sender,
  at: number,
  { digest, messages, parts }: Readable,
): Promise<void> {
  const kinds = [...messages, ...parts.map(({ message }) => message)].map(({ kind }) => kind);
  const screened = {
    participant,
    digest,
    kinds: [...new Set(kinds)].sort(),
    // What waits is counted with the transmission that makes it whole.
    messages: messages.length,
    travellers: messages.reduce((sum, { travellers }) => sum + travellers.length, 0),
  };
  const message = recordMessage(
    { at, participant, principal, facts: { screened } },
    { subject: subjects.screened(participant, digest), lastSequence: 0 },
  );
  await committer.commit([message], { sameAs: () => true });
}

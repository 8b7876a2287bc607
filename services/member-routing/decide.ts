import { Precedence, type Statement } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { invalidKey } from "@talanoa/sharing/routing/rules/invalid-key.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { holdersBy, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { sayingOf, sayings } from "@talanoa/sharing/statement/sayings.ts";
import { type Grant, grantOf, isSigned, wideningOf } from "./grant.ts";
import { type Around, heldBefore, referenceHolders } from "./holders.ts";
import { type ReadNotice, readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { type Routed, routedFurther, routedNotice } from "./routed-notice.ts";
import { ALREADY_HELD } from "./rule-sentences.ts";
import { readStatement, routedStatement, type StatedNotice } from "./routed-statement.ts";
import { safeRecordOf } from "./safe-record.ts";

/**
 * Decides on a notice or a statement where it stands, with the directory as of there; a statement that
 * shares a notice further brings a second decision, on the notice. `now` is Unix ms. Rejects only when
 * the broker does not answer.
 */
export async function decide(
  around: Around,
  message: StoredMessage,
  now: number,
): Promise<Routed[]> {
  if (message.subject.startsWith("notice.")) return [await decideNotice(around, message, now)];
  const grant = grantOf(message);
  return [
    await decideStatement(around, message, now),
    ...(grant ? [await decideGrant(around, grant, now)] : []),
  ];
}

async function decideNotice(
  around: Around,
  message: StoredMessage,
  routedAt: number,
): Promise<Routed> {
  const standing = standingNotice(message);
  const read = readNotice(standing);
  const directory = around.directory.at(message.sequence);
  const holders = await referenceHolders(around, read, message.sequence);
  return routedNotice(standing, read, { directory, holders, routedAt });
}

async function decideStatement(
  around: Around,
  message: StoredMessage,
  now: number,
): Promise<Routed> {
  const { subject, payload, storedAt, sequence } = message;
  const [, origin = "", id = ""] = subject.split(".");
  const standing = { origin, id, payload, storedAt, record: safeRecordOf(message) };
  const statement = readStatement(standing)?.statement ?? null;
  const stated = statement && (await statedNotice(around, statement, sequence));
  return routedStatement(standing, stated, around.directory.at(sequence), now);
}

/** What a statement is about; null when it has not been routed, and intake takes no statement about that. */
async function statedNotice(
  around: Around,
  statement: Statement,
  sequence: number,
): Promise<StatedNotice | null> {
  const { notice } = statement;
  const markers = notice ? await readMarkers(around.bus, notice) : [];
  const [first] = markers;
  if (!notice || !first) return null;
  const says = sayingOf(statement);
  const toHolders = says !== null && sayings[says].to === "holders";
  // What was granted just before may not have its marker yet, and its holder is told all the same.
  const held = toHolders ? await heldBefore(around, notice, sequence) : null;
  return { card: first.card, holders: held?.holders ?? holdersBy(markers) };
}

/** What a grant gives: the notice to the participant that it names, once. */
async function decideGrant(around: Around, grant: Grant, routedAt: number): Promise<Routed> {
  const { notice, sequence, granted } = grant;
  const directory = around.directory.at(sequence);
  const { standing, read } = await readGranted(around, grant);
  const held = await heldBefore(around, notice, sequence);
  const holds = held?.by.includes(granted.participant);
  return routedFurther(standing, read, {
    cause: grant.id,
    widening: wideningOf(grant),
    withheldBy: !isSigned(grant, directory) ? invalidKey.name : holds ? ALREADY_HELD : null,
    directory,
    holders: await referenceHolders(around, read, sequence),
    routedAt,
  });
}

/** The notice of a grant; an error where it is not, or is another than the one that was granted. */
async function readGranted(
  { bus }: Around,
  { notice, digest }: Grant,
): Promise<{ standing: StandingNotice; read: ReadNotice | Error }> {
  const subject = subjects.noticeAnyPrecedence(notice);
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  if (!message) {
    const nothing = { payload: new Uint8Array(), sequence: 0, storedAt: 0, accepted: null };
    const standing: StandingNotice = { ref: notice, precedence: Precedence.ROUTINE, ...nothing };
    return { standing, read: new Error("the notice is gone") };
  }
  const standing = standingNotice(message);
  const read = readNotice(standing);
  const isOther = !(read instanceof Error) && Buffer.compare(read.opened.digest, digest) !== 0;
  return { standing, read: isOther ? new Error("another notice was granted") : read };
}

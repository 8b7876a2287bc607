import {
  type NoticeRef,
  NoticeHeader,
  Precedence,
  Revision,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { type Marker, readAllMarkers, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { contentOf } from "@talanoa/sharing/lifecycle/life.ts";
import {
  type DecidedVersion,
  type Holding,
  holdersOfAny,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import { invalidKey } from "@talanoa/sharing/routing/rules/invalid-key.ts";
import { sayingOf, sayings } from "@talanoa/sharing/statement/sayings.ts";
import { type Grant, grantOf, isSigned, wideningOf } from "./grant.ts";
import {
  type Around,
  audienceOf,
  decidedBefore,
  holdingsBefore,
  holdsWhole,
  kept,
  Known,
  readersBefore,
  referenceHolders,
} from "./holders.ts";
import { type ReadNotice, readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { type Routed, routedFurther, routedNotice, routedToNobody } from "./routed-notice.ts";
import { readStatement, routedStatement, type StatedNotice } from "./routed-statement.ts";
import { ALREADY_HELD, ruleOf } from "./rule-sentences.ts";
import { safeRecordOf } from "./safe-record.ts";
import { withheldUnrouted } from "./withheld-unrouted.ts";

/**
 * Decides on a notice or a statement where it stands, with the directory as of there; a statement that
 * shares a notice further brings a second decision, on the notice. `now` is Unix ms. `known` is shared by
 * decisions that are made side by side. Rejects only when the broker does not answer.
 */
export async function decide(
  around: Around,
  message: StoredMessage,
  now: number,
  known: KnownNotices = new Map(),
): Promise<Routed[]> {
  if (message.subject.startsWith("notice.")) {
    return [await decideNotice(around, message, now, known)];
  }
  const grant = grantOf(message);
  return [
    await decideStatement(around, message, now),
    ...(grant ? [await decideGrant(around, grant, now)] : []),
  ];
}

/** What was found out and decided of notices, by their names, while decisions are made side by side. */
export type KnownNotices = Map<string, KnownNotice>;

class KnownNotice extends Known {
  /** By version. */
  readonly routed = new Map<number, Promise<Routed>>();
}

function knownOf(all: KnownNotices, { origin, id }: NoticeRef): KnownNotice {
  const name = `${origin}/${id}`;
  const known = all.get(name) ?? new KnownNotice();
  all.set(name, known);
  return known;
}

function decideNotice(
  around: Around,
  message: StoredMessage,
  now: number,
  all: KnownNotices,
): Promise<Routed> {
  const standing = standingNotice(message);
  const { ref } = standing;
  return kept(knownOf(all, ref).routed, ref.version, () =>
    ref.version === 1
      ? decideVersion(around, standing, now)
      : decideLaterVersion(around, standing, now, all),
  );
}

/** What a later version is decided with besides. */
interface Later {
  readonly known?: Known;
  /** Of a correction. */
  readonly earlierReaders?: ReadonlyMap<string, Holding> | undefined;
}

async function decideVersion(
  around: Around,
  standing: StandingNotice,
  routedAt: number,
  { known, earlierReaders }: Later = {},
): Promise<Routed> {
  const read = readNotice(standing);
  const directory = around.directory.at(standing.sequence);
  const holders = await referenceHolders(around, read, standing.sequence);
  return routedNotice(standing, read, {
    directory,
    holders,
    routedAt,
    ...(!(read instanceof Error) && { audience: await audienceOf(around, standing, read, known) }),
    ...(earlierReaders && { earlierReaders }),
  });
}

/**
 * A later version goes after the one before, also when that is less pressing: a correction to those who
 * hold it. Nobody gets a version of a notice that has ended meanwhile.
 */
async function decideLaterVersion(
  around: Around,
  standing: StandingNotice,
  now: number,
  all: KnownNotices,
): Promise<Routed> {
  const { bus } = around;
  const { ref, payload } = standing;
  const { life } = await readStandingLife(bus, ref);
  if (contentOf(life, ref.version) === "gone") {
    return routedToNobody(standing, ruleOf(life), around.directory.at(standing.sequence), now);
  }
  const before = await notYetRouted(around, { ...ref, version: ref.version - 1 }, now, all);
  const known = knownOf(all, ref);
  const isCorrection = revisionOf(payload) === Revision.CORRECTION;
  const earlierReaders = isCorrection ? await readersBefore(around, standing, known) : undefined;
  const routed = await decideVersion(around, standing, now, { known, earlierReaders });
  return before ? { ...routed, before: [before] } : routed;
}

/** The decision on a version, when it does not stand yet. */
async function notYetRouted(
  around: Around,
  ref: NoticeRef,
  now: number,
  all: KnownNotices,
): Promise<Routed | null> {
  if ((await readMarkers(around.bus, ref)).length > 0) return null;
  const subject = subjects.noticeAnyPrecedence(ref);
  const message = await readMessage(around.bus, EXCHANGE, { last_by_subj: subject });
  // The intake takes none without the one before.
  return message ? decideNotice(around, message, now, all) : null;
}

async function decideStatement(
  around: Around,
  message: StoredMessage,
  now: number,
): Promise<Routed> {
  const { subject, payload, storedAt, sequence } = message;
  const [, origin = "", id = ""] = subject.split(".");
  const standing = { origin, id, payload, storedAt, record: safeRecordOf(message) };
  const directory = around.directory.at(sequence);
  const statement = readStatement(standing)?.statement;
  const notice = statement?.notice;
  if (!notice) return routedStatement(standing, null, directory, now);
  const says = sayingOf(statement);
  const toHolders = says !== null && sayings[says].to === "holders";
  const markers = toHolders
    ? await readAllMarkers(around.bus, notice)
    : await readMarkers(around.bus, notice);
  // What was granted just before may not have its marker yet, and its holder is told all the same.
  const versions = [...new Set(markers.map(({ version }) => version))];
  const before = toHolders ? await decidedBefore(around, notice, versions, sequence) : [];
  const routed = routedStatement(standing, aboutOf(markers, before, notice), directory, now);
  if (!statement.recalled) return routed;
  // Nothing is given after the marker of a recall: who holds a copy by then is who has to destroy one.
  const { life } = await readStandingLife(around.bus, notice);
  const ended = { life, end: sequence, markers, now };
  return { ...routed, before: await withheldUnrouted(around, notice, ended) };
}

/** What a statement is about; null when it has not been routed, and intake takes no statement about that. */
function aboutOf(
  markers: readonly Marker[],
  before: readonly DecidedVersion[],
  { version }: NoticeRef,
): StatedNotice | null {
  const of = markers.filter((marker) => marker.version === version);
  const [first] = of;
  if (!first) return null;
  return {
    card: first.card,
    holders: holdersOfAny(of),
    anyHolders: holdersOfAny([...markers, ...before]),
  };
}

/** What a version is to the one before; null when it cannot be read: then nobody gets it. */
function revisionOf(payload: Uint8Array): Revision | null {
  try {
    return NoticeHeader.decode(SealedNotice.decode(payload).header).revision;
  } catch {
    return null;
  }
}

/** What a grant gives: the notice to the participant that it names, once. */
async function decideGrant(around: Around, grant: Grant, routedAt: number): Promise<Routed> {
  const { notice, sequence, granted } = grant;
  const directory = around.directory.at(sequence);
  const { standing, read } = await readGranted(around, grant);
  const { life } = await readStandingLife(around.bus, notice);
  const held = await holdingsBefore(around, notice, sequence);
  return routedFurther(standing, read, {
    cause: grant.id,
    widening: wideningOf(grant),
    withheldBy: !isSigned(grant, directory)
      ? invalidKey.name
      : contentOf(life, notice.version) === "gone"
        ? ruleOf(life)
        : holdsWhole(held.get(granted.participant))
          ? ALREADY_HELD
          : null,
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

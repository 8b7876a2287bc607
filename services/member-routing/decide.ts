import {
  type NoticeRef,
  Ending,
  NoticeHeader,
  Record,
  Revision,
  SealedNotice,
  type Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, precedences, subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import {
  decisionFor,
  type Marker,
  readFirstMarker,
  readMarkers,
} from "@talanoa/platform/bus/markers.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { contentOf, type Life } from "@talanoa/sharing/lifecycle/life.ts";
import {
  type DecidedVersion,
  holdersOf,
  holdersOfAny,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import { type Routed, routedNotice, routedToNobody, type StandingNotice } from "./routed-notice.ts";
import { sayingOf, sayings, toldOf } from "@talanoa/sharing/statement/sayings.ts";
import { readStatement, routedStatement, type StatedNotice } from "./routed-statement.ts";
import { EXPIRED, RECALLED } from "./rule-sentences.ts";

/** What a decision is made with. */
export interface Deciding {
  readonly bus: Bus;
  /** It has seen all up to what is decided. */
  readonly directory: Pick<DirectoryFollower, "at">;
}

/**
 * Decides on a notice or a statement where it stands, with the directory as of there. `now` is Unix
 * ms. Rejects only when the broker does not answer.
 */
export async function decide(
  deciding: Deciding,
  message: StoredMessage,
  now: number,
): Promise<Routed> {
  if (!message.subject.startsWith("notice.")) return decideStatement(deciding, message, now);
  const standing = standingNotice(message);
  const directory = deciding.directory.at(message.sequence);
  if (standing.ref.version === 1) return routedNotice(standing, directory, now);
  return decideLaterVersion(deciding, message, standing, now);
}

/**
 * A later version goes after the one before, also when that is less pressing: a correction to those who
 * hold it. Nobody gets a version of a notice that has ended meanwhile.
 */
async function decideLaterVersion(
  deciding: Deciding,
  { sequence, payload }: StoredMessage,
  standing: StandingNotice,
  now: number,
): Promise<Routed> {
  const { bus } = deciding;
  const { ref } = standing;
  const directory = deciding.directory.at(sequence);
  const { life } = await readStandingLife(bus, ref);
  if (contentOf(life, ref.version) === "gone") {
    return routedToNobody(standing, ruleOf(life), directory, now);
  }
  const markers = await markersBefore(bus, ref, sequence);
  const before = await notYetRouted(deciding, ref, markers, now);
  const decided: DecidedVersion[] = [...markers, ...(before ? decidedBy(before) : [])];
  const isCorrection = revisionOf(payload) === Revision.CORRECTION;
  const earlierReaders = isCorrection ? holdersOf(decided, ref.version - 1) : undefined;
  const routed = routedNotice(
    { ...standing, ...(earlierReaders && { earlierReaders }) },
    directory,
    now,
  );
  return before ? { ...routed, before: [before] } : routed;
}

/**
 * The markers of the versions before one, as far as what made them stood before it in the stream: what
 * was granted later must not change what is decided here.
 */
async function markersBefore(bus: Bus, ref: NoticeRef, sequence: number): Promise<Marker[]> {
  const before: Marker[] = [];
  for (const marker of await readMarkers(bus, ref)) {
    if (marker.version >= ref.version) continue;
    if (marker.cause !== "first") {
      const subject = subjects.statement(ref.origin, marker.cause);
      const statement = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
      if (!statement || statement.sequence > sequence) continue;
    }
    before.push(marker);
  }
  return before;
}

/** The decision on the version before, when it does not stand yet. */
async function notYetRouted(
  deciding: Deciding,
  ref: NoticeRef,
  markers: readonly Marker[],
  now: number,
): Promise<Routed | null> {
  const version = ref.version - 1;
  if (markers.some((marker) => marker.version === version)) return null;
  const subject = subjects.noticeAnyPrecedence({ ...ref, version });
  const message = await readMessage(deciding.bus, EXCHANGE, { last_by_subj: subject });
  // The intake takes none without the one before.
  return message ? decide(deciding, message, now) : null;
}

/** What a decision that does not stand yet says, with those before it. */
function decidedBy({ record, before = [] }: Routed): DecidedVersion[] {
  const routed = record.facts?.routed;
  const decisions = (routed?.decisions ?? []).map((its) => ({
    participant: its.participant ?? "",
    deliver: its.deliver ?? false,
    rule: its.rule ?? "",
    officers: its.officers ?? [],
  }));
  return [{ version: routed?.notice?.version ?? 0, decisions }, ...before.flatMap(decidedBy)];
}

/** Markers that give nobody anything, for each version of a notice that has ended and was not routed. */
export async function withheldVersions(
  deciding: Deciding,
  life: Life,
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  markers: readonly Marker[],
  now: number,
): Promise<Routed[]> {
  const routed = new Set(markers.map(({ version }) => version));
  const withheld: Routed[] = [];
  for (let version = 1; version <= life.newest; version++) {
    if (routed.has(version)) continue;
    const subject = subjects.noticeAnyPrecedence({ origin, id, version });
    const message = await readMessage(deciding.bus, EXCHANGE, { last_by_subj: subject });
    if (!message) continue;
    const directory = deciding.directory.at(message.sequence);
    withheld.push(routedToNobody(standingNotice(message), ruleOf(life), directory, now));
  }
  return withheld;
}

async function decideStatement(
  deciding: Deciding,
  message: StoredMessage,
  now: number,
): Promise<Routed> {
  const { subject, payload, storedAt, sequence } = message;
  const [, origin = "", id = ""] = subject.split(".");
  const standing = { origin, id, payload, storedAt, record: recordOf(message) };
  const directory = deciding.directory.at(sequence);
  const statement = readStatement(standing)?.statement;
  const notice = statement?.notice;
  if (!notice) return routedStatement(standing, null, directory, now);
  const markers = await markersFor(deciding.bus, statement, notice);
  const routed = routedStatement(standing, aboutOf(markers, notice), directory, now);
  if (!statement.recalled) return routed;
  const { life } = await readStandingLife(deciding.bus, notice);
  const before = await withheldVersions(deciding, life, notice, markers, now);
  return { ...routed, before };
}

/** The markers that tell who is a party to a statement: the first of its version alone, when that tells of all. */
async function markersFor(
  bus: Bus,
  statement: Statement,
  notice: NoticeRef,
): Promise<readonly Marker[]> {
  const says = sayingOf(statement);
  const first = await readFirstMarker(bus, notice);
  if (says && sayings[says].to !== "holders" && first) {
    const parties = [statement.origin, ...toldOf(statement, says, [])];
    const isKnown = (party: string) => party === notice.origin || decisionFor(first, party);
    if (parties.every(isKnown)) return [first];
  }
  return readMarkers(bus, notice);
}

/** What the markers of a notice say of it and of who holds it, or any version of it. */
function aboutOf(markers: readonly Marker[], { version }: NoticeRef): StatedNotice | null {
  const of = markers.filter((marker) => marker.version === version);
  const [first] = of;
  if (!first) return null;
  return { card: first.card, holders: holdersOfAny(of), anyHolders: holdersOfAny(markers) };
}

function standingNotice(message: StoredMessage): StandingNotice {
  const { subject, payload, storedAt } = message;
  const [, word, origin = "", id = "", version] = subject.split(".");
  const precedence = precedences.find((each) => precedenceWords[each] === word)!;
  const ref = { origin, id, version: Number(version) };
  return { ref, precedence, payload, storedAt, accepted: recordOf(message) };
}

/** What a version is to the one before; null when it cannot be read: then nobody gets it. */
function revisionOf(payload: Uint8Array): Revision | null {
  try {
    return NoticeHeader.decode(SealedNotice.decode(payload).header).revision;
  } catch {
    return null;
  }
}

function ruleOf({ ending }: Life): string {
  return ending === Ending.EXPIRED ? EXPIRED : RECALLED;
}

/** The record that a message carries; null when it cannot be read. */
export function recordOf(message: StoredMessage): Record | null {
  try {
    return Record.decode(Buffer.from(message.header(RECORD_HEADER) ?? "", "base64"));
  } catch {
    return null;
  }
}

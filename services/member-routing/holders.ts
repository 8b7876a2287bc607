import {
  type Audience,
  ConsentAnswer,
  type NoticeRef,
  type Reference,
  Revision,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { allJoinings, type Joining } from "@talanoa/sharing/directory/operations.ts";
import { type Addressed, standingAudience } from "@talanoa/sharing/routing/correction.ts";
import {
  type DecidedVersion,
  type Holding,
  holdersOf,
  holdersOfAny,
  type VersionDecision,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import { type ParticipantDecision, route } from "@talanoa/sharing/routing/route.ts";
import type { RoutedNotice } from "@talanoa/sharing/routing/rule.ts";
import { grantOf, isSigned, wideningOf } from "./grant.ts";
import { type ReadNotice, readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { decidedUpon, decisionsOn, type Holders } from "./routed-notice.ts";

/** What a decision may look up besides the message that it is about. */
export interface Around {
  readonly bus: Bus;
  readonly directory: Pick<DirectoryFollower, "at" | "versions">;
  /** Where the directory is another than stood: what was decided by that one does not count, and is decided anew. */
  readonly anew?: true;
}

/** Who holds what the references of a notice name, as of the notice's place in the stream. */
export async function referenceHolders(
  around: Around,
  read: ReadNotice | Error,
  sequence: number,
): Promise<Holders> {
  if (read instanceof Error) return new Map();
  const references = read.opened.sections.filter(({ type }) => type === SectionType.REFERENCE);
  const found = await Promise.all(
    references.map(async ({ place, body }) => {
      const { notice, digest } = body as Reference;
      const held = notice && (await heldBefore(around, notice, sequence));
      const isMeant = held && (digest.length === 0 || Buffer.compare(digest, held.digest) === 0);
      return [place, new Set(isMeant ? held.by : [])] as const;
    }),
  );
  return new Map(found);
}

/** Who holds a version of a notice. */
interface Held {
  /** SHA-256 of the header. */
  readonly digest: Uint8Array;
  /** By what they hold it; those too that have or will have no copy. */
  readonly decisions: readonly VersionDecision[];
  /** The participants that hold it as a whole. */
  readonly by: readonly string[];
}

/**
 * Who holds a notice before a place in the stream; null when it does not stand there. What only named
 * officers of a participant may see, the participant does not hold. The answer is the same whoever asks
 * and whenever: what is not routed yet is decided here as it will be.
 */
export function heldBefore(
  around: Around,
  notice: NoticeRef,
  sequence: number,
  known = new Known(),
): Promise<Held | null> {
  return kept(known.held, `${notice.version} ${sequence}`, () =>
    findHeld(around, notice, sequence, known),
  );
}

/**
 * What was found out of the versions of one notice: of many corrections that are not routed, each asks for all before
 * it. Nothing of it changes but by what ends the notice.
 */
export class Known {
  /** As they stand, by version. */
  readonly versions: Map<number, Promise<Version | null>>;
  /** By version: the decisions of its first routing. */
  readonly first: Map<number, Promise<readonly VersionDecision[]>>;
  /** By version and place in the stream. */
  readonly held = new Map<string, Promise<Held | null>>();

  constructor(versions: Known["versions"] = new Map(), first: Known["first"] = new Map()) {
    this.versions = versions;
    this.first = first;
  }
}

/** A version where it stands, opened. */
interface Version {
  readonly standing: StandingNotice;
  readonly read: ReadNotice | Error;
}

/** What stands under a key, or what is made and kept there; a failure is not kept. */
export function kept<Key, T>(
  all: Map<Key, Promise<T>>,
  key: Key,
  make: () => Promise<T>,
): Promise<T> {
  const found = all.get(key);
  if (found) return found;
  const made = make();
  all.set(key, made);
  made.catch(() => all.delete(key));
  return made;
}

/** Null when there is none: it never was, or its notice has ended. */
function versionOf({ bus }: Pick<Around, "bus">, ref: NoticeRef, known: Known) {
  return kept(known.versions, ref.version, async () => {
    const subject = subjects.noticeAnyPrecedence(ref);
    const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    if (!message) return null;
    const standing = standingNotice(message);
    return { standing, read: readNotice(standing) };
  });
}

async function findHeld(
  around: Around,
  notice: NoticeRef,
  sequence: number,
  known: Known,
): Promise<Held | null> {
  const version = await versionOf(around, notice, known);
  if (!version || version.standing.sequence >= sequence) return null;
  const { standing, read } = version;
  if (read instanceof Error) return null;
  const decisions = [
    ...(await firstDecisions(around, standing, read, known)),
    ...(await grantedDecisions(around, standing, read, sequence)),
    ...(await joinedDecisions(around, { standing, read, before: sequence }, known)),
  ];
  const holders = holdersOfAny([{ version: notice.version, decisions }]);
  const by = [...holders].flatMap(([participant, { length }]) => (length === 0 ? participant : []));
  return { digest: read.opened.digest, decisions, by };
}

function firstDecisions(
  around: Around,
  standing: StandingNotice,
  read: ReadNotice,
  known: Known,
): Promise<readonly VersionDecision[]> {
  return kept(known.first, standing.ref.version, async () => {
    const { bus, anew } = around;
    const [first] = anew ? [] : await readMarkers(bus, standing.ref);
    if (first) return first.decisions;
    // Another lane is slower: it will decide the same, for it decides by the same place and directory.
    return decidedFirst(around, standing, read, { holders: new Map(), known });
  });
}

/** The decisions of the first routing of a version, by what stands before it. */
export async function decidedFirst(
  around: Around,
  standing: StandingNotice,
  read: ReadNotice,
  given: GivenFirst,
): Promise<ParticipantDecision[]> {
  const upon = await decidedFirstUpon(around, standing, read, given);
  return route(upon, around.directory.at(standing.sequence));
}

interface GivenFirst {
  readonly holders: Holders;
  readonly known: Known;
}

/** What the first routing of a version is decided upon. */
export async function decidedFirstUpon(
  around: Around,
  standing: StandingNotice,
  read: ReadNotice,
  { holders, known }: GivenFirst,
): Promise<RoutedNotice> {
  const earlierReaders = isCorrection(read) ? await readersBefore(around, standing, known) : null;
  return decidedUpon(standing, read, {
    audience: await audienceOf(around, standing, read, known),
    holders,
    ...(earlierReaders && { earlierReaders }),
  });
}

/**
 * Who holds the version before, by what stood before this one in the stream: what was granted later does
 * not change what is decided here, and what was granted before counts without its marker.
 */
export function readersBefore(
  around: Around,
  { ref, sequence }: Pick<StandingNotice, "ref" | "sequence">,
  known?: Known,
): Promise<ReadonlyMap<string, Holding>> {
  return holdingsBefore(around, { ...ref, version: ref.version - 1 }, sequence, known);
}

/** How each participant holds a version before a place in the stream. */
export async function holdingsBefore(
  around: Around,
  notice: NoticeRef,
  sequence: number,
  known?: Known,
): Promise<ReadonlyMap<string, Holding>> {
  const versions = Array.from({ length: notice.version }, (_, i) => i + 1);
  return holdersOf(await decidedBefore(around, notice, versions, sequence, known), notice.version);
}

/** What was decided on versions before a place in the stream, of first routings and of what widened them. */
export async function decidedBefore(
  around: Around,
  notice: NoticeRef,
  versions: readonly number[],
  sequence: number,
  known = new Known(),
): Promise<DecidedVersion[]> {
  const held = await Promise.all(
    versions.map((version) => heldBefore(around, { ...notice, version }, sequence, known)),
  );
  return versions.map((version, i) => ({ version, decisions: held[i]?.decisions ?? [] }));
}

/** Whether a participant as a whole holds all of a version that the rules let it have. */
export function holdsWhole(held: Holding | undefined): boolean {
  return held !== undefined && held.officers.length === 0 && !held.granted;
}

/** What the originator's consent has given, or will give. */
async function grantedDecisions(
  { bus, directory }: Around,
  standing: StandingNotice,
  read: ReadNotice,
  before: number,
): Promise<VersionDecision[]> {
  const decisions: VersionDecision[] = [];
  const filter = subjects.consentAnswers(standing.ref);
  for (let from = standing.sequence; ;) {
    const found = await readMessage(bus, EXCHANGE, { seq: from, next_by_subj: filter });
    if (!found || found.sequence >= before) return decisions;
    from = found.sequence + 1;
    const { statement, granted } = ConsentAnswer.decode(found.payload);
    if (!granted) continue;
    const subject = subjects.statement(standing.ref.origin, statement);
    const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    const grant = message && grantOf(message);
    if (!grant) continue;
    const as = directory.at(grant.sequence);
    if (!isSigned(grant, as)) continue;
    const deciding = { directory: as, holders: new Map(), widening: wideningOf(grant) };
    const { sections } = grant.granted;
    const limit = sections.length > 0 && { granted: sections };
    decisions.push(...decisionsOn(standing, read, deciding).map((its) => ({ ...its, ...limit })));
  }
}

/** What joinings of the operations that the notice is addressed to have given, or will give. */
async function joinedDecisions(
  around: Around,
  { standing, read, before }: { standing: StandingNotice; read: ReadNotice; before: number },
  known: Known,
): Promise<VersionDecision[]> {
  const audience = await audienceOf(around, standing, read, known);
  return joiningsAfter(around, standing, audience)
    .filter(({ sequence }) => sequence < before)
    .flatMap(({ operation, participant, sequence, storedAt }) =>
      decisionsOn(standing, read, {
        directory: around.directory.at(sequence),
        audience,
        holders: new Map(),
        widening: { by: "joining", operation, participant, at: storedAt },
      }),
    );
}

/** The joinings after a version by which participants may see it, in the order in which each operation had them. */
export function joiningsAfter(
  { directory }: Pick<Around, "directory">,
  standing: Pick<StandingNotice, "sequence">,
  { operations }: Audience,
): Joining[] {
  return operations
    .flatMap((id) => allJoinings(directory.versions("operation", id)))
    .filter(({ sequence }) => sequence > standing.sequence);
}

/** The cause of the marker by which a joining gives a version. */
export function joinedCause({ operation, participant }: Joining): string {
  return `joined-${operation}-${participant}`;
}

/** The audience by which a version goes. What a correction names widens nothing: it has that of what it corrects. */
export function audienceOf(
  around: Pick<Around, "bus">,
  { ref }: Pick<StandingNotice, "ref">,
  read: ReadNotice,
  known = new Known(),
): Promise<Audience> {
  return standingAudience(ref.version, addressed(read), async (version) => {
    const before = (await versionOf(around, { ...ref, version }, known))?.read;
    // The notice has ended meanwhile.
    return !before || before instanceof Error ? null : addressed(before);
  });
}

function addressed({ opened, audience }: ReadNotice): Addressed {
  return { revision: opened.header.revision, audience };
}

function isCorrection({ opened }: ReadNotice): boolean {
  return opened.header.revision === Revision.CORRECTION;
}

import {
  ConsentAnswer,
  type NoticeRef,
  type Reference,
  Revision,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readAllMarkers, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { allJoinings } from "@talanoa/sharing/directory/operations.ts";
import {
  type Holding,
  holdersOf,
  holdersOfAny,
  type VersionDecision,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import { grantOf, isSigned, wideningOf } from "./grant.ts";
import { type ReadNotice, readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { decisionsOn, type Holders } from "./routed-notice.ts";

/** What a decision may look up besides the message that it is about. */
export interface Around {
  readonly bus: Bus;
  readonly directory: DirectoryFollower;
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
  readonly decisions: readonly Decision[];
  /** The participants that hold it as a whole. */
  readonly by: readonly string[];
}

/**
 * Who holds a notice before a place in the stream; null when it does not stand there. What only named
 * officers of a participant may see, the participant does not hold. The answer is the same whoever asks
 * and whenever: what is not routed yet is decided here as it will be.
 */
export async function heldBefore(
  around: Around,
  notice: NoticeRef,
  sequence: number,
): Promise<Held | null> {
  const { bus } = around;
  const subject = subjects.noticeAnyPrecedence(notice);
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  if (!message || message.sequence >= sequence) return null;
  const standing = standingNotice(message);
  const read = readNotice(standing);
  if (read instanceof Error) return null;
  const decisions = [
    ...(await firstDecisions(around, standing, read)),
    ...(await grantedDecisions(around, standing, read, sequence)),
    ...joinedDecisions(around, standing, read, sequence),
  ];
  const holders = holdersOfAny([{ version: notice.version, decisions }]);
  const by = [...holders].flatMap(([participant, { length }]) => (length === 0 ? participant : []));
  return { digest: read.opened.digest, decisions, by };
}

async function firstDecisions(
  around: Around,
  standing: StandingNotice,
  read: ReadNotice,
): Promise<readonly Decision[]> {
  const { bus, directory } = around;
  const [first] = await readMarkers(bus, standing.ref);
  if (first) return first.decisions;
  // Another lane is slower: it will decide the same, for it decides by the same place and directory.
  const earlierReaders = await earlierReadersOf(around, standing, read);
  return decisionsOn(standing, read, {
    directory: directory.at(standing.sequence),
    holders: new Map(),
    ...(earlierReaders && { earlierReaders }),
  });
}

/** Of a correction: who holds the version before, or will; null for what goes by its own audience. */
async function earlierReadersOf(
  around: Around,
  { ref }: StandingNotice,
  { opened }: ReadNotice,
): Promise<ReadonlyMap<string, Holding> | null> {
  if (opened.header.revision !== Revision.CORRECTION) return null;
  const { bus } = around;
  const version = ref.version - 1;
  const markers = await readAllMarkers(bus, ref);
  if (markers.some((marker) => marker.version === version)) return holdersOf(markers, version);
  const subject = subjects.noticeAnyPrecedence({ ...ref, version });
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  const standing = message && standingNotice(message);
  const before = standing ? readNotice(standing) : null;
  if (!standing || !before || before instanceof Error) return new Map();
  const decisions = await firstDecisions(around, standing, before);
  return holdersOf([...markers, { version, decisions }], version);
}

/** What the originator's consent has given, or will give. */
async function grantedDecisions(
  { bus, directory }: Around,
  standing: StandingNotice,
  read: ReadNotice,
  before: number,
): Promise<Decision[]> {
  const decisions: Decision[] = [];
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
function joinedDecisions(
  { directory }: Around,
  standing: StandingNotice,
  read: ReadNotice,
  before: number,
): Decision[] {
  const joinings = read.audience.operations
    .flatMap((id) => allJoinings(directory.versions("operation", id)))
    .filter(({ sequence }) => sequence > standing.sequence && sequence < before);
  return joinings.flatMap(({ operation, participant, sequence, storedAt }) =>
    decisionsOn(standing, read, {
      directory: directory.at(sequence),
      holders: new Map(),
      widening: { by: "joining", operation, participant, at: storedAt },
    }),
  );
}

type Decision = VersionDecision;

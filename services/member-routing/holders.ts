import {
  type NoticeRef,
  type Reference,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { holdersBy, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { type ReadNotice, readNotice, standingNotice } from "./read-notice.ts";
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

/** A version of a notice, and the participants that hold it as a whole. */
interface Held {
  /** SHA-256 of the header. */
  readonly digest: Uint8Array;
  readonly by: readonly string[];
}

/**
 * Who holds a notice before a place in the stream; null when it does not stand there. What only named
 * officers of a participant may see, the participant does not hold.
 */
async function heldBefore(
  around: Around,
  notice: NoticeRef,
  sequence: number,
): Promise<Held | null> {
  const { bus, directory } = around;
  const subject = subjects.noticeAnyPrecedence(notice);
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  if (!message || message.sequence >= sequence) return null;
  const [first] = await readMarkers(bus, notice);
  if (first) return { digest: first.digest, by: wholly(holdersBy([first])) };
  // Another lane is slower: it will decide the same, for it decides by the same place and directory.
  const standing = standingNotice(message);
  const read = readNotice(standing);
  if (read instanceof Error) return null;
  const deciding = { directory: directory.at(message.sequence), holders: new Map() };
  const decisions = decisionsOn(standing, read, deciding);
  const by = decisions.filter(({ deliver, officers }) => deliver && officers.length === 0);
  return { digest: read.opened.digest, by: by.map(({ participant }) => participant) };
}

function wholly(holders: ReadonlyMap<string, readonly string[]>): string[] {
  return [...holders].flatMap(([participant, officers]) =>
    officers.length === 0 ? participant : [],
  );
}

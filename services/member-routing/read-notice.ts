import {
  type Audience,
  type NoticeRef,
  type Record,
  type Routing,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind, type KnownKind } from "@talanoa/contract/kinds.ts";
import { type KnownPrecedence, precedences } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { type SectionPlace, sectionPlaces } from "@talanoa/sharing/notice/section-places.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import { safeRecordOf } from "./safe-record.ts";

/** A notice where it stands in the stream. */
export interface StandingNotice {
  readonly ref: NoticeRef;
  readonly precedence: KnownPrecedence;
  /** A SealedNotice less the sections that are stored apart. */
  readonly payload: Uint8Array;
  /** Its place in the stream. */
  readonly sequence: number;
  /** When the stream stored it, Unix ms: the time by which it is decided. */
  readonly storedAt: number;
  /** The record accepted; null when it cannot be read. */
  readonly accepted: Record | null;
}

/** A standing notice, opened as far as a decision needs. */
export interface ReadNotice {
  readonly sealed: SealedNotice;
  readonly opened: OpenedNotice;
  readonly kind: KnownKind;
  readonly routing: Routing;
  readonly audience: Audience;
  /** All sections, those too that are stored apart. */
  readonly sections: readonly SectionPlace[];
}

/** What a message of `notice.>` holds. */
export function standingNotice(message: StoredMessage): StandingNotice {
  const { subject, payload, sequence, storedAt } = message;
  const [, word, origin = "", id = "", version] = subject.split(".");
  const precedence = precedences.find((each) => precedenceWords[each] === word)!;
  const ref = { origin, id, version: Number(version) };
  return { ref, precedence, payload, sequence, storedAt, accepted: safeRecordOf(message) };
}

/** Opens a standing notice; the error for one that nobody may get because it cannot be read. */
export function readNotice(standing: StandingNotice): ReadNotice | Error {
  try {
    return opened(standing);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function opened({ ref, payload }: StandingNotice): ReadNotice {
  const sealed = SealedNotice.decode(payload);
  const opened = openNotice(sealed);
  const { header, routing } = opened;
  if (header.origin !== ref.origin || header.id !== ref.id || header.version !== ref.version)
    throw new Error("the header names another notice than the subject");
  if (!routing?.audience) throw new Error("no routing section with an audience");
  if (!isKnownKind(header.kind)) throw new Error(`kind ${header.kind} is not known`);
  const sections = sectionPlaces(opened);
  // Intake saw to it; a section that is not listed as what it is would pass the rules unseen.
  const listed = new Map<number, SectionPlace>(sections.map((each) => [each.place, each]));
  for (const { place, type, category } of opened.sections) {
    const its = listed.get(place);
    if (its?.category !== category || its.type !== type || isStoredApart(category))
      throw new Error(`the section at place ${place} is not where it should be`);
  }
  const { audience } = routing;
  return { sealed, opened, kind: header.kind, routing, audience, sections };
}

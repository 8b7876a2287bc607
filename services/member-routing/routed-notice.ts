import {
  type Card,
  type NoticeRef,
  type ParticipantDecision as RecordedDecision,
  type Record,
  RoutedMarker,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { cardOf } from "@talanoa/sharing/feed/card.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { sectionPlaces } from "@talanoa/sharing/notice/section-places.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import type { Holding } from "@talanoa/sharing/routing/earlier-readers.ts";
import { type ParticipantDecision, route } from "@talanoa/sharing/routing/route.ts";
import { copiesOf, type FeedMessage } from "./copies.ts";
import { UNREADABLE } from "./rule-sentences.ts";

/** A notice where it stands in the stream. */
export interface StandingNotice {
  readonly ref: NoticeRef;
  readonly precedence: KnownPrecedence;
  /** A SealedNotice less the sections that are stored apart. */
  readonly payload: Uint8Array;
  /** When the stream stored it, Unix ms: the time by which it is decided. */
  readonly storedAt: number;
  /** The record accepted; null when it cannot be read. */
  readonly accepted: Record | null;
  /** Of a correction: who holds the version before. */
  readonly earlierReaders?: ReadonlyMap<string, Holding>;
}

/** What routing says of one notice or statement: the marker, and the copies that stand right after it. */
export interface Routed {
  readonly markerSubject: string;
  /** A RoutedMarker. */
  readonly marker: Uint8Array;
  readonly record: Omit<Init<Record>, "nonce">;
  readonly copies: readonly FeedMessage[];
  /** What is to stand before this one does: it was decided on the strength of these. */
  readonly before?: readonly Routed[];
  /** Why the thing could not be read; then nobody gets it. */
  readonly unreadable?: unknown;
}

/** Decides on a notice with the directory as of its place in the stream. Never throws for bad bytes. */
export function routedNotice(
  standing: StandingNotice,
  directory: Directory,
  routedAt: number,
): Routed {
  let decided: Decided;
  try {
    decided = decide(standing, directory, routedAt);
  } catch (cause) {
    decided = { ...withheldFromAll(standing, directory, UNREADABLE), unreadable: cause };
  }
  return routedAs(decided, standing, directory, routedAt);
}

/** A notice that nobody gets, by a rule that is none of its own: it has ended. */
export function routedToNobody(
  standing: StandingNotice,
  rule: string,
  directory: Directory,
  routedAt: number,
): Routed {
  return routedAs(withheldFromAll(standing, directory, rule), standing, directory, routedAt);
}

function routedAs(
  decided: Decided,
  { ref }: StandingNotice,
  directory: Directory,
  routedAt: number,
): Routed {
  const { card, digest, decisions, copies, exercise, unreadable } = decided;
  return {
    markerSubject: subjects.routed(ref, "first"),
    marker: RoutedMarker.encode({
      card,
      recipients: copies.map(({ participant }) => participant),
      digest,
    }),
    record: {
      at: routedAt,
      exercise,
      facts: {
        routed: {
          notice: ref,
          digest,
          cause: "first",
          decisions: decisions.map(recorded),
          directorySequence: directory.sequence,
        },
      },
    },
    copies,
    ...(unreadable !== undefined && { unreadable }),
  };
}

/** A decision as a record holds it. */
export function recorded({
  participant,
  deliver,
  rule,
  withheld,
  officers,
}: ParticipantDecision): Init<RecordedDecision> {
  return { participant, deliver, rule, withheld: [...withheld], officers: [...officers] };
}

interface Decided {
  readonly card: Init<Card>;
  readonly digest: Uint8Array;
  readonly exercise: boolean;
  readonly decisions: readonly ParticipantDecision[];
  readonly copies: readonly FeedMessage[];
  readonly unreadable?: unknown;
}

function decide(standing: StandingNotice, directory: Directory, routedAt: number): Decided {
  const { ref, precedence, payload, storedAt, accepted, earlierReaders } = standing;
  const sealed = SealedNotice.decode(payload);
  const opened = openNotice(sealed);
  const { header, routing, digest } = opened;
  if (header.origin !== ref.origin || header.id !== ref.id || header.version !== ref.version)
    throw new Error("the header names another notice than the subject");
  if (!routing?.audience) throw new Error("no routing section with an audience");
  if (!isKnownKind(header.kind)) throw new Error(`kind ${header.kind} is not known`);
  const sections = sectionPlaces(opened);
  // Intake saw to it; a section that is not listed as what it is would pass the rules unseen.
  const listed = new Map<number, number>(sections.map(({ place, category }) => [place, category]));
  for (const { place, category } of opened.sections) {
    if (listed.get(place) !== category || isStoredApart(category))
      throw new Error(`the section at place ${place} is not where it should be`);
  }
  const decisions = route(
    {
      header,
      keyId: sealed.keyId,
      audience: routing.audience,
      sections,
      acceptedAt: storedAt,
      ...(earlierReaders && { earlierReaders }),
    },
    directory,
  );
  const card = cardOf(opened);
  const copies = copiesOf(
    {
      sealed,
      places: opened.sections.map(({ place }) => place),
      storedApart: sections.flatMap(({ category, place }) =>
        isStoredApart(category) ? place : [],
      ),
      card,
      kind: header.kind,
      precedence,
      audience: routing.showAudience ? routing.audience : null,
      // As in the receipt.
      acceptedAt: accepted?.at || storedAt,
      routedAt,
    },
    decisions,
  );
  return { card, digest, exercise: header.exercise, decisions, copies };
}

function withheldFromAll(
  { ref, precedence, payload, accepted }: StandingNotice,
  directory: Directory,
  rule: string,
): Decided {
  return {
    card: { notice: ref, precedence },
    digest: digestOf(payload, accepted),
    exercise: accepted?.exercise ?? false,
    decisions: directory.participants().map(({ id: participant }) => ({
      participant,
      deliver: false,
      rule,
      withheld: [],
      officers: [],
    })),
    copies: [],
  };
}

function digestOf(payload: Uint8Array, accepted: Record | null): Uint8Array {
  if (accepted?.facts?.accepted) return accepted.facts.accepted.digest;
  try {
    return sha256(SealedNotice.decode(payload).header);
  } catch {
    return new Uint8Array();
  }
}

/** The same with nobody getting it: for what could be decided but cannot be stored. */
export function withheldInstead({ markerSubject, marker, record, before }: Routed): Routed {
  const { card, statement, digest } = RoutedMarker.decode(marker);
  const facts = record.facts?.routed;
  const decisions = facts?.decisions?.map(({ participant }) => ({ participant, rule: UNREADABLE }));
  return {
    markerSubject,
    marker: RoutedMarker.encode({ card, statement, digest }),
    record: { ...record, facts: { routed: { ...facts, decisions: decisions ?? [] } } },
    copies: [],
    ...(before && { before }),
  };
}

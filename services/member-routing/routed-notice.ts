import {
  type Audience,
  type Card,
  type ParticipantDecision as RecordedDecision,
  type Record,
  RoutedMarker,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { cardOf, operationsOf } from "@talanoa/sharing/feed/card.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import type { Holding } from "@talanoa/sharing/routing/earlier-readers.ts";
import { type ParticipantDecision, route } from "@talanoa/sharing/routing/route.ts";
import type { RoutedNotice, Widening } from "@talanoa/sharing/routing/rule.ts";
import { type CopiedNotice, copiesOf, type FeedMessage } from "./copies.ts";
import type { ReadNotice, StandingNotice } from "./read-notice.ts";
import { NOT_STORABLE, UNREADABLE } from "./rule-sentences.ts";

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

/**
 * Decides on a notice that was read, or could not be, with the directory as of its place in the stream.
 * `holders` tells who holds what its references name. Never throws for bad bytes.
 */
export function routedNotice(
  standing: StandingNotice,
  read: ReadNotice | Error,
  deciding: Deciding,
): Routed {
  const { directory } = deciding;
  const decided =
    read instanceof Error
      ? {
          ...withheldFromAll(standing, idsOf(directory), UNREADABLE),
          unreadable: read,
        }
      : decide(standing, read, deciding);
  return routedAs(FIRST, standing, decided, deciding);
}

/** A notice that nobody gets, by a rule that is none of its own: it has ended. */
export function routedToNobody(
  standing: StandingNotice,
  rule: string,
  directory: Directory,
  routedAt: number,
): Routed {
  const decided = withheldFromAll(standing, idsOf(directory), rule);
  return routedAs(FIRST, standing, decided, { directory, routedAt });
}

/** The cause of a notice's first routing. */
const FIRST = "first";

/**
 * Decides on what shares a notice further, with the directory as of what says so. What is
 * `withheldBy` a rule, is withheld whatever else is said. The cause names what widened it, once and for good.
 */
export function routedFurther(
  standing: StandingNotice,
  read: ReadNotice | Error,
  { cause, widening, withheldBy, ...deciding }: Deciding & Further,
): Routed {
  const { participant } = widening;
  const withheld = (rule: string): Decided => ({
    ...withheldFromAll(standing, [participant], rule),
    ...(read instanceof Error && { unreadable: read }),
  });
  const decided =
    read instanceof Error
      ? withheld(UNREADABLE)
      : withheldBy
        ? withheld(withheldBy)
        : decide(standing, read, { ...deciding, widening });
  return routedAs(cause, standing, decided, deciding);
}

interface Further {
  /** A token of a subject. */
  readonly cause: string;
  readonly widening: Widening;
  readonly withheldBy: string | null;
}

function routedAs(
  cause: string,
  { ref }: StandingNotice,
  { card, digest, decisions, copies, exercise, unreadable }: Decided,
  { directory, routedAt }: Pick<Deciding, "directory" | "routedAt">,
): Routed {
  return {
    markerSubject: subjects.routed(ref, cause),
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
          cause,
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
  agreements = [],
  operations = [],
}: ParticipantDecision): Init<RecordedDecision> {
  return {
    participant,
    deliver,
    rule,
    withheld: [...withheld],
    officers: [...officers],
    agreements: [...agreements],
    operations: [...operations],
  };
}

interface Decided {
  readonly card: Init<Card>;
  readonly digest: Uint8Array;
  readonly exercise: boolean;
  readonly decisions: readonly ParticipantDecision[];
  readonly copies: readonly FeedMessage[];
  readonly unreadable?: unknown;
}

/** What a decision is made with, besides the notice. */
interface Deciding {
  readonly directory: Directory;
  readonly holders: Holders;
  /** Unix ms. */
  readonly routedAt: number;
  /** Absent for the first routing. */
  readonly widening?: Widening;
  /** By which it goes; its own unless given. */
  readonly audience?: Audience;
  /** Of a correction: who holds the version before. */
  readonly earlierReaders?: ReadonlyMap<string, Holding>;
}

/** Who holds the notice that a reference names, by the place of the reference. */
export type Holders = ReadonlyMap<number, ReadonlySet<string>>;

type DecidingAlone = Omit<Deciding, "routedAt">;

/** The decision alone, on a notice where it stands. */
export function decisionsOn(
  standing: Pick<StandingNotice, "storedAt">,
  read: ReadNotice,
  deciding: DecidingAlone,
): ParticipantDecision[] {
  return route(decidedUpon(standing, read, deciding), deciding.directory);
}

/** What is decided upon, of a notice where it stands. */
export function decidedUpon(
  { storedAt }: Pick<StandingNotice, "storedAt">,
  { sealed, opened, routing, sections, ...its }: ReadNotice,
  { holders, widening, audience = its.audience, earlierReaders }: Omit<DecidingAlone, "directory">,
): RoutedNotice {
  return {
    header: opened.header,
    keyId: sealed.keyId,
    audience,
    purpose: routing.purpose,
    sections,
    operations: operationsOf(opened),
    acceptedAt: storedAt,
    holders,
    ...(widening && { widening }),
    ...(earlierReaders && { earlierReaders }),
  };
}

function decide(standing: StandingNotice, read: ReadNotice, deciding: Deciding): Decided {
  const decisions = decisionsOn(standing, read, deciding);
  const { header, digest } = read.opened;
  const card = cardOf(read.opened);
  const copies = copiesOf(
    copiedNotice(standing, read, { card, routedAt: deciding.routedAt }),
    decisions,
  );
  return { card, digest, exercise: header.exercise, decisions, copies };
}

function copiedNotice(
  { precedence, storedAt, accepted }: StandingNotice,
  { sealed, opened, kind, routing, audience, sections }: ReadNotice,
  { card, routedAt }: { card: Init<Card>; routedAt: number },
): CopiedNotice {
  return {
    sealed,
    places: opened.sections.map(({ place }) => place),
    storedApart: sections.flatMap(({ category, place }) => (isStoredApart(category) ? place : [])),
    card,
    kind,
    precedence,
    audience: routing.showAudience ? audience : null,
    // As in the receipt.
    acceptedAt: accepted?.at || storedAt,
    routedAt,
  };
}

function withheldFromAll(
  { ref, precedence, payload, accepted }: StandingNotice,
  participants: readonly string[],
  rule: string,
): Decided {
  return {
    card: { notice: ref, precedence },
    digest: digestOf(payload, accepted),
    exercise: accepted?.exercise ?? false,
    decisions: participants.map((participant) => ({
      participant,
      deliver: false,
      rule,
      withheld: [],
      officers: [],
    })),
    copies: [],
  };
}

function idsOf(directory: Directory): string[] {
  return directory.participants().map(({ id }) => id);
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
  const rule = NOT_STORABLE;
  const decisions = facts?.decisions?.map(({ participant }) => ({ participant, rule }));
  return {
    markerSubject,
    marker: RoutedMarker.encode({ card, statement, digest }),
    record: { ...record, facts: { routed: { ...facts, decisions: decisions ?? [] } } },
    copies: [],
    ...(before && { before }),
  };
}

import {
  type Card,
  Precedence,
  type Record,
  RoutedMarker,
  SealedStatement,
  Statement,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { takesPart, validKey } from "@talanoa/sharing/directory/standing.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";
import { invalidKey } from "@talanoa/sharing/routing/rules/invalid-key.ts";
import { notTakingPart } from "@talanoa/sharing/routing/rules/not-taking-part.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { STATEMENT_PARTY, UNREADABLE } from "./rule-sentences.ts";
import { recorded, type Routed } from "./routed-notice.ts";

/** A statement where it stands in the stream. */
export interface StandingStatement {
  readonly origin: string;
  readonly id: string;
  /** A SealedStatement. */
  readonly payload: Uint8Array;
  /** When the stream stored it, Unix ms. */
  readonly storedAt: number;
  /** The record of the statement; null when it cannot be read. */
  readonly stated: Record | null;
}

/** Reads what is needed to find the notice that a statement speaks of; null when it cannot be read. */
export function readStatement({ payload, origin, id }: StandingStatement): {
  sealed: SealedStatement;
  statement: Statement;
} | null {
  try {
    const sealed = SealedStatement.decode(payload);
    const statement = Statement.decode(sealed.body);
    return statement.origin === origin && statement.id === id && statement.notice
      ? { sealed, statement }
      : null;
  } catch {
    return null;
  }
}

/**
 * Sends a statement to its parties: the origin of the notice and who stated. `card` is the notice's,
 * as its marker holds it, so that the parties' filters see what the statement is about.
 */
export function routedStatement(
  standing: StandingStatement,
  card: Card | null,
  directory: Directory,
  routedAt: number,
): Routed {
  const { origin, id, storedAt, stated } = standing;
  const read = readStatement(standing);
  const ref = read?.statement.notice ?? null;
  const decisions = read && ref ? decide(read, [ref.origin, origin], directory, storedAt) : [];
  const recipients = decisions.flatMap(({ deliver, participant }) => (deliver ? participant : []));
  const about: Init<Card> = {
    notice: ref,
    kind: card?.kind ?? 0,
    tlp: card?.tlp ?? 0,
    precedence: Precedence.ROUTINE,
    eventAt: card?.eventAt ?? 0,
    issuedAt: card?.issuedAt ?? 0,
    expiresAt: card?.expiresAt ?? 0,
    exercise: card?.exercise ?? false,
    countries: card?.countries ?? [],
    regions: card?.regions ?? [],
    commodityClasses: card?.commodityClasses ?? [],
  };
  const payload = read
    ? StoredCopy.encode({
        copy: { statement: read.sealed, acceptedAt: stated?.at || storedAt, routedAt },
        card: about,
      })
    : new Uint8Array();
  const digest = read ? sha256(read.sealed.body) : new Uint8Array();
  return {
    markerSubject: subjects.statementRouted(origin, id),
    marker: RoutedMarker.encode({ card: about, recipients, statement: id, digest }),
    record: {
      at: routedAt,
      exercise: stated?.exercise ?? false,
      facts: {
        routed: {
          notice: ref,
          digest,
          cause: "statement",
          decisions: decisions.map(recorded),
          directorySequence: directory.sequence,
          statement: id,
        },
      },
    },
    copies: recipients.map((participant) => ({
      participant,
      subject: subjects.feed(participant, Precedence.ROUTINE, "statement"),
      payload,
    })),
    ...(!read && { unreadable: new Error(`${UNREADABLE} statement`) }),
  };
}

function decide(
  { sealed, statement }: { sealed: SealedStatement; statement: Statement },
  parties: readonly string[],
  directory: Directory,
  time: number,
): ParticipantDecision[] {
  const signed = validKey(directory, sealed.keyId, { participant: statement.origin, time });
  return [...new Set(parties)].sort().map((participant) => {
    const withheldBy = !signed
      ? invalidKey.name
      : takesPart(directory.participant(participant), time)
        ? null
        : notTakingPart.name;
    return {
      participant,
      deliver: withheldBy === null,
      rule: withheldBy ?? STATEMENT_PARTY,
      withheld: [],
      officers: [],
    };
  });
}

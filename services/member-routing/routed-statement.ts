import {
  type Card,
  Precedence,
  type Record,
  RoutedMarker,
  SealedStatement,
  type Statement,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { type Init, withoutUnknown } from "@talanoa/contract/message-type.ts";
import { steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { takesPart, validKey } from "@talanoa/sharing/directory/standing.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";
import { invalidKey } from "@talanoa/sharing/routing/rules/invalid-key.ts";
import { notTakingPart } from "@talanoa/sharing/routing/rules/not-taking-part.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { sayingOf, sayings, toldOf } from "@talanoa/sharing/statement/sayings.ts";
import { readBody } from "@talanoa/sharing/statement/statement.ts";
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
  /** Its record, acknowledged; null when it cannot be read. */
  readonly record: Record | null;
}

/** The notice that a statement is about, as its marker has it. Intake takes no statement without one. */
export interface StatedNotice {
  readonly card: Card | null;
  /** Who holds a copy, with the officers who alone may see it; none when all of them may. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** The same of whoever holds any version of it. */
  readonly anyHolders: ReadonlyMap<string, readonly string[]>;
}

/** Reads what is needed to find the notice that a statement speaks of; null when it cannot be read. */
export function readStatement({ payload, origin, id }: StandingStatement): {
  sealed: SealedStatement;
  statement: Statement;
} | null {
  try {
    const sealed = withoutUnknown(() => SealedStatement.decode(payload));
    const statement = readBody(sealed.body);
    return statement.origin === origin && statement.id === id && statement.notice
      ? { sealed, statement }
      : null;
  } catch {
    return null;
  }
}

/**
 * Sends a statement to its parties: the origin of the notice, who stated, and whom it is to tell by
 * what it says. It shows that there is the notice: so of who holds a copy, it is for the officers alone
 * whom the copy is for. The notice's card goes along, so that the parties' filters see what the
 * statement is about.
 */
export function routedStatement(
  standing: StandingStatement,
  stated: StatedNotice | null,
  directory: Directory,
  routedAt: number,
): Routed {
  const { origin, id, storedAt, record } = standing;
  const read = readStatement(standing);
  const ref = read?.statement.notice ?? null;
  const card = stated?.card ?? null;
  const says = read && sayingOf(read.statement);
  // What is for all who hold it is about all its versions.
  const isForAll = says !== null && sayings[says].to === "holders";
  const holders = (isForAll ? stated?.anyHolders : stated?.holders) ?? none;
  const told = says ? toldOf(read.statement, says, [...holders.keys()]) : [];
  const decisions =
    read && ref
      ? decide(read, [ref.origin, origin, ...told], directory, storedAt).map((its) =>
          its.deliver && its.participant !== ref.origin
            ? { ...its, officers: holders.get(its.participant) ?? [] }
            : its,
        )
      : [];
  const delivered = decisions.filter(({ deliver }) => deliver);
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
  const copy = { statement: read?.sealed, acceptedAt: record?.at || storedAt, routedAt };
  const digest = read ? sha256(read.sealed.body) : new Uint8Array();
  return {
    markerSubject: subjects.statementRouted(origin, id),
    marker: RoutedMarker.encode({
      card: about,
      recipients: delivered.map(({ participant }) => participant),
      statement: id,
      digest,
      says: says ? steps[says] : "",
      outcome: read?.statement.outcome?.outcome ?? 0,
    }),
    record: {
      at: routedAt,
      exercise: record?.exercise ?? false,
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
    copies: delivered.map(({ participant, officers }) => ({
      participant,
      subject: subjects.feed(participant, Precedence.ROUTINE, "statement"),
      payload: StoredCopy.encode({ copy, card: about, officers: [...officers] }),
    })),
    ...(!read && { unreadable: new Error(`${UNREADABLE} statement`) }),
  };
}

const none: ReadonlyMap<string, readonly string[]> = new Map();

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

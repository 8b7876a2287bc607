import {
  type Audience,
  type Card,
  type SealedNotice,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import type { ParticipantDecision } from "@talanoa/sharing/routing/route.ts";

/** A copy for one participant, as it is to be stored. */
export interface FeedMessage {
  readonly participant: string;
  readonly subject: string;
  /** A StoredCopy; participants who may see the same share the bytes. */
  readonly payload: Uint8Array;
}

/** What all copies of one notice have in common. */
export interface CopiedNotice {
  readonly sealed: SealedNotice;
  /** For each section of `sealed`, its place in the header's digests. */
  readonly places: readonly number[];
  /** Places of the sections that are stored apart. */
  readonly storedApart: readonly number[];
  readonly card: Init<Card>;
  readonly kind: KnownKind;
  readonly precedence: KnownPrecedence;
  /** Null unless the originator chose to show it. */
  readonly audience: Audience | null;
  /** Unix ms. */
  readonly acceptedAt: number;
  readonly routedAt: number;
}

/** A copy for each participant to whom the notice goes, in the order of the decisions. */
export function copiesOf(
  notice: CopiedNotice,
  decisions: readonly ParticipantDecision[],
): FeedMessage[] {
  const views = new Map<string, Uint8Array>();
  return decisions.flatMap((decision) => {
    if (!decision.deliver) return [];
    const { participant, withheld, officers } = decision;
    const view = `${withheld.map(({ section, rule }) => `${section} ${rule}`).join()};${officers.join()}`;
    let payload = views.get(view);
    if (!payload) views.set(view, (payload = encoded(notice, decision)));
    return {
      participant,
      subject: subjects.feed(participant, notice.precedence, notice.kind),
      payload,
    };
  });
}

function encoded(
  notice: CopiedNotice,
  { withheld, officers }: Pick<ParticipantDecision, "withheld" | "officers">,
): Uint8Array {
  const { sealed, places, storedApart, card, audience, acceptedAt, routedAt } = notice;
  const hidden = new Set(withheld.map(({ section }) => section));
  // Which rule, not how often: a count would tell how many sections there are.
  const rules = [...new Set(withheld.map(({ rule }) => rule))];
  return StoredCopy.encode({
    copy: {
      notice: {
        header: sealed.header,
        sections: sealed.sections.filter((_, i) => !hidden.has(places[i]!)),
        signature: sealed.signature,
        keyId: sealed.keyId,
      },
      withheld: rules.map((rule) => ({ rule })),
      acceptedAt,
      routedAt,
      ...(audience && { audience }),
    },
    card,
    storedSections: storedApart.filter((place) => !hidden.has(place)),
    officers: [...officers],
  });
}

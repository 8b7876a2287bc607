import {
  Audience,
  NoticeHeader,
  type Participant,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { sectionTypes } from "@talanoa/contract/sections.ts";
import type { Directory } from "../directory/directory.ts";
import type { NoticeContent } from "../notice/content.ts";
import { type Corrected, decidedByAudience } from "./correction.ts";
import type { Holding } from "./earlier-readers.ts";
import { type ParticipantDecision, route } from "./route.ts";
import type { PlacedSection } from "./rule.ts";
import { NOT_ADDRESSED } from "./rules.ts";
import { consent } from "./rules/consent.ts";
import { partnerApart } from "./rules/partner-apart.ts";

/** What one participant would get of a notice that is not sent yet. */
export interface Consequence {
  readonly participant: Participant;
  readonly decision: ParticipantDecision;
  /** The parts that it would not get, each once, with the rule that withholds it. */
  readonly without: readonly { readonly type: SectionType; readonly rule: string }[];
}

/** What sending a notice would do, by the directory as one sees it. The hub decides by its own. */
export interface Consequences {
  /** Who would get it, by id; the originator, who always has it, is left out. */
  readonly gets: readonly Consequence[];
  /** Who is addressed and would not get it. */
  readonly withheld: readonly Consequence[];
  /** Who is not addressed. */
  readonly apart: readonly Participant[];
  /** Groups and joint operations that are addressed and of which one does not see who is in them. */
  readonly unseen: readonly string[];
  /** Whether it names other notices: each is shown to who holds that one, which the hub alone knows. */
  readonly hasReferences: boolean;
  /**
   * Of a correction: who holds the version before through a joint operation that one does not see, so that the hub alone
   * knows whether somebody answers for it there. They stand in none of the lists above.
   */
  readonly perhaps: readonly Participant[];
  /** Of a correction: who gets it as it was given the version before by consent, of which the hub alone knows the limits. */
  readonly byConsent: readonly Participant[];
}

export interface Sending {
  readonly origin: string;
  /** The key that would sign. */
  readonly keyId: string;
  readonly directory: Directory;
  /** Unix ms. */
  readonly now: number;
  /** Of a correction. */
  readonly corrected?: Corrected;
}

/** Decides as the hub would, upon what a draft says so far: it need not be whole. */
export function consequencesOf(content: NoticeContent, sending: Sending): Consequences {
  const { directory, origin, keyId, now, corrected } = sending;
  const sections = placed(content);
  const audience = corrected?.audience ?? Audience.decode(Audience.encode(content.audience));
  const decisions = route(
    {
      header: NoticeHeader.decode(
        NoticeHeader.encode({ origin, kind: content.kind, tlp: content.tlp }),
      ),
      keyId,
      audience,
      sections,
      acceptedAt: now,
      ...(content.purpose && { purpose: content.purpose }),
      ...(corrected && { earlierReaders: corrected.readers }),
    },
    directory,
  );
  const all = decisions.flatMap((decision): Consequence[] => {
    const participant = directory.participant(decision.participant);
    if (!participant || participant.id === origin) return [];
    return [{ participant, decision, without: withoutOf(decision, sections) }];
  });
  const perhaps = corrected ? perhapsSponsored(all, corrected, directory) : [];
  const known = all.filter(({ participant }) => !perhaps.includes(participant));
  const gets = known.filter(({ decision }) => decision.deliver);
  return {
    gets,
    withheld: known.filter(({ decision }) => !decision.deliver && decision.rule !== NOT_ADDRESSED),
    apart: all.flatMap(({ decision, participant }) =>
      decision.rule === NOT_ADDRESSED ? participant : [],
    ),
    unseen: corrected ? [] : unseenIn(audience, directory),
    hasReferences: sections.some(({ type }) => type === SectionType.REFERENCE),
    perhaps,
    byConsent: gets.flatMap(({ participant }) =>
      isByConsent(corrected?.readers.get(participant.id)) ? participant : [],
    ),
  };
}

function perhapsSponsored(
  all: readonly Consequence[],
  { readers, audience }: Corrected,
  directory: Directory,
): Participant[] {
  if (audience.operations.every((id) => directory.operation(id))) return [];
  const decided = decidedByAudience(readers, directory);
  return all.flatMap(({ participant, decision }) =>
    decision.rule === partnerApart.name && decided.includes(participant) ? participant : [],
  );
}

/** Whether it is held by a consent of which it is not known to what it was limited. */
function isByConsent(held: Holding | undefined): boolean {
  return held?.rule === consent.name && !held.granted;
}

function placed({ sections }: NoticeContent): PlacedSection[] {
  return sections.map(({ type }, place) => ({
    place,
    type,
    category: sectionTypes[type].category,
  }));
}

function withoutOf(
  { withheld }: ParticipantDecision,
  sections: readonly PlacedSection[],
): Consequence["without"] {
  const rules = new Map<SectionType, string>();
  for (const { section, rule } of withheld) {
    const type = sections[section]?.type;
    if (type !== undefined && type !== SectionType.REFERENCE) rules.set(type, rule);
  }
  return [...rules].map(([type, rule]) => ({ type, rule }));
}

// Who is not in a group or a joint operation sees its name at most.
function unseenIn({ groups, operations }: Audience, directory: Directory): string[] {
  return [
    ...groups.filter((id) => !directory.group(id)?.members.length),
    ...operations.filter((id) => !directory.operation(id)),
  ];
}

/** What a later version would change for its readers, by participant. */
export interface Difference {
  /** Who would get it and holds no version yet. */
  readonly gains: readonly string[];
  /** Who holds the version before and would get this one. */
  readonly keeps: readonly string[];
  /** Who holds the version before and would not get this one; what it holds stays with it. */
  readonly staysBehind: readonly string[];
}

/** Compares who would get a later version with who holds the version before; of whom it is not known is left out. */
export function differenceTo(
  holders: ReadonlyMap<string, Holding>,
  { gets, perhaps }: Pick<Consequences, "gets" | "perhaps">,
  origin: string,
): Difference {
  const next = new Set(gets.map(({ participant }) => participant.id));
  const unknown = new Set(perhaps.map(({ id }) => id));
  const before = [...holders.keys()].filter((id) => id !== origin).sort();
  return {
    gains: [...next].filter((id) => !holders.has(id)),
    keeps: before.filter((id) => next.has(id)),
    staysBehind: before.filter((id) => !next.has(id) && !unknown.has(id)),
  };
}

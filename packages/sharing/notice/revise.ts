import { type Handling, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { isKnownSectionType } from "@talanoa/contract/sections.ts";
import { kindWords, wordOf } from "@talanoa/contract/words.ts";
import { compose } from "./compose.ts";
import type { NoticeContent, SectionContent } from "./content.ts";
import { type Draft, parseDraft } from "./draft.ts";
import { fieldOfSection } from "./fields.ts";
import type { OpenedNotice, OpenedSection } from "./open.ts";

/**
 * What the next version of a notice says: as its originator holds the one before, with the fields that
 * a draft gives in their place; a part that the draft gives as null is left out. Throws InvalidNotice
 * for a draft that is none.
 */
export function revisedContent(before: OpenedNotice, changes: unknown): NoticeContent {
  const { header, routing } = before;
  const draft = parseDraft({ kind: wordOf(kindWords, header.kind), ...(changes as object) });
  const made = compose(draft, header.origin);
  const dropped = nullFields(changes);
  const gives = (field: keyof Draft) => draft[field] !== undefined;
  const grading = gives("marking") ? made.grading : header.grading;
  const givesAudience = gives("audience");
  const handling = handlingOf(
    header.handling,
    made.handling ?? {},
    (field) => gives(field) || dropped.has(field),
  );
  const givesPurpose = gives("purpose") || dropped.has("purpose");
  const purpose = givesPurpose ? made.purpose : routing?.purpose || made.purpose;
  return {
    kind: made.kind,
    tlp: gives("marking") ? made.tlp : header.tlp,
    ...(grading && { grading }),
    ...(handling && { handling }),
    ...(purpose && { purpose }),
    precedence: gives("precedence") ? made.precedence : header.precedence,
    eventAt: made.eventAt || header.eventAt,
    expiresAt: gives("expires") || dropped.has("expires") ? made.expiresAt : header.expiresAt,
    exercise: gives("exercise") ? made.exercise : header.exercise,
    audience: givesAudience ? made.audience : (routing?.audience ?? {}),
    showAudience: givesAudience ? made.showAudience : (routing?.showAudience ?? false),
    sections: sectionsOf(before, made.sections, dropped),
  };
}

/** Caveats together, the embargo and the time of acknowledgement each on its own. */
function handlingOf(
  before: Handling | null,
  made: Init<Handling>,
  gives: (field: "handling" | "embargo_until" | "acknowledge_by") => boolean,
): Init<Handling> | undefined {
  const caveats = gives("handling") ? made : before;
  const handling: Init<Handling> = {
    noOnwardSharing: caveats?.noOnwardSharing ?? false,
    notForCourt: caveats?.notForCourt ?? false,
    protectSource: caveats?.protectSource ?? false,
    embargoUntil: (gives("embargo_until") ? made.embargoUntil : before?.embargoUntil) ?? 0,
    acknowledgeBy: (gives("acknowledge_by") ? made.acknowledgeBy : before?.acknowledgeBy) ?? 0,
  };
  return Object.values(handling).some(Boolean) ? handling : undefined;
}

function sectionsOf(
  before: OpenedNotice,
  made: readonly SectionContent[],
  dropped: ReadonlySet<string>,
): SectionContent[] {
  const kept = before.sections.filter(
    ({ type }) =>
      isKnownSectionType(type) &&
      type !== SectionType.ROUTING &&
      !dropped.has(fieldOfSection(type)) &&
      // A notice has several images: those that are given take the place of all.
      !(type === SectionType.IMAGE && made.some((its) => its.type === SectionType.IMAGE)),
  );
  const types = new Set(kept.map(({ type }) => type));
  return [
    ...kept.map((section) => revised(section, made)),
    ...made.filter(({ type }) => !types.has(type)),
  ];
}

/** A section with the parts that are given in place of its own. */
function revised({ type, body }: OpenedSection, made: readonly SectionContent[]): SectionContent {
  const given = type === SectionType.IMAGE ? undefined : made.find((its) => its.type === type);
  return { type, body: { ...(body as object), ...given?.body } } as SectionContent;
}

function nullFields(changes: unknown): ReadonlySet<string> {
  const fields = Object.entries((changes ?? {}) as object);
  return new Set(fields.flatMap(([field, value]) => (value === null ? field : [])));
}

import {
  type Audience,
  Kind,
  Precedence,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  codeOf,
  dataPurposeWords,
  kindWords,
  precedenceWords,
  tlpWords,
} from "@talanoa/contract/words.ts";
import { gradingOf } from "./compose-grading.ts";
import { companiesOf, passengersOf, personsOf, sourceOf } from "./compose-apart.ts";
import { handlingOf } from "./compose-handling.ts";
import { imagesOf } from "./compose-images.ts";
import { placesOf } from "./compose-places.ts";
import { referenceOf } from "./compose-references.ts";
import { conveyanceOf, goodsOf, narrativeOf, summaryOf } from "./compose-report.ts";
import { operationOf } from "./compose-operation.ts";
import { replyOf, requestOf } from "./compose-request.ts";
import { flagExpiry, riskFlagOf } from "./compose-risk-flag.ts";
import type { NoticeContent, SectionContent } from "./content.ts";
import type { Draft } from "./draft.ts";
import { officerOf } from "./draft-short-forms.ts";
import { firstMoment } from "./draft-time.ts";
import { isForAll } from "./for-all.ts";
import { said } from "./said.ts";

/**
 * Makes of a draft what a notice says: one section for each part, codes in their plain form,
 * countries of places that are known by name, images stripped of metadata. What is missing is left
 * out; validateNotice tells of it. Throws InvalidNotice for an image that cannot be read.
 */
export function compose(draft: Draft, _origin: string): NoticeContent {
  const kind = codeOf(kindWords, draft.kind) ?? Kind.UNSPECIFIED;
  const tlp = (draft.marking?.tlp && codeOf(tlpWords, draft.marking.tlp)) || Tlp.UNSPECIFIED;
  const grading = draft.marking && gradingOf(draft.marking);
  const handling = handlingOf(draft);
  const purpose = draft.purpose && codeOf(dataPurposeWords, draft.purpose);
  const sections = sectionsOf(draft);
  const event = draft.when?.start ?? draft.operation?.starts ?? draft.risk_flag?.arrives_at;
  return {
    kind,
    tlp,
    ...(grading && { grading }),
    ...(handling && { handling }),
    precedence: codeOf(precedenceWords, draft.precedence ?? "routine") ?? Precedence.UNSPECIFIED,
    eventAt: firstMoment(event),
    expiresAt: firstMoment(draft.expires) || flagExpiry(draft.risk_flag),
    exercise: draft.exercise ?? false,
    audience: composeAudience(draft.audience, tlp),
    showAudience: draft.audience?.show ?? false,
    ...(purpose && { purpose }),
    sections,
  };
}

function sectionsOf(draft: Draft): SectionContent[] {
  const one = <Type extends SectionContent["type"]>(
    type: Type,
    body: Extract<SectionContent, { type: Type }>["body"] | undefined,
  ) => (body ? [{ type, body } as SectionContent] : []);
  return [
    ...one(SectionType.SUMMARY, summaryOf(draft)),
    ...one(SectionType.PLACES, placesOf(draft)),
    ...one(SectionType.OPERATION, draft.operation && operationOf(draft.operation)),
    ...one(SectionType.REQUEST, draft.request && requestOf(draft.request)),
    ...one(SectionType.REPLY, draft.reply && replyOf(draft.reply)),
    ...one(SectionType.RISK_FLAG, draft.risk_flag && riskFlagOf(draft.risk_flag)),
    ...one(SectionType.GOODS, draft.goods && goodsOf(draft.goods)),
    ...one(SectionType.CONVEYANCE, draft.conveyance && conveyanceOf(draft.conveyance)),
    ...one(SectionType.NARRATIVE, draft.narrative && narrativeOf(draft.narrative)),
    ...imagesOf(draft.images ?? []).flatMap((image) => one(SectionType.IMAGE, image)),
    ...one(SectionType.PERSONS, draft.persons && personsOf(draft.persons)),
    ...one(SectionType.PASSENGERS, draft.passengers && passengersOf(draft.passengers)),
    ...one(SectionType.COMPANIES, draft.companies && companiesOf(draft.companies)),
    ...one(SectionType.SOURCE, draft.source && sourceOf(draft.source)),
    ...(draft.references ?? []).flatMap((each) => one(SectionType.REFERENCE, referenceOf(each))),
  ];
}

function composeAudience(audience: Draft["audience"], tlp: Tlp): Init<Audience> {
  const { sub_regions, participants, officers, groups, operations } = audience ?? {};
  return said({
    allMembers: isForAll(audience, tlp),
    subRegions: sub_regions,
    participants,
    officers: officers?.map(officerOf),
    groups,
    operations,
  });
}

import type { NoticeHeader, Routing } from "@talanoa/contract/generated/talanoa.ts";
import {
  dataPurposeWords,
  kindWords,
  precedenceWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { isKnownSectionType } from "@talanoa/contract/sections.ts";
import { bodyFields, type WrittenFields } from "./draft-of-bodies.ts";
import { gradingFields } from "./draft-of-grading.ts";
import { caveatsOf, caveatWords } from "./handling.ts";
import type { OpenedNotice } from "./open.ts";
import { said } from "./said.ts";
import { untilOf, writtenTime } from "./written-time.ts";

/**
 * The draft that says what a notice says, as its originator holds it: compose makes the same of it. Codes
 * stand as they were sealed, times in UTC.
 */
export function draftOf({ header, routing, sections }: OpenedNotice): WrittenFields {
  const draft: { [field: string]: unknown } = headerFields(header);
  for (const { type, body } of sections) {
    if (!isKnownSectionType(type) || body === null) continue;
    const fields = bodyFields[type] as (body: unknown) => WrittenFields;
    for (const [field, value] of Object.entries(fields(body))) {
      const before = draft[field];
      // A notice has several images and references, a section each.
      draft[field] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  }
  return { ...draft, ...(routing && routingFields(routing)) };
}

function headerFields(header: NoticeHeader): WrittenFields {
  const { kind, tlp, grading, precedence, expiresAt, exercise, handling } = header;
  return said({
    kind: wordOf(kindWords, kind),
    marking: { tlp: wordOf(tlpWords, tlp), ...(grading && gradingFields(grading)) },
    handling: caveatsOf(handling).map((caveat) => caveatWords[caveat]),
    embargo_until: writtenTime(handling?.embargoUntil ?? 0),
    acknowledge_by: untilOf(handling?.acknowledgeBy ?? 0),
    precedence: wordOf(precedenceWords, precedence),
    expires: writtenTime(expiresAt),
    exercise,
  });
}

function routingFields({ audience, showAudience, purpose }: Routing): WrittenFields {
  return said({
    purpose: purpose ? wordOf(dataPurposeWords, purpose) : "",
    audience:
      audience &&
      said({
        all: audience.allMembers,
        sub_regions: audience.subRegions,
        participants: audience.participants,
        officers: audience.officers.map(
          ({ participant, principal }) => `${participant}:${principal}`,
        ),
        groups: audience.groups,
        operations: audience.operations,
        show: showAudience,
      }),
  });
}

import { NoticeHeader, type SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";

/**
 * Why a sealed notice does not open, as one sentence's end for who got it: the rules' own sentences are
 * for who sends. `error` is what opening it threw.
 */
export function openingFault(sealed: SealedNotice, error: unknown): string {
  const violations = error instanceof InvalidNotice ? error.violations : [];
  const changed = violations
    .filter(({ rule }) => rule === "section-digest")
    .map(({ field }) => Number(/\d+/.exec(field)?.[0]) + 1);
  if (changed.length === 1) return `section ${changed[0]} is not what ${originOf(sealed)} signed`;
  if (changed.length > 1)
    return `sections ${changed.join(", ")} are not what ${originOf(sealed)} signed`;
  const [first] = violations;
  if (first?.rule === "header-readable") return "its header cannot be read";
  if (first?.rule === "section-readable") return `its ${first.field} cannot be read`;
  return "it is larger than any notice may be";
}

/** Whom the header names; nothing is proven of that yet. */
function originOf({ header }: SealedNotice): string {
  try {
    const { origin } = NoticeHeader.decode(header);
    return isParticipantForm(origin) ? origin : "its origin";
  } catch {
    return "its origin";
  }
}

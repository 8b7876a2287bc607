import { type Agreement, Category } from "@talanoa/contract/generated/talanoa.ts";
import { dataPurposeWords } from "@talanoa/contract/words.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { checkPeriod, inDirectory, isName, unless } from "./entry-rules.ts";

const categories: ReadonlySet<number> = new Set([Category.PERSONAL, Category.PASSENGER]);

/** The rules of an agreement that is to stand in a directory. */
export function checkAgreement(agreement: Agreement, directory: Directory): Violation[] {
  const { id, from, to, period, title } = agreement;
  const standing = directory.agreement(id);
  return [
    ...unless(/^[A-Z0-9][A-Z0-9-]{0,39}$/.test(id), "agreement.id", "agreement-id"),
    ...unless(inDirectory(directory, from), "agreement.from", "participant-in-directory"),
    ...unless(inDirectory(directory, to), "agreement.to", "participant-in-directory"),
    ...unless(from !== to, "agreement.to", "agreement-parties"),
    // Decisions name it by its id and revision: it is between the same two for good.
    ...unless(
      !standing || (standing.from === from && standing.to === to),
      "agreement",
      "agreement-parties-kept",
    ),
    ...unless(
      areOnce(agreement.categories, (each) => categories.has(each)),
      "agreement.categories",
      "agreement-categories",
    ),
    ...unless(
      areOnce(agreement.purposes, (each) => each in dataPurposeWords),
      "agreement.purposes",
      "agreement-purposes",
    ),
    ...unless(period !== null && period.from > 0, "agreement.period", "agreement-dated"),
    ...(period ? checkPeriod(period, "agreement.period") : []),
    ...unless(isName(title), "agreement.title", "name-required"),
  ];
}

/** At least one, each known and listed once. */
function areOnce(codes: readonly number[], isKnown: (code: number) => boolean): boolean {
  return codes.length > 0 && codes.every(isKnown) && new Set(codes).size === codes.length;
}

import { type SectionClass, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind, kinds } from "@talanoa/contract/kinds.ts";
import { isKnownSectionType, sectionTypes } from "@talanoa/contract/sections.ts";
import { concerned } from "../concerned.ts";
import { digestKey } from "../digest.ts";
import { fieldOfSection } from "../fields.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { OpenedNotice, OpenedSection } from "../open.ts";
import { SALT_LENGTH } from "../seal.ts";

/** The rules of which sections there are, and of the routing section that lists them. */
export function checkSections(opened: OpenedNotice, findings: Findings): void {
  const counts = new Map<number, number>();
  for (const { type, category, salt } of opened.sections) {
    const field = fieldOfSection(type);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (salt.length !== SALT_LENGTH) findings.violation("section-salt", field);
    if (!isKnownSectionType(type)) findings.violation("section-known", field);
    else if (category !== sectionTypes[type].category) {
      findings.violation("section-category", field);
    }
  }
  checkKind(opened.header.kind, counts, findings);
  checkRouting(opened, findings);
}

/** The types of which a notice may have several, and how many. */
const several: ReadonlyMap<number, number> = new Map([
  [SectionType.IMAGE, limits.images],
  [SectionType.REFERENCE, limits.references],
]);

function checkKind(kind: number, counts: ReadonlyMap<number, number>, findings: Findings): void {
  if (!isKnownKind(kind)) return;
  const required: readonly SectionType[] = [SectionType.ROUTING, ...kinds[kind].required];
  const optional: readonly SectionType[] = kinds[kind].optional;
  for (const type of required) {
    if (!counts.has(type)) findings.violation("section-required", fieldOfSection(type));
  }
  for (const [type, count] of counts) {
    const isAllowed = [...required, ...optional].some((allowed) => allowed === type);
    if (!isAllowed && isKnownSectionType(type)) {
      findings.violation("section-of-kind", fieldOfSection(type));
    }
    if (count > (several.get(type) ?? 1)) {
      findings.violation("section-once", fieldOfSection(type));
    }
  }
}

function checkRouting({ routing, sections }: OpenedNotice, findings: Findings): void {
  if (!routing) return;
  const others = sections.filter(({ type }) => type !== SectionType.ROUTING);
  // Lists of any length may come: only one of the right length is looked at.
  if (routing.sections.length !== others.length || !isListed(others, routing.sections)) {
    findings.violation("routing-complete", "sections");
  }

  const { countries, regions } = concerned(sections);
  if (!isEqual(countries, routing.countries) || !isEqual(regions, routing.regions)) {
    findings.violation("routing-concerned", "where");
  }
}

function isListed(sections: readonly OpenedSection[], classes: readonly SectionClass[]): boolean {
  const listed = new Map(classes.map((item) => [digestKey(item.digest), item]));
  return sections.every(({ digest, type, category }) => {
    const its = listed.get(digestKey(digest));
    return its?.type === type && its.category === category;
  });
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

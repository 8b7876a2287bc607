import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreementFor } from "../directory/agreements.ts";
import { isStoredApart } from "../notice/stored-apart.ts";
import { decidedByAudience } from "./correction.ts";
import { holdersOf } from "./earlier-readers.ts";
import { type ParticipantDecision, route } from "./route.ts";
import {
  type AdmitRule,
  type Candidate,
  decidedAt,
  type RoutedNotice,
  type WithholdRule,
} from "./rule.ts";
import { NOT_ADDRESSED, ruleSentences, sharingRules } from "./rules.ts";
import {
  anyAudience,
  anyHolders,
  anyNotice,
  anyWidening,
  directories,
  headerOf,
  ids,
  labels,
  sections,
  together,
} from "./testing/any-routing.ts";

const RUNS = { numRuns: 10_000 };
/** In so many of these a rule must have held: what never holds is not tried. */
const OFTEN = 50;
const admitRules: readonly AdmitRule[] = sharingRules.admit;
const withholdRules: readonly WithholdRule[] = sharingRules.withhold;
const names = admitRules.map(({ name }) => name);

const anyReader = fc.constantFrom(...ids);

function candidateOf(
  notice: RoutedNotice,
  directory: Candidate["directory"],
  reader: string,
): Candidate {
  // What is shared further is decided for its participant alone.
  const id = notice.widening?.participant ?? reader;
  return { notice, directory, participant: directory.participant(id)! };
}

/** The notice as it was first sent. */
function firstOf(notice: RoutedNotice): RoutedNotice {
  const { widening: _, earlierReaders: __, ...first } = notice;
  return first;
}

/** The same in bytes and in words, and another object. */
function again(notice: RoutedNotice): RoutedNotice {
  const { audience, header, ...more } = notice;
  return {
    ...more,
    header: headerOf(header.tlp),
    audience: together(audience, {
      allMembers: false,
      subRegions: [],
      participants: [],
      groups: [],
      operations: [],
      officers: [],
    }),
  };
}

/** A notice marked more strictly, or as strictly. */
function raised(notice: RoutedNotice, by: number): RoutedNotice {
  const at = labels.findIndex((label) => label === notice.header.tlp);
  return { ...notice, header: headerOf(labels[Math.min(labels.length - 1, at + by)]!) };
}

const wider = (notice: RoutedNotice, audience: RoutedNotice["audience"]): RoutedNotice => ({
  ...notice,
  audience: together(notice.audience, audience),
});

/** Whom a rule admits: the whole, some officers, or nobody. */
function admitted(rule: AdmitRule, candidate: Candidate): "whole" | readonly string[] {
  const admits = rule.admits(candidate);
  return admits === true ? "whole" : admits === false ? [] : admits;
}

function isWithin(less: "whole" | readonly string[], more: "whole" | readonly string[]): boolean {
  if (more === "whole") return true;
  return less !== "whole" && less.every((officer) => more.includes(officer));
}

const situation = [directories, anyNotice, anyReader, anyAudience, fc.nat(4)] as const;

describe.each(admitRules)("$name", (rule) => {
  test("admits nobody less for a wider audience, nor anybody more for a stricter marking, and the same again", () => {
    let held = 0;
    fc.assert(
      fc.property(...situation, (directory, notice, reader, more, by) => {
        const ask = (its: RoutedNotice) => admitted(rule, candidateOf(its, directory, reader));
        const now = ask(notice);
        if (now.length > 0) held++;
        expect(isWithin(now, ask(wider(notice, more)))).toBe(true);
        expect(isWithin(ask(raised(notice, by)), now)).toBe(true);
        expect(ask(again(notice))).toEqual(now);
      }),
      RUNS,
    );
    expect(held).toBeGreaterThan(OFTEN);
  }, 300_000);
});

describe.each(withholdRules)("$name", (rule) => {
  test("withholds nothing more for a wider audience, nor anything less for a stricter marking, and the same again", () => {
    let held = 0;
    fc.assert(
      fc.property(
        ...situation,
        fc.constantFrom(...names),
        (directory, notice, reader, more, by, admittedBy) => {
          const ask = (its: RoutedNotice) => {
            const withheld = rule.withholds(candidateOf(its, directory, reader), admittedBy);
            return withheld === "notice" ? sections.map(({ place }) => place) : withheld;
          };
          const now = ask(notice);
          if (now.length > 0) held++;
          expect(ask(wider(notice, more)).every((place) => now.includes(place))).toBe(true);
          expect(now.every((place) => ask(raised(notice, by)).includes(place))).toBe(true);
          expect(ask(again(notice))).toEqual(now);
        },
      ),
      RUNS,
    );
    expect(held).toBeGreaterThan(OFTEN);
  }, 300_000);
});

/** Who reads: `TO` for a whole participant, `TO:a` for an officer of it. */
function readers(decisions: readonly ParticipantDecision[]): Set<string> {
  return new Set(
    decisions.flatMap(({ participant, deliver, officers }) => {
      if (!deliver) return [];
      return officers.length === 0 ? participant : officers.map((its) => `${participant}:${its}`);
    }),
  );
}

function areAmong(some: Set<string>, all: Set<string>): boolean {
  return [...some].every((reader) => all.has(reader) || all.has(reader.split(":")[0]!));
}

describe("all rules together", () => {
  const [anyDirectory, notices, , audiences, steps] = situation;

  test("a wider audience removes no reader, and a stricter marking adds none", () => {
    fc.assert(
      fc.property(anyDirectory, notices, audiences, steps, (directory, notice, more, by) => {
        const now = readers(route(notice, directory));
        expect(areAmong(now, readers(route(wider(notice, more), directory)))).toBe(true);
        expect(areAmong(readers(route(raised(notice, by), directory)), now)).toBe(true);
      }),
      RUNS,
    );
  }, 300_000);

  test("the decision depends on nothing but its inputs, and each names a rule that stands in the table", () => {
    fc.assert(
      fc.property(anyDirectory, notices, (directory, notice) => {
        const decisions = route(notice, directory);
        expect(route(again(notice), directory)).toEqual(decisions);
        const of = notice.widening ? 1 : ids.length;
        expect(decisions).toHaveLength(of);
        for (const { rule, withheld } of decisions) {
          for (const name of [rule, ...withheld.map((its) => its.rule)])
            expect(name === NOT_ADDRESSED || name in ruleSentences).toBe(true);
        }
      }),
      RUNS,
    );
  }, 300_000);

  test("personal and passenger sections go nowhere but where an agreement says so, and the decision names it", () => {
    fc.assert(
      fc.property(anyDirectory, notices, (directory, notice) => {
        for (const { participant: to, deliver, withheld, agreements } of route(notice, directory)) {
          if (!deliver || to === "FJ") continue;
          const hidden = withheld.map(({ section }) => section);
          const apart = sections.filter(
            ({ place, category }) => isStoredApart(category) && !hidden.includes(place),
          );
          const purpose = notice.purpose ?? 0;
          const allowed = apart.map(({ category }) =>
            agreementFor(directory, { from: "FJ", to, category, purpose, time: decidedAt(notice) }),
          );
          expect(allowed).not.toContain(null);
          const used = new Set(allowed.map((standing) => standing!.agreement.id));
          expect(new Set(agreements?.map(({ id }) => id))).toEqual(used);
        }
      }),
      RUNS,
    );
  }, 300_000);

  test("what shares a notice further gives it to its participant alone, and a grant no more than was granted", () => {
    fc.assert(
      fc.property(anyDirectory, notices, (directory, notice) => {
        const { widening } = notice;
        if (!widening) return;
        const [decision, ...others] = route(notice, directory);
        expect(others).toEqual([]);
        expect(decision!.participant).toBe(widening.participant);
        if (widening.by !== "consent" || widening.sections.length === 0) return;
        if (!decision!.deliver) return;
        const hidden = decision!.withheld.map(({ section }) => section);
        for (const { place, type } of sections) {
          if (hidden.includes(place)) continue;
          expect(type === 2 || widening.sections.includes(type)).toBe(true);
        }
      }),
      RUNS,
    );
  }, 300_000);
});

describe("a correction", () => {
  test("goes to exactly those who hold the version before, by audience or shared further, where marking and directory are the same", () => {
    let corrected = 0;
    fc.assert(
      fc.property(anyNotice, directories, fc.option(anyWidening), (notice, directory, shared) => {
        const first = firstOf(notice);
        // All at one time: who leaves between is no reader any more.
        const widening = shared && { ...shared, at: first.acceptedAt };
        const decided = [
          { version: 1, decisions: route(first, directory) },
          ...(widening
            ? [{ version: 1, decisions: route({ ...first, widening }, directory) }]
            : []),
        ];
        const earlierReaders = holdersOf(decided, 1);
        const before = new Map(
          [...earlierReaders].map(([id, { officers }]) => [id, officers.toSorted()]),
        );
        const after = route({ ...first, earlierReaders }, directory).filter((its) => its.deliver);
        corrected += after.filter(({ rule }) => rule === "earlier-reader").length;
        expect(
          new Map(after.map(({ participant, officers }) => [participant, officers.toSorted()])),
        ).toEqual(before);
      }),
      RUNS,
    );
    expect(corrected).toBeGreaterThan(RUNS.numRuns / 10);
  }, 300_000);

  test("goes to its originator and to who holds the version before, whatever audience it names", () => {
    fc.assert(
      fc.property(anyNotice, directories, anyHolders, (notice, directory, earlierReaders) => {
        const first = firstOf(notice);
        for (const its of route({ ...first, earlierReaders }, directory)) {
          if (!its.deliver) continue;
          expect(["FJ", ...earlierReaders.keys()]).toContain(its.participant);
        }
      }),
      RUNS,
    );
  });

  test("is decided by the audience of what it corrects for those alone of whom that is told", () => {
    fc.assert(
      fc.property(
        anyNotice,
        directories,
        anyHolders,
        anyAudience,
        (notice, directory, earlierReaders, other) => {
          const first = firstOf(notice);
          const asked = new Set(decidedByAudience(earlierReaders, directory).map(({ id }) => id));
          const decisions = (audience: RoutedNotice["audience"]) =>
            route({ ...first, audience, earlierReaders }, directory).filter(
              ({ participant }) => !asked.has(participant),
            );
          expect(decisions(other)).toEqual(decisions(first.audience));
        },
      ),
      RUNS,
    );
  });

  test("gives who was granted some sections of the version before no others but the summary", () => {
    fc.assert(
      fc.property(anyNotice, directories, anyHolders, (notice, directory, earlierReaders) => {
        const first = firstOf(notice);
        for (const its of route({ ...first, earlierReaders }, directory)) {
          const granted = earlierReaders.get(its.participant)?.granted ?? [];
          if (!its.deliver || its.participant === "FJ" || granted.length === 0) continue;
          const hidden = its.withheld.map(({ section }) => section);
          for (const { place, type } of first.sections) {
            if (hidden.includes(place)) continue;
            expect([...granted, SectionType.SUMMARY]).toContain(type);
          }
        }
      }),
      RUNS,
    );
  });
});

import { Identifiers, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sealDraft, fullAlert, fullRiskFlag, openDraft } from "../notice/testing/sample-notice.ts";
import { identifiersIn, identifierTerm } from "./identifiers.ts";
import { queryTerms } from "./query-terms.ts";
import { participantKey, termHash } from "./term-hash.ts";
import { termsOf, wordTerm } from "./terms.ts";
import { wordsOf } from "./words.ts";

function asked(text: string, identifiers: Init<Identifiers> = {}) {
  const bytes = Identifiers.encode(identifiers);
  return queryTerms({ text, identifiers: Identifiers.decode(bytes) });
}

describe("words", () => {
  test("have neither case, accents nor apostrophes", () => {
    expect(wordsOf("Nuku\u02bbalofa, NOUMÉA: Saint-Rémy!")).toEqual([
      "nukualofa",
      "noumea",
      "saint",
      "remy",
    ]);
    for (const written of ["Nuku'alofa", "Nuku’alofa", "NUKUALOFA"]) {
      expect(wordsOf(written)).toEqual(["nukualofa"]);
    }
    expect(wordsOf("x".repeat(500))).toEqual(["x".repeat(64)]);
  });

  test("are written in one way alone, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        for (const word of wordsOf(text)) expect(wordsOf(word)).toEqual([word]);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("the terms of a notice", () => {
  test("of a risk flag are its flight and its airports by name, and of travellers their documents alone", async () => {
    const { general, personal } = termsOf((await sealDraft(fullRiskFlag())).sections);
    const words = ["nadi", "fiji", "tonga", "payment", "short"].map(wordTerm);
    for (const term of ["flights ZZ410", ...words]) expect(general).toContain(term);
    expect([...personal]).toEqual(["documents X0000000"]);
    for (const word of ["person", "23a", "sampl1"]) expect(general).not.toContain(wordTerm(word));
  });

  test("are the words of all texts and the identifiers, of persons their documents alone", async () => {
    const { general, personal } = termsOf((await sealDraft(fullAlert())).sections);
    for (const word of ["cocaine", "trade", "sample", "pf", "0714", "blocks", "tip", "polynesia"]) {
      expect(general).toContain(wordTerm(word));
    }
    for (const term of [
      "imo 9999993",
      "mmsi 351000000",
      "callSigns 3EXX9",
      "containers ZZZU1234564",
      "flights FJ911",
    ]) {
      expect(general).toContain(term);
    }
    expect([...personal]).toEqual(["documents X0000000"]);
    // The names of persons, and whom the notice addresses, are in no index.
    for (const word of ["person", "skipper", "watch", "liaison"]) {
      expect(general).not.toContain(wordTerm(word));
    }
  });

  test("follow the sections that one has, and nothing else", async () => {
    const { sections } = await openDraft(fullAlert());
    const without = sections.filter(({ type }) => type !== SectionType.CONVEYANCE);
    const { general } = termsOf(without.map(({ bytes }) => bytes));
    expect(general).toContain(wordTerm("cocaine"));
    expect(general).not.toContain("imo 9999993");
    expect(general).not.toContain(wordTerm("9999993"));
    expect(termsOf([Buffer.from("no section")]).general.size).toBe(0);
  });
});

describe("an identifier", () => {
  test("is the same however it is written", () => {
    expect(identifierTerm("imo", "IMO 9999993")).toBe("imo 9999993");
    expect(identifierTerm("containers", "zzzu 123456-4")).toBe("containers ZZZU1234564");
    expect(identifierTerm("flights", "fj 0911")).toBe("flights FJ911");
    expect(identifierTerm("documents", "x-000 0000")).toBe("documents X0000000");
    expect(identifierTerm("imo", "1234568")).toBeNull();
    expect(identifiersIn(["imo 9999993", "word imo", "flights FJ911"])).toMatchObject({
      imo: ["9999993"],
      flights: ["FJ911"],
      mmsi: [],
    });
  });
});

describe("a question", () => {
  test("asks for all its words and identifiers", () => {
    expect(asked("Yacht, Nuku'alofa", { mmsi: ["351 000 000"] })).toEqual({
      terms: ["word yacht", "word nukualofa", "mmsi 351000000"],
    });
  });

  test("that asks for nothing, or for what is no identifier, says what is wrong", () => {
    expect(asked(" ,- ")).toMatchObject({ violations: [{ rule: "search-something" }] });
    expect(asked("", { imo: ["1234568"], callSigns: ["3EXX9", "?"] })).toMatchObject({
      violations: [
        { field: "identifiers.imo[0]", rule: "imo-form" },
        { field: "identifiers.call_signs[1]", rule: "call-sign-form" },
      ],
    });
    expect(asked("x".repeat(201))).toMatchObject({ violations: [{ rule: "text-length" }] });
    expect(asked("", { imo: Array(33).fill("9999993") })).toMatchObject({
      violations: [{ rule: "list-length" }],
    });
  });
});

test("equal words of two participants have nothing in common, under one key or two", () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const hashes = [
    participantKey(key, "FJ"),
    participantKey(key, "TO"),
    participantKey(other, "FJ"),
  ].map((its) => termHash(its, "word cocaine"));
  expect(new Set(hashes).size).toBe(3);
  expect(termHash(participantKey(key, "FJ"), "word cocaine")).toBe(hashes[0]);
  for (const its of hashes) expect(its).toMatch(/^-?\d+$/);
});

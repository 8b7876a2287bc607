import { SectionType, TimePrecision } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, kindWords } from "@talanoa/contract/words.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compose } from "./compose.ts";
import { parseDraft } from "./draft.ts";
import { readTime } from "./draft-time.ts";
import { openNotice, sectionOf } from "./open.ts";
import { template } from "./template.ts";
import { fullAlert, now, sealDraft } from "./testing/sample-notice.ts";
import { tinyPng } from "./testing/tiny-images.ts";
import { validateNotice } from "./validate.ts";
import { InvalidNotice, type Violation } from "./violation.ts";

function refusal(draft: unknown): readonly Violation[] {
  try {
    parseDraft(draft);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidNotice);
    return (error as InvalidNotice).violations;
  }
  throw new Error("the draft was not refused");
}

async function opened(draft: object) {
  return openNotice(await sealDraft(draft));
}

const minimal = {
  kind: "alert",
  type: "sighting",
  title: "A yacht",
  when: "2025-07-14",
  where: "Suva",
  narrative: "Seen off the reef.",
  marking: "green",
};

describe("a draft", () => {
  test("of six short lines is a valid alert to all Members", async () => {
    const notice = await opened(minimal);
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    expect(notice.routing).toMatchObject({
      countries: ["FJ"],
      regions: ["melanesia"],
      audience: { allMembers: true },
    });
  });

  test("may write one thing for a list of one, and a text for a record", () => {
    const short = parseDraft({ ...minimal, goods: "Cocaine", images: { content: tinyPng } });
    expect(short.goods).toEqual([{ name: "Cocaine" }]);
    expect(short.where).toEqual([{ name: "Suva" }]);
    expect(short.when).toEqual({ start: "2025-07-14" });
    expect(short.narrative).toEqual({ text: "Seen off the reef." });
    expect(short.marking).toEqual({ tlp: "TLP:GREEN" });
    expect(short.images).toHaveLength(1);
  });

  test("takes a known code for a code and any other text for a name", () => {
    const where = (text: string) => parseDraft({ ...minimal, where: text }).where;
    expect(where("FJSUV")).toEqual([{ unlocode: "FJSUV" }]);
    expect(where("FJ SUV")).toEqual([{ unlocode: "FJSUV" }]);
    expect(where("FJ XYZ")).toEqual([{ unlocode: "FJXYZ" }]);
    // Looks like a code of Namibia, and is a town in Fiji.
    expect(where("NANDI")).toEqual([{ name: "NANDI" }]);
  });

  test("sorts a list of addressees into sub-regions, participants and officers", () => {
    const { audience } = parseDraft({
      ...minimal,
      audience: ["polynesia", "FJ", "NZ:nz-liaison"],
    });
    expect(audience).toEqual({
      sub_regions: ["polynesia"],
      participants: ["FJ"],
      officers: ["NZ:nz-liaison"],
    });
    expect(compose(parseDraft({ ...minimal, audience: "all" }), "FJ").audience).toEqual({
      allMembers: true,
    });
  });

  test("addresses nobody by default when its marking needs a smaller circle", async () => {
    const notice = await opened({ ...minimal, marking: "TLP:AMBER" });
    expect(validateNotice(notice, { now }).violations).toMatchObject([
      { field: "audience", rule: "audience-required" },
    ]);
  });

  test("counts fields that are null as not given", () => {
    expect(parseDraft({ ...minimal, office: null, goods: [null] }).office).toBeUndefined();
  });

  test("takes codes that YAML reads as numbers, and refuses those that lost a zero", async () => {
    const good = "goods: { name: Cocaine, hs_heading: 2939 }";
    const lost = "goods: { name: Lizards, hs_heading: 0106 }";
    const rulesOf = async (goods: string) =>
      validateNotice(await opened({ ...minimal, ...parse(goods) }), { now }).violations;
    expect(await rulesOf(good)).toEqual([]);
    expect(await rulesOf(lost)).toMatchObject([{ rule: "hs-heading-form" }]);
  });

  test("is composed with codes in their plain form and countries of known names", async () => {
    const notice = await opened({
      ...minimal,
      where: "Nuku Hiva, Marquesas Islands",
      conveyance: { imo: "IMO 9999993", flight: "fj 911", containers: "zzzu 123456-4" },
      goods: { name: "Cocaine", hs_heading: "2939.91" },
      title: "  A yacht\t",
      narrative: "One\r\nTwo",
    });
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    expect(sectionOf(notice, SectionType.CONVEYANCE)).toMatchObject({
      imo: "9999993",
      flight: "FJ911",
      containers: ["ZZZU1234564"],
    });
    expect(sectionOf(notice, SectionType.PLACES)!.scenes[0]!.country).toBe("PF");
    expect(sectionOf(notice, SectionType.GOODS)!.commodities[0]!.hsHeading).toBe("293991");
    expect(sectionOf(notice, SectionType.SUMMARY)!.title).toBe("A yacht");
    expect(sectionOf(notice, SectionType.NARRATIVE)!.text).toBe("One\nTwo");
  });

  test("takes metadata out of images and writes a camera's turn into the caption", async () => {
    const { jpegSegment, jpegWith, exifTurned } = await import("./testing/tiny-images.ts");
    const exif = Buffer.concat([Buffer.from("Exif\0\0"), exifTurned(6)]);
    const content = jpegWith([jpegSegment(0xe1, exif)]).toString("base64");
    const notice = await opened({ ...minimal, images: [{ content, caption: "The hull" }] });
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    const image = sectionOf(notice, SectionType.IMAGE)!;
    expect(image.caption).toBe("The hull (view turned 90° to the right)");
    expect(Buffer.from(image.content)).toEqual(jpegWith());
  });

  test("refuses an image that is none", () => {
    for (const images of [{ content: "bm90IGFuIGltYWdl" }, { file: "photo.jpg" }]) {
      expect(() => compose(parseDraft({ ...minimal, images }), "FJ")).toThrow(/draft-image/);
    }
  });
});

describe("a draft of the wrong shape is refused with the field as it was written", () => {
  test.each<[object, string, string, RegExp]>([
    [{ titel: "x" }, "titel", "draft-unknown-field", /Did you mean title/],
    [{ goods: [{ clas: "x" }] }, "goods[0].clas", "draft-unknown-field", /class/],
    [{ goods: { clas: "x" } }, "goods.clas", "draft-unknown-field", /class/],
    [{ route: { via: "x" } }, "route.via", "draft-unknown-field", /transit/],
    [{ kind: "alarm" }, "kind", "draft-word", /alert, operation/],
    [{ kind: null }, "kind", "draft-word", /alert, operation/],
    [{ marking: "pink" }, "marking", "draft-word", /TLP:AMBER\+STRICT/],
    [{ when: "14/07/2025" }, "when", "draft-time", /2025-07-14/],
    [{ when: { start: "2025-13" } }, "when.start", "draft-time", /2025-07/],
    [{ when: "2025-07-14T09:30" }, "when", "draft-time", /offset/],
    [{ where: 7 }, "where", "draft-shape", /fields/],
    [{ title: 7 }, "title", "draft-shape", /quotes/],
    [{ goods: [{ quantity: "3" }] }, "goods[0].quantity", "draft-shape", /number/],
    [{ exercise: "no" }, "exercise", "draft-shape", /true or false/],
    [{ images: [{ content: "*" }] }, "images[0].content", "draft-image", /JPEG/],
    [{ goods: { value: { amount: 1 } } }, "goods.value.currency", "draft-shape", /missing/],
  ])("%j", (part, field, rule, description) => {
    const violations = refusal({ ...minimal, ...part });
    expect(violations).toMatchObject([{ field, rule }]);
    expect(violations[0]!.description).toMatch(description);
  });

  test("and a draft that is no record at all", () => {
    for (const draft of ["alert", 7, null, undefined, []]) {
      expect(refusal(draft)).toMatchObject([{ field: "draft", rule: "draft-shape" }]);
    }
  });

  test("without quoting what may be the name of a person", () => {
    const [violation] = refusal({ ...minimal, persons: [{ "Jo Sample": "skipper" }] });
    expect(JSON.stringify(violation)).not.toContain("Sample");
    expect(violation).toMatchObject({ field: "persons[0]", rule: "draft-unknown-field" });
  });
});

describe("no violation or warning", () => {
  test("quotes what a notice says of persons, companies or in words", async () => {
    const secret = "Zyx";
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("\u0000", "\u202e", "x".repeat(3000)), async (bad) => {
        const draft = fullAlert();
        const text = `${secret}${bad}`;
        const person = { name: text, birth_date: text, sex: text, nationality: text };
        draft.persons = [
          { ...draft.persons[0]!, ...person, document_type: text, document_number: text },
        ];
        draft.companies = [{ name: text, registration_number: text, country: text }];
        Object.assign(draft, { title: text, office: text, narrative: text });
        const { violations, warnings } = validateNotice(await opened(draft), { now });
        expect(violations.length).toBeGreaterThan(10);
        expect(JSON.stringify([violations, warnings]).toUpperCase()).not.toContain("ZYX");
      }),
    );
  });
});

describe("a time", () => {
  test("is as exact as it was written", () => {
    expect(readTime("2025-07")).toMatchObject({ first: Date.UTC(2025, 6, 1), precision: "month" });
    expect(readTime("2025-07-14")).toEqual({
      first: Date.UTC(2025, 6, 14),
      last: Date.UTC(2025, 6, 15) - 1,
      precision: "day",
    });
    expect(readTime("2025-07-14T09:30+12:00")).toMatchObject({
      first: Date.UTC(2025, 6, 13, 21, 30),
      precision: "minute",
    });
  });

  test("is none for a day that no calendar has", () => {
    for (const text of ["2025-02-29", "2025-00", "2025-04-31", "2025-7-1", "", "0025-01-01"]) {
      expect(readTime(text)).toBeNull();
    }
    expect(readTime("2024-02-29")).not.toBeNull();
  });

  test("that ends another day is a period up to that day's end", () => {
    const when = { start: "2024-05-20", end: "2024-05-31" };
    const [summary] = compose(parseDraft({ ...minimal, when }), "FJ").sections;
    expect(summary!.body).toMatchObject({
      time: {
        startAt: Date.UTC(2024, 4, 20),
        endAt: Date.UTC(2024, 5, 1) - 1,
        precision: TimePrecision.PERIOD,
      },
    });
  });

  test("may be today's date where the day has begun, before it has in UTC", async () => {
    const notice = await opened({ ...minimal, when: "2026-01-16" });
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    const tomorrow = await opened({ ...minimal, when: "2026-01-17" });
    expect(validateNotice(tomorrow, { now }).violations).toMatchObject([
      { field: "when", rule: "event-not-ahead" },
    ]);
  });
});

describe("the template", () => {
  test.each(codesOf(kindWords))("of kind %s is a valid notice", async (kind) => {
    const notice = await opened(parse(template(kind)));
    expect(notice.header.kind).toBe(kind);
    expect(validateNotice(notice, { now })).toMatchObject({ violations: [], warnings: [] });
  });

  test.each(codesOf(kindWords))("of kind %s shows fields that are all known", (kind) => {
    const lines = template(kind).split("\n");
    const fields = lines.filter((line) => /^#(?! [A-Z])/.test(line)).map((line) => line.slice(1));
    // A field may be shown in two ways: the later one counts.
    const all = lines.map((line) => (/^#(?! [A-Z])/.test(line) ? line.slice(1) : line));
    expect(fields.length).toBeGreaterThan(8);
    const draft = parse(all.join("\n"), { uniqueKeys: false });
    expect(() => parseDraft(draft)).not.toThrow();
  });
});

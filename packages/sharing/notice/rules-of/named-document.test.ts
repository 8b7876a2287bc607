import { describe, expect, test } from "vitest";
import { fullAlert, now, openDraft } from "../testing/sample-notice.ts";
import { validateNotice } from "../validate.ts";
import { namesDocument } from "./named-document.ts";

describe("a text", () => {
  test.each([
    "passport X1234567",
    "Held a PASSPORT (X1234567) of Fiji.",
    "passport no. LA123456, aged 40",
    "Passport number: X 1234567",
    "his Tongan passport, number T123456",
    "passport of the skipper: ABC12345",
    "passport 123456789",
    "passport no 1234567",
    "passeport no X1234567",
    "passeport n° 12AB34567",
    "passeport français numéro 09PN12345",
    "titre de voyage n° 123456789",
    "passport no 12345",
    "passport: A 1234567",
    "passport FJ 123456 of Fiji",
    "passport IN-1234567",
    "passport ON123456",
    "Passport stamped on 20250714, number X1234567",
    "No passport at first.\nLater showed passport X1234567",
  ])("has what looks like the number of a passport: %s", (text) => {
    expect(namesDocument(text)).toBe(true);
  });

  test.each([
    "",
    "Two passports were found in the bilge",
    "passport control on 2025-07-14 at 09:30",
    "Yacht Passport, MMSI 351000000, IMO 9999993",
    "passport holder on flight FJ911",
    "passports worth 100000 USD",
    "passport. Container ZZZU1234564",
    "X1234567 is the registration",
    "Passport to Paradise II, seen at 2025",
    "passport stamped on 20250714",
    "PASSPORT STAMPED ON 20250714",
    "passports in a batch of 12000",
    "passport shown, and no 20000 declared",
    "passeport vu le 20250714",
  ])("has none: %s", (text) => {
    expect(namesDocument(text)).toBe(false);
  });

  const smallWords =
    "an as at be by do go he if in is it me my no of on or so to up us we au de du en et le ou un";

  test.each(smallWords.split(" "))("has none where '%s' stands before a number", (word) => {
    expect(namesDocument(`Passports seen ${word} 20250714`)).toBe(false);
    expect(namesDocument(`PASSPORTS SEEN ${word.toUpperCase()} 12000`)).toBe(false);
    expect(namesDocument(`Passport seen ${word} 20250714: X1234567`)).toBe(true);
    expect(namesDocument(`Passport seen: ${word.toUpperCase()}123456`)).toBe(true);
  });

  test("of any length is looked at at once", () => {
    const started = performance.now();
    namesDocument("passport no ".repeat(5_000));
    namesDocument(`passport ${"a1 ".repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test("a passport's number in a free text is warned of by its field, wherever it stands but with the persons", async () => {
  const number = "Passport X1234567 was shown.";
  const draft = {
    ...fullAlert(),
    title: `Yacht. ${number}`,
    goods: [{ name: "Cocaine", class: "drugs-cocaine", note: number }],
    narrative: { text: "Nothing else.", follow_up: number },
    persons: [{ name: "SAMPLE PERSON", note: number }],
  };
  const { violations, warnings } = validateNotice(await openDraft(draft), { now });
  expect(violations).toEqual([]);
  expect(warnings.map(({ field, rule }) => `${field} ${rule}`).toSorted()).toEqual([
    "goods[0].note document-in-text",
    "narrative.follow_up document-in-text",
    "title document-in-text",
  ]);
  expect(JSON.stringify(warnings)).not.toContain("1234567");
});

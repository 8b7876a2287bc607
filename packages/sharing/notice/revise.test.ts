import { SectionType, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { openNotice, sectionOf } from "./open.ts";
import { revisedContent } from "./revise.ts";
import { sealDraft } from "./testing/sample-notice.ts";

const draft = {
  kind: "alert",
  type: "seizure",
  title: "Cigarettes in a container",
  case_reference: "FJ 12/3",
  when: "2025-01-14",
  where: "Suva",
  narrative: "Found behind a false wall.",
  persons: [{ name: "A. Nother" }],
  marking: "TLP:AMBER",
  audience: { participants: ["TO"], show: true },
  expires: "2031-01-01",
  precedence: "priority",
};

async function before() {
  return openNotice(await sealDraft(draft));
}

function bodyOf(content: ReturnType<typeof revisedContent>, type: SectionType) {
  return content.sections.find((section) => section.type === type)?.body;
}

describe("the next version of a notice", () => {
  test("says all that the one before says, personal data and audience too, when nothing is given", async () => {
    const content = revisedContent(await before(), {});
    expect(content).toMatchObject({
      tlp: Tlp.AMBER,
      precedence: 2,
      eventAt: Date.UTC(2025, 0, 14),
      expiresAt: Date.UTC(2031, 0, 1),
      audience: { participants: ["TO"] },
      showAudience: true,
    });
    expect(content.sections.map(({ type }) => type).sort((a, b) => a - b)).toEqual([
      SectionType.SUMMARY,
      SectionType.PLACES,
      SectionType.NARRATIVE,
      SectionType.PERSONS,
    ]);
    expect(bodyOf(content, SectionType.PERSONS)).toMatchObject({
      persons: [{ name: "A. Nother" }],
    });
  });

  test("has what is given in place of what was said, field by field", async () => {
    const changes = { title: "Tobacco in a container", narrative: "Found under the floor." };
    const content = revisedContent(await before(), { ...changes, marking: "TLP:GREEN" });
    expect(content.tlp).toBe(Tlp.GREEN);
    expect(content.audience).toMatchObject({ participants: ["TO"] });
    expect(bodyOf(content, SectionType.SUMMARY)).toMatchObject({
      title: "Tobacco in a container",
      caseReference: "FJ 12/3",
    });
    expect(bodyOf(content, SectionType.NARRATIVE)).toMatchObject({
      text: "Found under the floor.",
    });
  });

  test("lacks what is given as null", async () => {
    const content = revisedContent(await before(), { persons: null, expires: null });
    expect(bodyOf(content, SectionType.PERSONS)).toBeUndefined();
    expect(content.expiresAt).toBe(0);
  });

  test("is held as the one before is, each caveat and time until it is said anew", async () => {
    const held = openNotice(
      await sealDraft({
        ...draft,
        purpose: "serious-crime",
        handling: ["not-for-court"],
        embargo_until: "2030-01-01",
        acknowledge_by: "2030-02-01T00:00Z",
      }),
    );
    expect(revisedContent(held, { title: "Tobacco" })).toMatchObject({
      purpose: held.routing?.purpose,
      handling: {
        notForCourt: true,
        embargoUntil: Date.UTC(2030, 0, 1),
        acknowledgeBy: Date.UTC(2030, 1, 1),
      },
    });
    expect(held.routing?.purpose).toBeGreaterThan(0);
    const changed = revisedContent(held, { handling: ["protect-source"], embargo_until: null });
    expect(changed.handling).toMatchObject({
      notForCourt: false,
      protectSource: true,
      embargoUntil: 0,
      acknowledgeBy: Date.UTC(2030, 1, 1),
    });
  });

  test("is addressed anew when an audience is given", async () => {
    const content = revisedContent(await before(), { audience: "polynesia" });
    expect(content.audience).toMatchObject({ subRegions: ["polynesia"] });
    expect(content.showAudience).toBe(false);
  });

  test("refuses a field that is not known", async () => {
    const notice = await before();
    expect(() => revisedContent(notice, { titel: "x" })).toThrow(/draft-unknown-field/);
    expect(sectionOf(notice, SectionType.SUMMARY)?.title).toBe(draft.title);
  });
});

import { type Kind, NoticeHeader, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { describeNotice } from "./describe.ts";
import type { Line } from "./describe-line.ts";
import { openNotice } from "./open.ts";
import { fullAlert, openDraft, samples, sealDraft } from "./testing/sample-notice.ts";

/** The lines as text, indented. */
function text(lines: readonly Line[], indent = ""): string {
  return lines
    .map(({ label, value, lines: under }) =>
      `${indent}${label}: ${value}\n${text(under, `${indent}  `)}`.replace(/ \n/, "\n"),
    )
    .join("");
}

/** Every text that stands in a draft, but images. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split("\n");
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(textsOf);
}

describe("a notice as it is shown", () => {
  test("has everything that its writer wrote", async () => {
    for (const sample of Object.values(samples)) {
      const draft = sample();
      const shown = text(describeNotice(await openDraft(draft)));
      const written = textsOf(draft).filter((word) => !["AMBER", "A", "B"].includes(word));
      for (const word of written) expect(shown).toContain(word);
    }
  });

  test("names what codes mean", async () => {
    const shown = text(describeNotice(await openDraft(fullAlert())));
    for (const meaning of [
      "marking: TLP:AMBER",
      "grading: A1 (admiralty): Completely reliable; Confirmed",
      "event: 2025-07-14\n",
      "handling: not-for-court (Do not use it in court unless the originator permits)",
      "embargo: no use before: 2199-01-20 00:00 UTC",
      "acknowledge by: 2199-01-18 23:59 UTC",
      "when: 2025-07-14\n",
      "class: drugs-cocaine (Cocaine)",
      "HS heading: 2939 (Organic chemicals)",
      "quantity: about 1646.8 kg",
      "concealment: vessel-structure (Built into the craft)",
      "mode: 1 (Maritime transport)",
      "flag: PA (Panama)",
      "document: P (Passport) X0000000",
      "audience, officers: AU:au-liaison",
      "image: image/png, 68 bytes",
    ]) {
      expect(shown).toContain(meaning);
    }
  });

  test("shows kinds, types and words that it does not know by their numbers", async () => {
    const notice = await openDraft(fullAlert());
    notice.header.kind = 7 as Kind;
    Object.assign(notice.sections[1]!.body as object, { alertType: 9 });
    Object.assign(notice.sections[2]!, { type: 99, category: 8, body: null, size: 120 });
    const shown = text(describeNotice(notice));
    expect(shown).toContain("kind: #7\n");
    expect(shown).toContain("type: #9\n");
    expect(shown).toContain("section of an unknown type: #8\n  type: #99\n  size: 120 bytes\n");
  });

  test("shows what is left of a copy from which sections were withheld", async () => {
    const { header, signature, keyId } = await sealDraft(fullAlert());
    const lines = describeNotice(openNotice({ header, sections: [], signature, keyId }));
    expect(lines.map(({ label }) => label)).toContain("issued");
    expect(NoticeHeader.decode(header).sectionDigests.length).toBe(16);
  });

  test("cannot move a reader's cursor or turn the writing, whoever sealed it", async () => {
    const notice = await openDraft(fullAlert());
    const summary = notice.sections.find(({ type }) => type === SectionType.SUMMARY)!;
    Object.assign(summary.body as object, { title: "a\u001b[2Jb\u202ec" });
    expect(text(describeNotice(notice))).toContain("title: a<U+001B>[2Jb<U+202E>c\n");
  });
});

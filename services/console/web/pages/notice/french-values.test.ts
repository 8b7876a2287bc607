import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { openDraft, samples } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { describe, expect, test } from "vitest";
import { frenchValue, tables } from "./french-values.ts";

describe.each(Object.entries(tables))(
  "the names after the codes of “%s”",
  (label, { english, french }) => {
    test("all have their French, which is shown in their place", () => {
      expect(Object.keys(english).filter((code) => !french[code])).toEqual([]);
      for (const [code, name] of Object.entries(english)) {
        // A name with brackets of its own stays.
        if (/[()]/.test(name)) continue;
        expect(frenchValue(label, `Suva; ${code} (${name})`)).toBe(
          `Suva; ${code} (${french[code]})`,
        );
      }
    });
  },
);

test("what somebody wrote stays as it was written", () => {
  expect(frenchValue("where", "Wharf (Fiji)")).toBe("Wharf (Fiji)");
  expect(frenchValue("concealment", "baggage (Under the bed)")).toBe("baggage (Under the bed)");
  expect(frenchValue("text", "about 5 kg to FJ (Fiji)")).toBe("about 5 kg to FJ (Fiji)");
});

test("grades, sentences and joined words", () => {
  expect(frenchValue("grading", "C2 (admiralty): Fairly reliable; Probably true")).toBe(
    "C2 (admiralty) : Assez fiable ; Probablement vrai",
  );
  expect(frenchValue("grading", "C2 (other)")).toBe("C2 (other)");
  expect(frenchValue("grade", "B (talanoa): High: one strong reason")).toBe(
    "B (talanoa) : Élevé : un motif fort",
  );
  expect(frenchValue("HS heading", "2939 (Organic chemicals)")).toBe(
    "2939 (Produits chimiques organiques)",
  );
  expect(frenchValue("sections", "summary, places")).toBe("Résumé, Lieux");
  expect(frenchValue("quantity", "about 5 kg")).toBe("environ 5 kg");
});

test("no value of a sample notice keeps the English name of a code", async () => {
  const notices = await Promise.all(Object.values(samples).map((sample) => openDraft(sample())));
  const all = (lines: readonly Line[]): Line[] =>
    lines.flatMap((line) => [line, ...all(line.lines)]);
  const kept = notices
    .flatMap((notice) => all(describeNotice(notice)))
    .filter(({ label, value }) => {
      const names = Object.values(tables[label]?.english ?? {});
      const its = frenchValue(label, value);
      return names.some(
        (name) => its === value && value.endsWith(`(${name})`) && !french(label, name),
      );
    });
  expect(kept.map(({ label, value }) => `${label}: ${value}`)).toEqual([]);
});

/** Whether a name is the same in French. */
function french(label: string, name: string): boolean {
  return Object.values(tables[label]!.french).includes(name);
}

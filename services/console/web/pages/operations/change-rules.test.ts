import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

// The language is chosen by what a browser keeps.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { changeRules } = await import("./change-rules.ts");
const { changeFieldName } = await import("./change-field-name.ts");

const routing = new URL("../../../../member-routing/", import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, routing), "utf8");

test("every rule that the directory has of an operation is said by the page in both languages, and no other", () => {
  const all = [...textOf("entry-rules.ts").matchAll(/^ {2}"([a-z-]+)":/gm)].map(
    ([, rule]) => rule!,
  );
  expect(all.length).toBeGreaterThan(30);
  const used = `${textOf("check-operation.ts")} "period-order" "text-length"`;
  const needed = all.filter((rule) => used.includes(`"${rule}"`)).toSorted();
  expect(needed).toContain("operation-sponsor");
  for (const rules of [changeRules.en, changeRules.fr])
    expect(Object.keys(rules).toSorted()).toEqual(needed);
});

test("a field of the directory is called as the form calls it, with the participant whose row it is", () => {
  const participants = ["NZ", "NAVY"].map((participant) => ({
    participant,
    period: null,
    seesEarlier: false,
    sponsor: "",
  }));
  const named = (field: string) => changeFieldName(field, { participants });
  expect(named("operation.participants[0].participant")).toBe("Participants: NZ New Zealand");
  expect(named("operation.participants[1].sponsor")).toBe("Participants: NAVY");
  expect(named("operation.ends_at")).toBe("Ends (the last day)");
  expect(named("operation.unheard_of")).toBe("");
});

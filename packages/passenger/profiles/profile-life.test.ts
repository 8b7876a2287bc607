import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activeVersion,
  afterStep,
  isRefusal,
  type ProfileStep,
  type ProfileVersion,
} from "./profile-life.ts";

function life(...steps: ProfileStep[]): readonly ProfileVersion[] {
  return steps.reduce<readonly ProfileVersion[]>((versions, step) => {
    const after = afterStep(versions, step);
    if (isRefusal(after)) throw new Error(after.text);
    return after;
  }, []);
}

const saved = { step: "save", by: "mele" } as const;
const proposed = { step: "propose", by: "mele", version: 1 } as const;
const activated = { step: "activate", by: "tomasi", version: 1 } as const;

const anyPerson = fc.constantFrom("mele", "tomasi", "ana");
const anyStep: fc.Arbitrary<ProfileStep> = fc.oneof(
  fc.record({ step: fc.constant("save" as const), by: anyPerson }),
  fc.record({
    step: fc.constantFrom(
      "propose" as const,
      "activate" as const,
      "return" as const,
      "retire" as const,
    ),
    by: anyPerson,
    version: fc.integer({ min: 1, max: 5 }),
  }),
);

describe("the life of a profile", () => {
  test("goes from draft over proposed to active by two persons", () => {
    expect(life(saved, proposed, activated)).toEqual([
      { version: 1, state: "active", savedBy: "mele", proposedBy: "mele", activatedBy: "tomasi" },
    ]);
  });

  test.each(["mele", "tomasi"])("is not activated by %s, who saved or proposed it", (by) => {
    const versions = life(saved, { ...proposed, by: "tomasi" });
    const after = afterStep(versions, { ...activated, by });
    expect(after).toMatchObject({ refused: "same-person" });
  });

  test("says how two persons get on when one has saved what the other proposed", () => {
    const stuck = life(saved, { ...proposed, by: "tomasi" });
    expect(afterStep(stuck, activated)).toMatchObject({
      text: expect.stringContaining(
        "return it, let who saved it propose it, and the other activate it.",
      ),
    });
    const way = [{ step: "return", by: "mele", version: 1 } as const, proposed, activated];
    expect(life(saved, { ...proposed, by: "tomasi" }, ...way)).toMatchObject([{ state: "active" }]);
    const own = afterStep(life(saved, proposed), { ...activated, by: "mele" });
    expect(own).toMatchObject({ text: expect.stringMatching(/another person does\.$/) });
  });

  test("has no step from draft to active", () => {
    expect(afterStep(life(saved), activated)).toEqual({
      refused: "wrong-state",
      text: "Version 1 is draft: only what was proposed is activated or returned.",
    });
  });

  test("keeps the active version until a changed one is activated", () => {
    const changed = life(saved, proposed, activated, saved);
    expect(activeVersion(changed)?.version).toBe(1);
    const second = life(
      saved,
      proposed,
      activated,
      saved,
      { step: "propose", by: "mele", version: 2 },
      { step: "activate", by: "tomasi", version: 2 },
    );
    expect(second.map(({ state }) => state)).toEqual(["retired", "active"]);
  });

  test("does not take up a version that was changed after it was proposed", () => {
    expect(afterStep(life(saved, proposed, saved), activated)).toMatchObject({
      refused: "newer-version",
    });
  });

  test("forgets who proposed a version that was returned", () => {
    const versions = life(saved, proposed, { step: "return", by: "tomasi", version: 1 });
    expect(versions).toEqual([{ version: 1, state: "draft", savedBy: "mele" }]);
  });

  test("is stopped by one person, for good", () => {
    const versions = life(saved, proposed, activated, { step: "retire", by: "mele", version: 1 });
    expect(activeVersion(versions)).toBeUndefined();
    expect(afterStep(versions, proposed)).toMatchObject({ refused: "wrong-state" });
  });

  test("never has two active versions, nor one that a single person brought into use", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        let versions: readonly ProfileVersion[] = [];
        for (const step of steps) {
          const after = afterStep(versions, step);
          if (isRefusal(after)) continue;
          expect(after.length).toBeGreaterThanOrEqual(versions.length);
          versions = after;
          const active = versions.filter(({ state }) => state === "active");
          expect(active.length).toBeLessThanOrEqual(1);
          for (const { savedBy, proposedBy, activatedBy } of versions) {
            if (activatedBy !== undefined) expect([savedBy, proposedBy]).not.toContain(activatedBy);
          }
          expect(versions.map(({ version }) => version)).toEqual(versions.map((_, at) => at + 1));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

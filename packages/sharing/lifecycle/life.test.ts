import { Ending, NoticeLife } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  after,
  contentOf,
  type Given,
  hasEnded,
  isRefused,
  type Life,
  type LifeEvent,
  readLife,
  stepOf,
  unborn,
  writtenLife,
} from "./life.ts";

const anyEvent: fc.Arbitrary<LifeEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom("accepted" as const, "consent-granted" as const),
    version: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    type: fc.constantFrom(
      "recalled" as const,
      "erasure-ordered" as const,
      "expired" as const,
      "destroyed" as const,
      "withdrawn" as const,
      "spoken-of" as const,
      "answered" as const,
    ),
  }),
  fc.record({
    type: fc.constant("nothing-found" as const),
    by: fc.constantFrom("TO", "WS"),
    version: fc.integer({ min: 1, max: 6 }),
    given: fc.constantFrom(given(1, "TO", "WS"), given(2, "TO", "WS", "NU")),
    takesBack: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("something-found" as const),
    by: fc.constantFrom("TO", "WS"),
  }),
);

/** A life that some events, in any order, can lead to. */
const anyLife = fc.array(anyEvent, { maxLength: 12 }).map((events) => {
  let life = unborn;
  for (const event of events) {
    const next = after(life, event);
    if (!isRefused(next)) life = next;
  }
  return life;
});

function given(version: number, ...participants: string[]): Given[] {
  return participants.map((participant) => ({ participant, version }));
}

const runs = { numRuns: 10_000 };
const content = ["whole", "without-personal", "gone"];

describe("the life of a notice", () => {
  test("never takes back what has happened: versions, endings and erasures stay", () => {
    fc.assert(
      fc.property(anyLife, anyEvent, (life, event) => {
        const next = after(life, event);
        if (isRefused(next)) return;
        expect(next.newest).toBeGreaterThanOrEqual(life.newest);
        expect(next.personalErased).toBeGreaterThanOrEqual(life.personalErased);
        expect(next.withdrawn || !life.withdrawn).toBe(true);
        if (hasEnded(life)) expect(next).toEqual(life);
      }),
      runs,
    );
  });

  test("has no content that comes back", () => {
    fc.assert(
      fc.property(anyLife, anyEvent, fc.integer({ min: 1, max: 6 }), (life, event, version) => {
        const next = after(life, event);
        if (isRefused(next)) return;
        const left = (its: Life) => content.indexOf(contentOf(its, version));
        expect(version > life.newest || left(next) >= left(life)).toBe(true);
      }),
      runs,
    );
  });

  test("takes the next version alone, and none once it has ended", () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 1, max: 9 }), (life, version) => {
        const next = after(life, { type: "accepted", version });
        const may = !hasEnded(life) && version === life.newest + 1;
        expect(isRefused(next)).toBe(!may);
        if (!isRefused(next)) expect(next).toEqual({ ...life, newest: version });
      }),
      runs,
    );
  });

  test("ends once, and only once there is something to end", () => {
    fc.assert(
      fc.property(
        anyLife,
        fc.constantFrom("recalled" as const, "expired" as const),
        (life, type) => {
          const next = after(life, { type });
          expect(isRefused(next)).toBe(hasEnded(life) || life.newest === 0);
          if (isRefused(next)) return;
          expect(hasEnded(next)).toBe(true);
          expect(contentOf(next, life.newest)).toBe("gone");
          for (const again of ["recalled", "expired", "erasure-ordered"] as const)
            expect(isRefused(after(next, { type: again }))).toBe(true);
          const grant = { type: "consent-granted", version: life.newest } as const;
          expect(isRefused(after(next, grant))).toBe(true);
        },
      ),
      runs,
    );
  });

  test("is shared further in its newest version alone", () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 1, max: 6 }), (life, version) => {
        fc.pre(!hasEnded(life) && life.newest > 0);
        const next = after(life, { type: "consent-granted", version });
        expect(next).toEqual(version < life.newest ? "version-replaced" : life);
      }),
      runs,
    );
  });

  test("loses the personal sections of all versions there are, and of none that comes after", () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const next = after(life, { type: "erasure-ordered" });
        if (isRefused(next)) return;
        for (let version = 1; version <= life.newest; version++)
          expect(contentOf(next, version)).toBe("without-personal");
        expect(contentOf(next, life.newest + 1)).toBe("whole");
      }),
      runs,
    );
  });

  test("loses them also once all that were given them have found nothing, in whatever order, and not before", () => {
    const members = ["NU", "TO", "WS"];
    fc.assert(
      fc.property(
        anyLife,
        fc.array(fc.constantFrom(...members), { maxLength: 6 }),
        (before, said) => {
          fc.pre(!hasEnded(before) && before.newest > 0);
          let life = after(before, { type: "accepted", version: before.newest + 1 }) as Life;
          const { newest } = life;
          for (const by of said) {
            const its = { by, version: newest, given: given(newest, ...members) };
            life = after(life, { type: "nothing-found", ...its, takesBack: true }) as Life;
          }
          const byAll = members.every((member) => said.includes(member));
          expect(contentOf(life, newest)).toBe(byAll ? "without-personal" : "whole");
          expect(members.filter((member) => (life.cleared[member] ?? 0) >= newest)).toEqual(
            members.filter((member) => said.includes(member)),
          );
        },
      ),
      runs,
    );
  });

  test("keeps personal sections of a version that who found nothing has not spoken of", () => {
    const two = { ...unborn, newest: 2 };
    const nothing = { type: "nothing-found", by: "TO", takesBack: false } as const;
    const ofFirst = after(two, { ...nothing, version: 1, given: given(2, "TO") }) as Life;
    expect(ofFirst).toMatchObject({ personalErased: 0, cleared: { TO: 1 } });
    // The second is not yet given to anybody, or to others alone.
    const notRouted = after(two, { ...nothing, version: 1, given: given(1, "TO") }) as Life;
    expect(notRouted).toMatchObject({ personalErased: 1, cleared: { TO: 1 } });
    const toOthers = [...given(1, "TO"), ...given(2, "WS")];
    const ofOne = after(two, { ...nothing, version: 1, given: toOthers }) as Life;
    expect(ofOne.personalErased).toBe(0);
    const ofAll = after(ofOne, { ...nothing, by: "WS", version: 2, given: toOthers }) as Life;
    expect(ofAll.personalErased).toBe(2);
  });

  test("keeps personal sections from who said that it found something, until it takes that back", () => {
    fc.assert(
      fc.property(anyLife, (before) => {
        fc.pre(!hasEnded(before) && before.newest > 0);
        const life = after(before, { type: "something-found", by: "TO" }) as Life;
        const its = { by: "TO", version: before.newest, given: given(before.newest, "TO") };
        const nothing = { type: "nothing-found", ...its } as const;
        expect(after(life, { ...nothing, takesBack: false })).toBe("outcome-taken-back");
        const next = after(life, { ...nothing, takesBack: true }) as Life;
        expect(contentOf(next, next.newest)).toBe("without-personal");
        expect(next.found).not.toContain("TO");
        // Another's word is not its own.
        const other = { ...nothing, by: "NU", takesBack: false } as const;
        expect(isRefused(after(life, other))).toBe(false);
        expect((after(life, other) as Life).found).toContain("TO");
      }),
      runs,
    );
  });

  test("has something to destroy once something was taken back, and not before", () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const next = after(life, { type: "destroyed" });
        expect(isRefused(next)).toBe(!hasEnded(life) && life.personalErased === 0);
        if (!isRefused(next)) expect(next).toEqual(life);
      }),
      runs,
    );
  });

  test("is withdrawn once, and answered until then, also when it is no longer kept", () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        fc.pre(life.newest > 0);
        const answered = after(life, { type: "answered" });
        const recalled = life.ending === Ending.RECALLED;
        const refusal = recalled ? "notice-recalled" : "request-withdrawn";
        expect(answered).toEqual(recalled || life.withdrawn ? refusal : life);
        const next = after(life, { type: "withdrawn" });
        expect(isRefused(next)).toBe(hasEnded(life) || life.withdrawn);
        if (isRefused(next)) return;
        expect(next).toEqual({ ...life, withdrawn: true });
        expect(after(next, { type: "withdrawn" })).toBe("withdrawn-once");
        expect(after(next, { type: "answered" })).toBe("request-withdrawn");
      }),
      runs,
    );
  });

  test("is spoken of while it stands", () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        fc.pre(life.newest > 0);
        const next = after(life, { type: "spoken-of" });
        expect(isRefused(next)).toBe(hasEnded(life));
        if (!isRefused(next)) expect(next).toEqual(life);
      }),
      runs,
    );
  });

  test("is read as it was written", () => {
    fc.assert(
      fc.property(anyLife, anyEvent, (life, event) => {
        const next = after(life, event);
        const step = stepOf(event);
        if (isRefused(next) || step === null) return;
        const notice = { origin: "FJ", id: "x" };
        const bytes = NoticeLife.encode(writtenLife(next, step, notice, null));
        expect(readLife(NoticeLife.decode(bytes))).toEqual(next);
      }),
      runs,
    );
  });
});

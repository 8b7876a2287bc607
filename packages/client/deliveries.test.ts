import fc from "fast-check";
import { expect, test } from "vitest";
import { Deliveries } from "./deliveries.ts";
import type { CheckedCopy } from "./genuine-copy.ts";

const ROUTINE = 1;
const FLASH = 4;

test("numbers go up through reconnects, and the hub is told its own", () => {
  const deliveries = new Deliveries();
  deliveries.begin(false);
  expect(deliveries.place(1, ROUTINE, notice("a")).number).toBe(1);
  expect(deliveries.place(2, ROUTINE, notice("b")).number).toBe(2);
  expect(deliveries.received(1)).toBe(1);
  deliveries.begin(false);
  // What came by the call that is gone cannot be confirmed on this one.
  expect(deliveries.received(2)).toBeNull();
  const again = deliveries.place(1, ROUTINE, notice("b"));
  expect(again).toMatchObject({ number: 3, known: false });
  expect(deliveries.received(3)).toBe(1);
});

test("a copy that comes again is known, with what was told of it before", () => {
  const deliveries = new Deliveries();
  deliveries.begin(true);
  deliveries.place(1, ROUTINE, notice("a"));
  deliveries.place(2, ROUTINE, notice("b"));
  deliveries.received(1);
  deliveries.opened(1);
  deliveries.begin(true);
  expect(deliveries.place(1, ROUTINE, notice("a"))).toEqual({
    number: 1,
    known: true,
    received: true,
    opened: true,
  });
  expect(deliveries.place(2, ROUTINE, notice("b"))).toMatchObject({ known: true, received: false });
  // Confirmed late, it is confirmed under its number of the call that stands.
  expect(deliveries.received(2)).toBe(2);
});

test("what is stored of one precedence says nothing of another", () => {
  const deliveries = new Deliveries();
  deliveries.begin(true);
  deliveries.place(1, FLASH, notice("f"));
  deliveries.place(2, ROUTINE, notice("r"));
  deliveries.received(2);
  deliveries.begin(true);
  expect(deliveries.place(1, FLASH, notice("f"))).toMatchObject({ known: true, received: false });
  expect(deliveries.place(2, ROUTINE, notice("r"))).toMatchObject({ known: true, received: true });
});

test("a copy with more sections than before is not taken for the one before", () => {
  const deliveries = new Deliveries();
  deliveries.begin(true);
  deliveries.place(1, ROUTINE, notice("a", 2));
  expect(deliveries.place(2, ROUTINE, notice("a", 3)).known).toBe(false);
});

test("a copy that is not genuine never hides one that is", () => {
  const deliveries = new Deliveries();
  deliveries.begin(true);
  const forged = { kind: "not-genuine", reason: "", copy: {} } as unknown as CheckedCopy;
  deliveries.place(1, ROUTINE, forged);
  expect(deliveries.place(2, ROUTINE, forged).known).toBe(false);
  expect(deliveries.place(3, ROUTINE, notice("a")).known).toBe(false);
});

test("whatever the link does, each copy is given once and in the end confirmed", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }), (cuts) => {
      const all = Array.from({ length: 10 }, (_, index) => String(index));
      const deliveries = new Deliveries();
      const given: string[] = [];
      // The hub's position: all before it is confirmed.
      let position = 0;
      // Each call brings some copies; the client stores them, but the hub hears only of the first.
      for (const cut of [...cuts, 10]) {
        deliveries.begin(true);
        const from = position;
        all.slice(from, from + cut).forEach((id, index) => {
          const placed = deliveries.place(index + 1, ROUTINE, notice(id));
          if (!placed.known) given.push(id);
          const wire = deliveries.received(placed.number);
          if (wire !== null && (index === 0 || cut === 10)) position = from + wire;
        });
      }
      expect(given).toEqual(all);
      expect(position).toBe(10);
    }),
  );
});

function notice(id: string, sections = 1): CheckedCopy {
  return {
    kind: "notice",
    copy: {},
    notice: {
      header: { origin: "FJ", id, version: 1 },
      sections: Array.from({ length: sections }),
    },
  } as unknown as CheckedCopy;
}

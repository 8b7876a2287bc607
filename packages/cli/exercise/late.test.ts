import { expect, test } from "vitest";
import { laterKnown } from "./late.ts";
import type { Played } from "./played.ts";

/** A notice of Fiji's by its letter, of an event and a minute at which it was sent. */
function played(id: string, event: number, minute: number, references: string[] = []): Played {
  const expected = { accepted: true, receive: ["TO"], not_receive: [], withheld: [] };
  const inject = { id, publisher: "FJ", event_minute: event, minute, references, expected };
  const ref = { origin: "FJ", id, version: 1 };
  const deed = { as: "alert", type: "sighting" };
  return { inject, deed, ref, name: `FJ/${id}/1`, sequence: minute } as unknown as Played;
}

const all = [
  played("a", 10, 10),
  played("b", 60, 60, ["a"]),
  played("other case", 70, 70),
  played("late", 20, 90, ["a"]),
  played("afterwards", 95, 95, ["late"]),
];
const [, b, , late] = all as [Played, Played, Played, Played];

test("late is what somebody gets after what happened later in the same case", () => {
  expect(laterKnown(late, all)).toEqual([b]);
});

test("it is not late for who has nothing of the case that was later", () => {
  expect(laterKnown(late, [all[0]!, all[2]!, late])).toEqual([]);
});

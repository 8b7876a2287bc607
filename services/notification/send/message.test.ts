import { expect, test } from "vitest";
import { messageOf, type WaitingThing } from "./message.ts";

const place = { language: "en", console: "https://console.example/" } as const;
const thing = (id: number, of: WaitingThing["of"], exercise = false) => ({ id, of, exercise });

test("each kind of thing is said once, what presses first, what is an exercise last", () => {
  const waiting = [
    thing(1, "immediate", true),
    thing(2, "overdue"),
    thing(3, "flash"),
    thing(4, "flash"),
  ];
  const { title, text, isUrgent } = messageOf(waiting, place);
  expect(title).toBe("Talanoa: A flash notice waits for you in Talanoa");
  expect(text.split("\n\n")[0]!.split("\n")).toEqual([
    "A flash notice waits for you in Talanoa.",
    "Something is overdue in Talanoa.",
    "EXERCISE: An immediate notice waits for you in Talanoa.",
  ]);
  expect(isUrgent).toBe(true);
  // How many there are is not said.
  expect(messageOf(waiting.slice(0, 3), place).text).toBe(text);
});

test("the same things have the same id, others another, and an exercise is not urgent", () => {
  const one = messageOf([thing(1, "flash", true)], place);
  expect(one.isUrgent).toBe(false);
  expect(one.title).toMatch(/^Talanoa: EXERCISE/);
  expect(messageOf([thing(1, "flash", true)], place).id).toBe(one.id);
  expect(messageOf([thing(1, "flash", true), thing(2, "flash")], place).id).not.toBe(one.id);
});

import { expect, test } from "vitest";
import { brokerRights, mayWrite } from "./broker-rights.ts";

test("what a user may write ends at the end of a subject or begins with a whole part of one", () => {
  const feeds = mayWrite("member-feeds");
  for (const subject of ["record.received", "record.received.TO.p.desk.flash", "record.opened"])
    expect(feeds(subject)).toBe(true);
  for (const subject of [
    "record.receivedx",
    "record.opened.x",
    "record.heads",
    "feed.TO.flash.alert",
    "",
  ])
    expect(feeds(subject)).toBe(false);
});

test("who is no user of the broker's table is not judged by it", () => {
  expect(mayWrite("small-service")("anything")).toBe(true);
});

test("nothing is listed twice: the broker would not start", () => {
  for (const { writes, asks, durables, answers, questions } of Object.values(brokerRights))
    for (const list of [writes, asks, durables, answers, questions])
      expect(list).toEqual([...new Set<string>(list)]);
});

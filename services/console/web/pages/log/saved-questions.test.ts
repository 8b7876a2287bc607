import { expect, test } from "vitest";
import { MOST_SAVED, readSaved, withoutSaved, withSaved } from "./saved-questions.ts";

test("a saved question replaces the one of its name, and the newest stands first", () => {
  let list = withSaved([], { name: "late", query: "steps=overdue" });
  list = withSaved(list, { name: "mine", query: "participant=FJ" });
  list = withSaved(list, { name: " late ", query: "steps=overdue&participant=FJ" });
  expect(list).toEqual([
    { name: "late", query: "steps=overdue&participant=FJ" },
    { name: "mine", query: "participant=FJ" },
  ]);
  expect(withoutSaved(list, "late").map(({ name }) => name)).toEqual(["mine"]);
  expect(withSaved(list, { name: "  ", query: "" })).toEqual(list);
});

test("no more are kept than the page can show", () => {
  let list = readSaved(null);
  for (let i = 0; i < MOST_SAVED + 5; i++) list = withSaved(list, { name: `n${i}`, query: "" });
  expect(list).toHaveLength(MOST_SAVED);
  expect(readSaved(JSON.stringify(list))).toEqual(list);
});

test("what somebody else wrote into the storage is no question", () => {
  for (const text of [
    "{",
    "7",
    '{"name":"x"}',
    '[1,null,{"name":"","query":""},{"name":1,"query":""}]',
  ])
    expect(readSaved(text)).toEqual([]);
});

import { expect, test } from "vitest";
import { feedAction, feedKeys } from "./feed-keys.ts";

const none = { ctrlKey: false, altKey: false, metaKey: false };
const page = { isField: false, isControl: false, singleKeys: true };

test("keys move, open, acknowledge, search and help", () => {
  const keys = ["j", "k", "Enter", "a", "/", "n", "?"];
  expect(keys.map((key) => feedAction({ key, ...none }, page))).toEqual([
    "next",
    "previous",
    "open",
    "acknowledge",
    "search",
    "newest",
    "help",
  ]);
});

test("a key in a field is a letter, and with Ctrl the browser's", () => {
  expect(feedAction({ key: "a", ...none }, { ...page, isField: true })).toBeNull();
  expect(feedAction({ key: "a", ...none, ctrlKey: true }, page)).toBeNull();
  expect(feedAction({ key: "toString", ...none }, page)).toBeNull();
});

test("Enter on a button is the button's", () => {
  expect(feedAction({ key: "Enter", ...none }, { ...page, isControl: true })).toBeNull();
  expect(feedAction({ key: "j", ...none }, { ...page, isControl: true })).toBe("next");
});

test("a letter or sign alone does nothing where single keys are off; Enter opens all the same", () => {
  const done = Object.keys(feedKeys).filter((key) =>
    feedAction({ key, ...none }, { ...page, singleKeys: false }),
  );
  expect(done).toEqual(["Enter"]);
});

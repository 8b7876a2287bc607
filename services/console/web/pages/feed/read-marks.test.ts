import { expect, test } from "vitest";
import {
  allRead,
  isRead,
  nothingRead,
  parseReadMarks,
  withOpened,
  writeReadMarks,
} from "./read-marks.ts";

test("a version is read once it was opened, or when all up to then was said to be read", () => {
  const marks = withOpened(nothingRead, "FJ/a/1");
  expect(isRead(marks, { name: "FJ/a/1", at: 10 })).toBe(true);
  expect(isRead(marks, { name: "FJ/a/2", at: 11 })).toBe(false);
  expect(isRead(allRead(11), { name: "FJ/a/2", at: 11 })).toBe(true);
  expect(isRead(allRead(11), { name: "FJ/a/3", at: 12 })).toBe(false);
});

test("what is read is kept as it was, and so many opened ones at most", () => {
  let marks = allRead(5);
  for (let i = 0; i < 2_500; i++) marks = withOpened(marks, `FJ/${i}/1`);
  const kept = parseReadMarks(writeReadMarks(marks));
  expect(kept).toEqual(marks);
  expect(kept.opened.size).toBe(2_000);
  expect(isRead(kept, { name: "FJ/2499/1", at: 9 })).toBe(true);
  expect(isRead(kept, { name: "FJ/0/1", at: 9 })).toBe(false);
});

test.each([null, "", "{", "[]", '{"upTo":"5","opened":[]}', '{"upTo":5,"opened":{}}', "null"])(
  "what stands there otherwise, %j, counts as nothing read",
  (text) => {
    expect(parseReadMarks(text)).toEqual(nothingRead);
  },
);

import { expect, test } from "vitest";
import { readRef } from "./notice-ref.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { UsageError } from "./usage-error.ts";

const id = "01a20fc2-3214-7951-9ccf-1b6c03c4d4dd";

test("a whole name is taken as it is", () => {
  expect(readRef(`FJ/${id}`)).toEqual({ whole: { origin: "FJ", id, version: 0 } });
  expect(readRef(`fj/${id.toUpperCase()}/3`)).toEqual({ whole: { origin: "FJ", id, version: 3 } });
});

test("what a list shows of an id is a part of it, of a known origin", () => {
  const part = { part: "03c4d4dd", origin: "FJ", version: 0 };
  expect(readRef(shortId({ origin: "FJ", id }))).toEqual(part);
  expect(readRef("03c4d4dd")).toEqual({ ...part, origin: null });
});

test("the beginning of an id does as well, with dashes or without", () => {
  for (const text of ["01a20fc23214", "01a20fc2-3214", "01A20FC2-3214-"])
    expect(readRef(text)).toEqual({ part: "01a20fc23214", origin: null, version: 0 });
  expect(readRef("ws/01a2/2")).toEqual({ part: "01a2", origin: "WS", version: 2 });
});

test.each(["FJ", "FJ/wxyz", "123", "1-2-3-", "F*/1234", `FJ/${id}/x`, `FJ/${id}/1/2`])(
  "%s names no notice",
  (text) => {
    expect(() => readRef(text)).toThrow(UsageError);
  },
);

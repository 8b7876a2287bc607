import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { firstKind, mayPublish, nextKind } from "./may-publish.ts";

test("the page opens on a kind that the officer may publish", () => {
  expect(firstKind(["publisher"])).toBe(Kind.ALERT);
  expect(firstKind(["liaison", "publisher"])).toBe(Kind.ALERT);
  expect(firstKind(["liaison"])).toBe(Kind.REQUEST);
  expect(mayPublish(["liaison"], Kind.REQUEST)).toBe(true);
  expect(firstKind(["auditor"])).toBe(Kind.ALERT);
});

test("after one of a kind another of the same is begun; after a reply, which needs its request, the first", () => {
  expect(nextKind(["liaison"], Kind.REQUEST)).toBe(Kind.REQUEST);
  expect(nextKind(["publisher"], Kind.OPERATION)).toBe(Kind.OPERATION);
  expect(nextKind(["publisher"], Kind.REPLY)).toBe(Kind.ALERT);
});

import { NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { expect, test } from "vitest";
import { checkChain } from "./version-chain.ts";

function version(number: number, previousDigest: Uint8Array = new Uint8Array()) {
  const header = NoticeHeader.encode({ origin: "FJ", id: "x", version: number, previousDigest });
  return { header: NoticeHeader.decode(header), digest: sha256(header) };
}

const first = version(1);
const second = version(2, first.digest);
const third = version(3, second.digest);

test("a chain holds when each version names the one before, in whatever order they come", () => {
  expect(checkChain([third, first, second])).toMatchObject({
    state: "holds",
    versions: [1, 2, 3],
    missing: [],
  });
});

test("a chain says which versions are not at hand", () => {
  expect(checkChain([third, first])).toMatchObject({ state: "holds", missing: [2] });
  expect(checkChain([third]).says).toContain("not at hand: 2");
});

test("a chain is broken when a version names another one before it", () => {
  const other = version(2, version(1, Buffer.alloc(32, 1)).digest);
  expect(checkChain([first, other])).toMatchObject({ state: "broken" });
});

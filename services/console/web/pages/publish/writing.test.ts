import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { addMade, beginCopy, beginKind, keptOf, open, write, writingOf } from "./writing.ts";

const picture = { content: new Uint8Array([1]) };

test("what is made of a picture is added to what was written meanwhile, also when that became a copy", async () => {
  const writing = writingOf("FJ:adds");
  write(writing, "title", "Yacht");
  const made = Promise.withResolvers<object[]>();
  const adding = addMade(writing, "images", made.promise);
  write(writing, "images", [{ caption: "from the air" }]);
  beginCopy(writing);
  made.resolve([picture]);
  expect(await adding).toBe(true);
  expect(writing.making.value).toBeNull();
  expect(writing.written.value).toMatchObject({
    title: "Yacht",
    images: [{ caption: "from the air" }, picture],
  });
  expect(keptOf(writing)).toMatchObject({ id: writing.id.value, written: writing.written.value });
});

test("what is made of a picture does not end in another draft", async () => {
  const writing = writingOf("FJ:leaves");
  const made = Promise.withResolvers<object[]>();
  const adding = addMade(writing, "images", made.promise);
  beginKind(writing, Kind.ALERT);
  made.resolve([picture]);
  expect(await adding).toBe(false);
  expect(writing.written.value.images).toBeUndefined();
  expect(keptOf(writing)).toBeNull();
});

test("a copy is said to be one until another draft is begun", () => {
  const writing = writingOf("FJ:copies");
  const { value: id } = writing.id;
  beginCopy(writing);
  expect(writing.id.value).not.toBe(id);
  expect(writing.isCopy.value).toBe(true);
  beginKind(writing, Kind.ALERT);
  expect(writing.isCopy.value).toBe(false);
});

test("a copy is kept as one, and is one again when it is opened", () => {
  const writing = writingOf("FJ:reopens");
  write(writing, "title", "Yacht");
  beginCopy(writing);
  const kept = keptOf(writing)!;
  expect(kept.isCopy).toBe(true);
  beginKind(writing, Kind.ALERT);
  open(writing, kept);
  expect(writing.isCopy.value).toBe(true);
  write(writing, "title", "Yacht, white");
  expect(keptOf(writing)).toMatchObject({ id: kept.id, isCopy: true });
});

test("a draft of which a notice may stand says so until another is begun", () => {
  const writing = writingOf("FJ:mayStand");
  const mayStandAs = "FJ/01980000-0000-7000-8000-000000000001/1";
  open(writing, { id: "d", written: { title: "Yacht" }, changedAt: 1, mayStandAs });
  expect(writing.mayStandAs.value).toBe(mayStandAs);
  write(writing, "title", "Yacht, white");
  expect(keptOf(writing)).toMatchObject({ id: "d", mayStandAs });
  beginKind(writing, Kind.ALERT);
  expect(writing.mayStandAs.value).toBeNull();
});

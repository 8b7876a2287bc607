import { DirectoryEntry, ListEntriesResponse } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test, vi } from "vitest";
import type { Hub } from "./hub.ts";
import { directoryKeys } from "./key-ring.ts";
import { directoryKey, testIdentity, testKey } from "./testing/keys.ts";

test("a key that was enrolled a moment after the directory was read is found, and a false one is not asked for again and again", async () => {
  const [first, second] = [testKey(), testKey()];
  const enrolled = [directoryKey("FJ", first)];
  const call = vi.fn<() => Promise<ListEntriesResponse>>(async () => {
    const entries = enrolled.map((key) => ({
      entry: DirectoryEntry.decode(DirectoryEntry.encode({ key })),
    }));
    return ListEntriesResponse.decode(ListEntriesResponse.encode({ entries }));
  });
  const hub = { identity: testIdentity("FJ", first, testKey()), call } as unknown as Hub;
  const keys = directoryKeys(hub);
  const found = await Promise.all([keys.key(first.id), keys.key(first.id)]);
  expect(found.map((key) => key?.id)).toEqual([first.id, first.id]);
  expect(call).toHaveBeenCalledTimes(1);
  enrolled.push(directoryKey("TO", second));
  expect((await keys.key(second.id))?.participant).toBe("TO");
  expect(call).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 3; i++) expect(await keys.key("0".repeat(32))).toBeNull();
  expect(call).toHaveBeenCalledTimes(3);
});

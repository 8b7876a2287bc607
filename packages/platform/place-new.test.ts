import type { link } from "node:fs/promises";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeNew } from "./place-new.ts";

/** What link(2) answers on a file system; all else is done on the real one. */
function answers(code: string): typeof link {
  return () => Promise.reject(Object.assign(new Error(`${code}: no link`), { code }));
}

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-place-"));
  path = join(folder, "name");
});
afterEach(() => rm(folder, { recursive: true }));

async function draft(text: string): Promise<string> {
  const its = join(folder, `.${text}.tmp`);
  await writeFile(its, text);
  return its;
}

describe.each(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"])(
  "where a hard link is answered with %s",
  (code) => {
    const options = { linkFile: answers(code) };

    test("a file gets its name, which another does not take from it", async () => {
      await placeNew(await draft("one"), path, options);
      const other = placeNew(await draft("other"), path, options);
      await expect(other).rejects.toMatchObject({ code: "EEXIST" });
      expect(await readFile(path, "utf8")).toBe("one");
      // The second draft is its writer's to clear.
      expect((await readdir(folder)).toSorted()).toEqual([".other.tmp", "name"]);
    });
  },
);

test("another fault of the disk is told, and nothing is placed", async () => {
  const placing = placeNew(await draft("one"), path, { linkFile: answers("EIO") });
  await expect(placing).rejects.toMatchObject({ code: "EIO" });
  expect(await readdir(folder)).toEqual([".one.tmp"]);
});

describe("without hard links", () => {
  const linkFile = answers("EPERM");

  test("of many at once one gets the name, and the others are told", async () => {
    for (let round = 0; round < 20; round++) {
      const drafts = await Promise.all(Array.from({ length: 8 }, (_, i) => draft(`${round}-${i}`)));
      const outcomes = await Promise.allSettled(
        drafts.map((each) => placeNew(each, path, { linkFile })),
      );
      const placed = drafts.filter((_, i) => outcomes[i]!.status === "fulfilled");
      expect(placed).toHaveLength(1);
      expect(join(folder, `.${await readFile(path, "utf8")}.tmp`)).toBe(placed[0]);
      await rm(path);
      for (const each of drafts) await rm(each, { force: true });
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test.each(["a mark", ""])(
    "what a process left that was killed is taken over by one of those that wait: '%s'",
    async (mark) => {
      await writeFile(join(folder, ".name.reserved.tmp"), mark);
      const drafts = await Promise.all(["a", "b", "c"].map(draft));
      let done = 0;
      const placing = drafts.map((each) =>
        placeNew(each, path, { linkFile, heldUp: 500 }).finally(() => done++),
      );
      const outcomes = Promise.allSettled(placing);
      await sleep(200);
      expect(done).toBe(0);
      const kinds = (await outcomes).map(({ status }) => status);
      expect(kinds.filter((status) => status === "fulfilled")).toHaveLength(1);
      expect(drafts[kinds.indexOf("fulfilled")]).toBe(
        join(folder, `.${await readFile(path, "utf8")}.tmp`),
      );
      expect(await readdir(folder)).not.toContain(".name.reserved.tmp");
    },
  );

  test("a reservation that a killed process left beside the placed file holds nobody up", async () => {
    await writeFile(path, "placed");
    await writeFile(join(folder, ".name.reserved.tmp"), "a mark");
    const placing = placeNew(await draft("other"), path, { linkFile, heldUp: 3_600_000 });
    await expect(placing).rejects.toMatchObject({ code: "EEXIST" });
  });
});

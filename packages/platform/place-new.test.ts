import type { link } from "node:fs/promises";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeNew } from "./place-new.ts";
import { withFileSteps } from "./testing/file-steps.ts";

/** The reservation of a process that ended. */
const LEFT = ".name.0123456789abcdef.reserved.tmp";

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

  test("what a process left that was killed counts no more after a while, for one of those that wait", async () => {
    await writeFile(join(folder, LEFT), "");
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
    expect(await readdir(folder)).not.toContain(LEFT);
  });

  test("of those that wait for one that was killed one gets the name, whatever is between two steps of each", async () => {
    const round = async (at: number) => {
      const its = join(folder, String(at));
      await mkdir(its);
      await writeFile(join(its, LEFT), "");
      const drafts = [join(its, "a"), join(its, "b"), join(its, "c")];
      for (const each of drafts) await writeFile(each, each);
      const placing = drafts.map((each) =>
        placeNew(each, join(its, "name"), { linkFile, heldUp: 4_000 }),
      );
      const outcomes = await Promise.allSettled(placing);
      const placed = drafts.filter((_draft, i) => outcomes[i]!.status === "fulfilled");
      expect(placed).toEqual([await readFile(join(its, "name"), "utf8")]);
    };
    await withFileSteps(
      // Now and then one is stopped for long enough that others do several steps.
      () => (Math.random() < 0.2 ? sleep(Math.random() * 400) : Promise.resolve()),
      () => Promise.all(Array.from({ length: 300 }, (_, at) => round(at))),
    );
  });

  test("a kill between any two steps places the whole file or nothing, and holds the next one up for a while", async () => {
    for (let killedAt = 1, isKilled = true; isKilled; killedAt++) {
      const its = join(folder, String(killedAt));
      await mkdir(its);
      const [one, other] = [join(its, "one"), join(its, "other")];
      for (const each of [one, other]) await writeFile(each, each);
      let steps = 0;
      const step = async () => {
        // Nor is anything cleared afterwards.
        if (++steps >= killedAt) throw new Error("killed");
      };
      const placing = () => placeNew(one, join(its, "name"), { linkFile });
      isKilled = await withFileSteps(step, placing).then(
        () => false,
        () => true,
      );
      const next = placeNew(other, join(its, "name"), { linkFile, heldUp: 200 });
      const isPlaced = await next.then(
        () => true,
        () => false,
      );
      expect(await readFile(join(its, "name"), "utf8")).toBe(isPlaced ? other : one);
      expect(isPlaced || steps > 4).toBe(true);
    }
  });

  test("a reservation that a killed process left beside the placed file holds nobody up", async () => {
    await writeFile(path, "placed");
    await writeFile(join(folder, LEFT), "");
    const placing = placeNew(await draft("other"), path, { linkFile, heldUp: 3_600_000 });
    await expect(placing).rejects.toMatchObject({ code: "EEXIST" });
  });
});

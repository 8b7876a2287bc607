import { expect, test } from "vitest";
import { ToldArchives } from "./told-archives.ts";

test("an archive that one page told and the next did not is still told, once and in its place", () => {
  const archive = (fromIndex: number) => {
    const name = `entries-${fromIndex}-${fromIndex + 1_023}`;
    return { name, fromIndex, untilIndex: fromIndex + 1_024, firstAt: 0, lastAt: 0 };
  };
  const first = archive(0);
  const second = archive(1_024);
  const told = new ToldArchives();
  told.add([second]);
  told.add([]);
  told.add([first, second]);
  expect(told.all).toEqual([first, second]);
});

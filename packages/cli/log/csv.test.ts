import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("a cell that a spreadsheet would run is only text, and what needs quotes has them", () => {
  const rows = [
    ["a", "b"],
    ["=1+1", "@x"],
    ["+1", "-1"],
    [-1, 'say "so", twice'],
    ["two\nlines", ""],
  ];
  expect(csv(rows)).toBe(
    `a,b\r\n'=1+1,'@x\r\n'+1,'-1\r\n-1,"say ""so"", twice"\r\n"two\nlines",\r\n`,
  );
});

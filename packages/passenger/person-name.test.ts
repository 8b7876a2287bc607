import { describe, expect, test } from "vitest";
import { readName, readPnrName } from "./person-name.ts";

describe("a name", () => {
  test.each([
    ["JOHNMR", "JOHN", ["MR"]],
    ["MOLLYMRS", "MOLLY", ["MRS"]],
    ["ANA MARIA MISS", "ANA MARIA", ["MISS"]],
    ["NINA MS", "NINA", ["MS"]],
    ["JOHN PROF DR", "JOHN", ["PROF", "DR"]],
    ["TIMMSTR", "TIM", ["MSTR"]],
    ["MRIDULA", "MRIDULA", []],
    ["AMR", "AMR", []],
    ["ALEKSANDR", "ALEKSANDR", []],
    ["ADAMS", "ADAMS", []],
    ["MR", "MR", []],
    ["", "", []],
  ])("of a PNR, %j, loses titles of a closed list alone", (given, known, titles) => {
    const name = readPnrName("SMITH", given);
    expect([name.given, name.titles]).toEqual([known, titles]);
    expect(name.raw.given).toBe(given);
  });

  test("keeps what only looks like the title of another sex", () => {
    expect(readPnrName("X", "LAMS", "", "M").given).toBe("LAMS");
    expect(readPnrName("X", "LAMS", "", "F").given).toBe("LA");
  });

  test("of a list loses titles only as words of their own", () => {
    expect(readName("X", "JOHNMR").given).toBe("JOHNMR");
    expect(readName("X", "JOHN MR").given).toBe("JOHN");
  });
});

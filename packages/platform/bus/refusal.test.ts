import { expect, test } from "vitest";
import { refusalOf } from "./refusal.ts";

function kindOf(code: number, err_code: number, description = ""): string {
  return refusalOf({ error: { code, err_code, description } }).kind;
}

test("trouble of the server's own is tried again, what it will never take is a fault", () => {
  expect(kindOf(503, 10008)).toBe("busy");
  expect(kindOf(500, 10051, "some error of its own")).toBe("busy");
  expect(kindOf(429, 10210)).toBe("busy");
  expect(kindOf(400, 10054)).toBe("fault");
  expect(refusalOf({ error: { code: 400 } }).kind).toBe("fault");
});

test("a store that failed is full when a limit says so", () => {
  expect(kindOf(503, 10077, "maximum bytes exceeded")).toBe("full");
  expect(kindOf(503, 10077, "raft: stopped")).toBe("busy");
  expect(kindOf(500, 10047)).toBe("full");
});

test("an expectation that failed names a sequence when the server did", () => {
  expect(
    refusalOf({ error: { code: 400, err_code: 10071, description: "wrong last sequence: 7" } }),
  ).toEqual({ kind: "expectation", sequence: 7 });
  expect(refusalOf({ error: { code: 400, err_code: 10164 } })).toEqual({ kind: "expectation" });
});

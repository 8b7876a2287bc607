import { describe, expect, test } from "vitest";
import { isStandbyAway, standbysAwaited } from "./standbys.ts";

test.each([
  ["", 0],
  ['ANY 1 ("postgres-1", "postgres-2")', 1],
  ["FIRST 2 (a, b, c)", 2],
  ["any 2(a, b)", 2],
  ["2 (a, b)", 2],
  ["a, b", 1],
  ["*", 1],
])("a commit waits by %j for %i standbys", (names, awaited) => {
  expect(standbysAwaited(names)).toBe(awaited);
});

describe("a standby", () => {
  const names = 'ANY 1 ("postgres-1", "postgres-2")';
  const away = (connected: string[], held = false, wanted = names) =>
    isStandbyAway({ names: wanted, connected, held });

  test("is there when one is connected that the setting names, and no commit waits for long", () => {
    expect(away(["postgres-2"])).toBe(false);
    expect(away(["Postgres-2"])).toBe(false);
    expect(away(["any"], false, "*")).toBe(false);
  });

  test("is away when none is connected, or another alone, such as a copy that is being taken", () => {
    expect(away([])).toBe(true);
    expect(away(["pg_basebackup", "postgres-22", ""])).toBe(true);
    expect(away(["a"], false, "FIRST 2 (a, b)")).toBe(true);
  });

  test("is away when it is connected and commits wait, as while it catches up", () => {
    expect(away(["postgres-2"], true)).toBe(true);
  });

  test("of which commits wait for none is not away", () => {
    expect(away([], true, "")).toBe(false);
  });
});

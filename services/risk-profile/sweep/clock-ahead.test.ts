import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { passengerList } from "../testing/messages.ts";
import { fiji, type RunningScreening, runScreening, swept } from "../testing/run-screening.ts";

const DAY = 24 * 3_600_000;
const traveller = { surname: "ZQAHEAD", given: "LOSA", birth: "840229", passport: "ZQ7700001" };

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
  await screening.send(fiji, passengerList([traveller]));
}, 300_000);
afterEach(() => vi.useRealTimers());
afterAll(() => screening?.[Symbol.asyncDispose]());

test("a clock of this machine alone that jumps ahead destroys nothing; a day that came does", async () => {
  const keys = join(screening.dataDir, "keys", "FJ", "held");
  vi.setSystemTime(Date.now() + 400 * DAY);
  await swept();
  expect(await readdir(keys)).toHaveLength(1);
  expect(await screening.rows("select 1 from held_transmission")).toHaveLength(1);
  vi.useRealTimers();
  screening.ahead = 2 * DAY;
  await vi.waitFor(async () => expect(await readdir(keys)).toEqual([]), { timeout: 60_000 });
});

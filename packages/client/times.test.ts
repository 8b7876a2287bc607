import { afterEach, expect, test } from "vitest";
import { isoTime, utc, utcAndLocal } from "./times.ts";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const at = Date.UTC(2025, 6, 14, 22, 2, 11);

test.each([
  ["Pacific/Tongatapu", "2025-07-14 22:02:11Z (07-15 11:02 +13)"],
  ["Pacific/Pago_Pago", "2025-07-14 22:02:11Z (11:02 -11)"],
  ["Pacific/Marquesas", "2025-07-14 22:02:11Z (12:32 -09:30)"],
  ["UTC", "2025-07-14 22:02:11Z"],
])("a time in %s stands in UTC with the local time beside it", (name, text) => {
  process.env["TZ"] = name;
  expect(utcAndLocal(at)).toBe(text);
});

test("a time that is not set shows as nothing", () => {
  expect([utc(0), utcAndLocal(0), isoTime(0)]).toEqual(["", "", null]);
});

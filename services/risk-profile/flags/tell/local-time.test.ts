import { expect, test } from "vitest";
import { instantOf } from "./local-time.ts";

test("a local time is taken in its zone, on both sides of the date line and of a change of the clock", () => {
  const iso = (local: string, zone: string) => new Date(instantOf(local, zone)).toISOString();
  expect(iso("2026-03-11T16:40", "Pacific/Fiji")).toBe("2026-03-11T04:40:00.000Z");
  expect(iso("2026-03-11T16:40", "Pacific/Pago_Pago")).toBe("2026-03-12T03:40:00.000Z");
  expect(iso("2026-01-15T12:00", "Pacific/Auckland")).toBe("2026-01-14T23:00:00.000Z");
  expect(iso("2026-07-15T12:00", "Pacific/Auckland")).toBe("2026-07-15T00:00:00.000Z");
  // A date alone is its end.
  expect(iso("2026-03-11", "Pacific/Apia")).toBe("2026-03-11T10:59:00.000Z");
  expect(instantOf("", "UTC")).toBeNaN();
});

import { expect, test } from "vitest";
import { freePort } from "./free-port.ts";

test("no port is given twice in a row, though nothing listens on it yet", async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, freePort));
  expect(new Set(ports).size).toBe(100);
});

import * as contract from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import { expect, test } from "vitest";
import { allowedMethods, namedMethods } from "./allowed-methods.ts";

const methods = Object.entries(contract)
  .filter(([name]) => name.endsWith("Service"))
  .flatMap(([, service]) => Object.values(service as object) as Method<unknown, unknown>[]);

test("every method of the contract is passed on for some page, or named as one that no page calls", () => {
  expect(methods.length).toBeGreaterThan(30);
  expect(namedMethods.toSorted()).toEqual(methods.map(({ path }) => path).toSorted());
  expect(allowedMethods.size).toBeLessThan(methods.length);
});

test("only methods of one question and one answer are passed on, each for a role", () => {
  for (const { path, requestStream, responseStream } of methods) {
    const roles = allowedMethods.get(path);
    if (!roles) continue;
    expect([path, requestStream || responseStream]).toEqual([path, false]);
    expect(roles.length).toBeGreaterThan(0);
    expect(roles).not.toContain("screening");
  }
});

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readAgain } from "./read-again.ts";

test("all who ask at once are answered by one reading", async () => {
  let count = 0;
  const ask = readAgain(async () => {
    await sleep(20);
    return ++count;
  }, 60_000);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(await ask()).toBe(1);
});

test("what could not be read is read anew by who asks next", async () => {
  let count = 0;
  const ask = readAgain(async () => {
    if (++count === 1) throw new Error("away");
    return count;
  }, 60_000);
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe(2);
});

test("what is old serves while the new is read, or cannot be", async () => {
  let answer: Promise<string> = Promise.resolve("old");
  const ask = readAgain(() => answer, 10);
  expect(await ask()).toBe("old");
  const slow = Promise.withResolvers<string>();
  answer = slow.promise;
  await sleep(20);
  expect(await ask()).toBe("old");
  slow.reject(new Error("away"));
  await sleep(0);
  answer = Promise.resolve("new");
  expect(await ask()).toBe("old");
  expect(await ask()).toBe("new");
});

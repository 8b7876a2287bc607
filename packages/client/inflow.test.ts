import { expect, test } from "vitest";
import { Inflow } from "./inflow.ts";

test("an item can be looked at again and again until it is taken", async () => {
  await using inflow = new Inflow([1, 2]);
  expect([await inflow.peek(), await inflow.peek()]).toEqual([1, 1]);
  inflow.take();
  expect(await inflow.peek()).toBe(2);
  inflow.take();
  expect(await inflow.peek()).toBeUndefined();
  expect(inflow.done).toBe(true);
});

test("what was given back comes first, and nothing is lost or doubled", async () => {
  await using inflow = new Inflow(slowly([1, 2, 3, 4]));
  const taken: (number | undefined)[] = [];
  for (let count = 0; count < 3; count++) {
    taken.push(await inflow.peek());
    inflow.take();
  }
  inflow.giveBack([2, 3]);
  const rest: number[] = [];
  for (let next = await inflow.peek(); next !== undefined; next = await inflow.peek()) {
    rest.push(next);
    inflow.take();
  }
  expect(taken).toEqual([1, 2, 3]);
  expect(rest).toEqual([2, 3, 4]);
});

test("a reader that sleeps in the source sees first what was given back meanwhile", async () => {
  let wake: (() => void) | undefined;
  await using inflow = new Inflow(
    (async function* () {
      yield 1;
      await new Promise<void>((resolve) => (wake = resolve));
      yield 2;
    })(),
  );
  await inflow.peek();
  inflow.take();
  const sleeping = inflow.peek();
  await Promise.resolve();
  inflow.giveBack([1]);
  wake!();
  expect(await sleeping).toBe(1);
  inflow.take();
  expect(await inflow.peek()).toBe(2);
});

async function* slowly<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

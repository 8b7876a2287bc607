import { expect, test } from "vitest";
import { openGauges } from "./gauges.ts";
import { KeptGauge } from "./kept-gauge.ts";

test("gauges are read as they are now, until they are disposed of", async () => {
  using gauges = openGauges();
  let size = 1;
  const observed = gauges.observe(["log.size"], () => [{ measure: "log.size", value: size }]);
  size = 2;
  expect(await gauges.read()).toEqual([{ measure: "log.size", value: 2 }]);
  observed[Symbol.dispose]();
  expect(await gauges.read()).toEqual([]);
});

test("one that fails or does not end leaves the others their readings", async () => {
  using gauges = openGauges();
  gauges.observe(["log.leads"], () => Promise.reject(new Error("the database is away")));
  gauges.observe(["log.checkpoint.age"], () => new Promise(() => {}));
  gauges.observe(["intake.full"], () => {
    throw new Error("a fault");
  });
  gauges.observe(["log.size"], async () => [{ measure: "log.size", value: 3 }]);
  expect(await gauges.read()).toEqual([{ measure: "log.size", value: 3 }]);
});

test("a kept gauge says what it was told last, for each of its labels, and nothing before", () => {
  const lag = new KeptGauge("log.witness.lag");
  expect(lag.read()).toEqual([]);
  lag.record(9, { witness: "one" });
  lag.record(0, { witness: "two" });
  lag.record(3, { witness: "one" });
  expect(lag.read().map(({ value, labels }) => [labels?.["witness"], value])).toEqual([
    ["one", 3],
    ["two", 0],
  ]);
  lag.clear();
  expect(lag.read()).toEqual([]);
});

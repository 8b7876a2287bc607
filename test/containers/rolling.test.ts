import { expect, test } from "vitest";
import { brokers, composed, instances, servedMeanwhile } from "./hub.ts";

test("every instance of every service is replaced while the hub serves, and no call fails that a client does not repeat by itself", async () => {
  const times = await servedMeanwhile(async () => {
    // As docs/recovery.md has it: the log first.
    const [logs, others] = [/^audit-log/, /^(?!audit-log)/].map((those) =>
      instances.filter((name) => those.test(name)),
    ) as [string[], string[]];
    for (const instance of [...logs, ...others]) await composed.replace(instance);
  });
  expect(times).toBeGreaterThan(instances.length);
});

test("every broker is replaced while the hub serves, and no call fails that is repeated for a minute", async () => {
  const times = await servedMeanwhile(
    async () => {
      for (const broker of brokers) await composed.replace(broker);
    },
    { patience: 60_000 },
  );
  expect(times).toBeGreaterThan(brokers.length);
});

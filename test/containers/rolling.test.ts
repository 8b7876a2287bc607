import { expect, test } from "vitest";
import { brokers, composed, instances, servedMeanwhile } from "./hub.ts";

/** Replaces a container, and says how long that took. */
async function replaced(service: string): Promise<void> {
  const from = performance.now();
  await composed.replace(service);
  console.log(`${service}: replaced in ${((performance.now() - from) / 1_000).toFixed(1)} s`);
}

test("every instance of every service is replaced while the hub serves, and no call fails that a client does not repeat by itself", async () => {
  const times = await servedMeanwhile(async () => {
    // As docs/recovery.md has it: the log first.
    const [logs, others] = [/^audit-log/, /^(?!audit-log)/].map((those) =>
      instances.filter((name) => those.test(name)),
    ) as [string[], string[]];
    for (const instance of [...logs, ...others]) await replaced(instance);
  });
  expect(times).toBeGreaterThan(instances.length);
}, 600_000);

test("every broker is replaced while the hub serves, and no call fails that is repeated for a minute", async () => {
  const times = await servedMeanwhile(
    async () => {
      for (const broker of brokers) await replaced(broker);
    },
    { patience: 60_000 },
  );
  expect(times).toBeGreaterThan(brokers.length);
});

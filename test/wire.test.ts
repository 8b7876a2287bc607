import { createServer, connect as dial, type Socket } from "node:net";
import { once } from "node:events";
import { connect } from "@talanoa/client/connect.ts";
import { publish } from "@talanoa/client/publish.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

const BUDGET = 8 * 1024;

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

/** Counts every byte that crosses between a client and an address, both ways. */
async function meter(address: string) {
  let bytes = 0;
  const port = Number(address.split(":").at(-1));
  const server = createServer((client: Socket) => {
    const upstream = dial({ host: "127.0.0.1", port });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (chunk) => (bytes += chunk.length));
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const local = server.address() as { port: number };
  return {
    address: `127.0.0.1:${local.port}`,
    bytes: () => bytes,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

test("one published notice costs under 8 KB on the wire, connection included", async () => {
  const { identity } = await hub.as("fj-publisher");
  await using metered = await meter(identity.hub.intake);
  {
    const through = { ...identity, hub: { ...identity.hub, intake: metered.address } };
    await using client = connect(through);
    await publish(client, { draft: alertDraft() });
  }
  expect(metered.bytes()).toBeGreaterThan(1_000);
  expect(metered.bytes()).toBeLessThan(BUDGET);
});

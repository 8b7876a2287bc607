import { acknowledge } from "@talanoa/client/state.ts";
import { publish } from "@talanoa/client/publish.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { fullAlert } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Collector, openCollector, type Span } from "./support/collector.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { hasMark, plant } from "./support/planted.ts";
import { serviceLogs } from "./support/service-logs.ts";

let collector: Collector;
let hub: TestHub;
beforeAll(async () => {
  collector = await openCollector();
  hub = await startHub({ LOG_LEVEL: "debug", ...collector.env });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await collector?.[Symbol.asyncDispose]();
});

/** A notice to one Member, with the mark in all its texts; resolves when it was read, acknowledged and looked up. */
async function exchangeOne(): Promise<void> {
  const { expires: _, ...draft } = plant(fullAlert());
  const audience = { participants: ["TO"] };
  const publisher = await hub.as("fj-publisher");
  const { publication } = await publish(publisher, { draft: { ...draft, audience } });
  const officer = await hub.as("to-liaison");
  await using feed = subscribe(officer, { name: "trace", fromStart: true });
  for await (const { number, content } of feed) {
    feed.received(number);
    feed.opened([number]);
    if (content.kind !== "notice") continue;
    await acknowledge(officer, content.notice);
    break;
  }
  await trailOf(await hub.as("fj-auditor"), publication.ref);
}

function named(spans: readonly Span[], service: string, name: string): Span[] {
  return spans.filter((span) => span.service === service && span.name.endsWith(name));
}

test("one trace leads from the publisher's call over routing to the delivery and into the log, across the bus", async () => {
  await exchangeOne();
  await vi.waitFor(
    () => {
      const spans = collector.spans();
      const [published] = named(spans, "alert-intake", "/Publish");
      const trace = spans.filter(({ traceId }) => traceId === published?.traceId);
      const [routed, ...again] = named(trace, "member-routing", "route");
      expect(routed?.parentSpanId).toBe(published?.spanId);
      expect(again).toEqual([]);
      const [delivered] = named(trace, "member-feeds", "deliver");
      expect(delivered?.parentSpanId).toBe(routed?.spanId);
      // The record of the notice and that of its marker.
      const logged = named(trace, "audit-log", "log").map((span) => span.parentSpanId);
      expect(logged.toSorted()).toEqual([published!.spanId, routed!.spanId].toSorted());
    },
    { timeout: 30_000 },
  );
});

test("no span, metric or line of a log holds what a notice says", async () => {
  await vi.waitFor(
    () => {
      const metrics = collector.bodies("/v1/metrics").join("\n");
      for (const name of ["rpc.server.duration", "bus.commit.duration", "routing.delay"])
        expect(metrics).toContain(name);
    },
    { timeout: 30_000 },
  );
  const told = [...collector.bodies("/v1/traces"), ...collector.bodies("/v1/metrics")];
  expect(told.filter(hasMark)).toEqual([]);
  const logs = await serviceLogs(hub.stack);
  expect(logs.size).toBeGreaterThan(4);
  for (const [file, text] of logs) {
    expect({ file, lines: text.split("\n").filter(hasMark) }).toEqual({ file, lines: [] });
  }
});

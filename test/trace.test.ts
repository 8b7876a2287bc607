import { acknowledge } from "@talanoa/client/state.ts";
import { publish } from "@talanoa/client/publish.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { askStatus } from "@talanoa/client/status.ts";
import { measures } from "@talanoa/contract/measures.ts";
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
  hub = await startHub({ LOG_LEVEL: "debug", ...collector.env }, { whole: true });
}, 300_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await collector?.[Symbol.asyncDispose]();
});

const readers = ["TO", "WS"];

/** A notice to two Members, with the mark in all its texts; resolves when both have read it and it was looked up. */
async function exchangeOne(): Promise<void> {
  const { expires: _, ...draft } = plant(fullAlert());
  const audience = { participants: readers };
  const publisher = await hub.as("fj-publisher");
  const { publication } = await publish(publisher, { draft: { ...draft, audience } });
  await Promise.all(readers.map(readOne));
  await trailOf(await hub.as("fj-auditor"), publication.ref);
}

/** Receives the first notice of a Member's feed and acknowledges it. */
async function readOne(participant: string): Promise<void> {
  const officer = await hub.as(`${participant.toLowerCase()}-liaison`);
  await using feed = subscribe(officer, { name: "trace", fromStart: true });
  for await (const { number, content } of feed) {
    feed.received(number);
    feed.opened([number]);
    if (content.kind !== "notice") continue;
    await acknowledge(officer, content.notice);
    return;
  }
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
      const delivered = named(trace, "member-feeds", "deliver").map((span) => span.parentSpanId);
      expect(delivered).toEqual(readers.map(() => routed?.spanId));
      // The record of the notice and that of its marker.
      const logged = named(trace, "audit-log", "log").map((span) => span.parentSpanId);
      expect(logged.toSorted()).toEqual([published!.spanId, routed!.spanId].toSorted());
    },
    { timeout: 60_000 },
  );
});

test("services send what the table of measures has, and nothing else", async () => {
  const everyService = [
    "rpc.server.duration",
    "instance.wanted",
    "bus.available",
    "bus.commit.waiting",
    "stream.available",
    "stream.fill",
    "stream.limit",
    "stream.messages",
    "stream.size",
    "stream.replica.in_step",
    "stream.replicas.missing",
  ];
  const own = {
    "alert-intake": [
      "bus.commit.duration",
      "bus.commit.messages",
      "intake.accepted",
      "intake.full",
    ],
    "member-routing": [
      "routing.delay",
      "consumer.waiting",
      "consumer.oldest",
      "erasing.backlog",
      "erasing.oldest",
      "deadline.late",
    ],
    "member-feeds": [
      "database.available",
      "database.size",
      "consumer.waiting",
      "consumer.oldest",
      "feeds.delivered",
      "feeds.delivery.lag",
      "feeds.unread",
      "feeds.unread.oldest",
      "feeds.subscriptions",
      "feeds.unconfirmed",
      "feeds.unconfirmed.oldest",
    ],
    "audit-log": [
      "database.available",
      "consumer.waiting",
      "consumer.oldest",
      "log.leads",
      "log.size",
      "log.batch.size",
      "log.commit.duration",
      "log.lag",
      "log.checkpoint.age",
      "log.matches_stream",
      "log.scrub.clean",
      "log.scrub.entries",
      "log.scrub.duration",
      // Before any has come: the first is an alarm.
      "log.unreadable",
      "log.altered",
    ],
    "risk-profile": ["database.available", "database.size", "screening.unsent"],
    notification: ["database.available", "database.size", "consumer.waiting", "consumer.oldest"],
  };
  // Asked of each, so that each has answered a call.
  await askStatus((await hub.as("oco-secretariat")).identity);
  await vi.waitFor(
    () => {
      const sent = collector.metrics();
      for (const [service, names] of Object.entries(own)) {
        const missing = [...everyService, ...names].filter((name) => !sent.get(service)?.has(name));
        expect({ service, missing }).toEqual({ service, missing: [] });
      }
    },
    { timeout: 60_000 },
  );
  const all = new Set([...collector.metrics().values()].flatMap((names) => [...names]));
  expect([...all].filter((name) => !(name in measures))).toEqual([]);
});

test("no span, metric or line of a log holds what a notice says", async () => {
  await vi.waitFor(
    () => {
      const metrics = collector.bodies("/v1/metrics").join("\n");
      for (const name of ["rpc.server.duration", "bus.commit.duration", "routing.delay"])
        expect(metrics).toContain(name);
    },
    { timeout: 60_000 },
  );
  const told = [...collector.bodies("/v1/traces"), ...collector.bodies("/v1/metrics")];
  expect(told.filter(hasMark)).toEqual([]);
  const logs = await serviceLogs(hub.stack);
  expect(logs.size).toBeGreaterThan(4);
  for (const [file, text] of logs) {
    expect({ file, lines: text.split("\n").filter(hasMark) }).toEqual({ file, lines: [] });
  }
});

import process from "node:process";
import { metrics } from "@opentelemetry/api";
import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { z } from "zod";
import { InvalidConfig, serviceSettings } from "../config.ts";
import { unary } from "../grpc/call.ts";
import { runService } from "../run-service.ts";
import { contextOf, TRACEPARENT, traceHeaders } from "../telemetry/propagation.ts";
import { inSpan } from "../telemetry/span.ts";

const settings = serviceSettings.extend({
  SMALL_FAILS: z.enum(["loop", "unhandled", "start", "settings", "connection"]).optional(),
});

/** The smallest service: what tests of the shell run as a process. */
await runService(
  {
    name: "small-service",
    settings,
    createsStream: true,
    async start({ settings, log, bus, resources, fail }) {
      resources.defer(() => log.info("first closed"));
      resources.defer(() => log.info("second closed"));
      const token = "hunter2";
      log.info({ token, nested: { text: token }, count: 3 }, "a careless line");
      metrics.getMeter("small").createCounter("small_count").add(1);
      await inSpan("first step", {}, async () => {
        log.info("in a span");
        const headers = traceHeaders();
        await inSpan("second step", {}, async () => {}, contextOf(headers[TRACEPARENT]));
      });
      if (settings.SMALL_FAILS === "start") throw new Error("it can not start");
      if (settings.SMALL_FAILS === "settings") throw new InvalidConfig("keys.json: it is not JSON");
      if (settings.SMALL_FAILS === "loop") {
        setTimeout(() => fail(new Error("the loop broke", { cause: new Error("its cause") })), 100);
      }
      if (settings.SMALL_FAILS === "unhandled") {
        setTimeout(() => void Promise.reject(new Error("nobody caught it")), 100);
      }
      if (settings.SMALL_FAILS === "connection") {
        setTimeout(() => void bus.connection.close(), 100);
      }
      return { methods: [unary(FeedService.getNotice, async () => ({}))] };
    },
  },
  process,
);

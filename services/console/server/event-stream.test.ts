import { Hono } from "hono";
import { afterEach, expect, test, vi } from "vitest";
import { eventStream } from "./event-stream.ts";

afterEach(() => vi.useRealTimers());

test("a page hears of a feed in which nothing happens that it is alive, by an event", async () => {
  vi.useFakeTimers();
  const over = Promise.withResolvers<void>();
  const app = new Hono().get("/", (c) => eventStream(c, () => over.promise));
  const { body } = await app.request("/");
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe("retry: 2000\n\n");

  const next = reader.read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await next).value).toBe("event: alive\ndata:\n\n");
  over.resolve();
  expect((await reader.read()).done).toBe(true);
});

import { expect, test, vi } from "vitest";
import { followWindows, type News, tellWindows } from "./windows.ts";

test("a window hears that another person signed in, or nobody is, and that its own person's key changed", async () => {
  const [onOther, onKey] = [vi.fn<() => void>(), vi.fn<() => void>()];
  followWindows("fj-liaison", { onOther, onKey });
  const otherWindow = new BroadcastChannel("talanoa");
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin: its own
  const say = (news: News) => otherWindow.postMessage(news);
  say({ signedIn: "fj-liaison" });
  say({ keyOf: "fj-publisher" });
  say({ keyOf: "fj-liaison" });
  await vi.waitFor(() => expect(onKey).toHaveBeenCalledOnce(), 60_000);
  expect(onOther).not.toHaveBeenCalled();
  say({ signedIn: "fj-publisher" });
  say({ signedIn: null });
  await vi.waitFor(() => expect(onOther).toHaveBeenCalledTimes(2), 60_000);
  // What it tells is for the others.
  const told = Promise.withResolvers<News>();
  otherWindow.addEventListener("message", ({ data }: MessageEvent<News>) => told.resolve(data));
  tellWindows({ signedIn: null });
  expect(await told.promise).toEqual({ signedIn: null });
  expect(onOther).toHaveBeenCalledTimes(2);
  otherWindow.close();
});

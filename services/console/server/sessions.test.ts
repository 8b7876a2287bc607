import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Browser } from "../testing/browser.ts";
import { type SmallConsole, startSmallConsole } from "../testing/small-console.ts";

/** Seconds; a token is renewed after two thirds of it. */
const LASTS = 60;
const RENEWED_AFTER = 41_000;
const OVER_AFTER = 61_000;

let small: SmallConsole;
let turn = 0;
beforeAll(async () => {
  small = await startSmallConsole(LASTS);
});
afterAll(() => small?.[Symbol.asyncDispose]());
beforeEach(() => {
  small.refuses = undefined;
  small.waits = undefined;
  small.rotates = true;
  // Times of tokens are whole seconds, and no two tests have the same: tokens of one second are the same tokens.
  turn++;
  const now = Math.floor(Date.now() / 1_000) * 1_000 + turn * 600_000;
  vi.useFakeTimers({ now, toFake: ["Date"] });
});
afterEach(() => void vi.useRealTimers());

/** Time passes for the console and the issuer, not for what waits. */
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

interface Expiring {
  readonly expiresAt: number;
}

const statusOf = async (browser: Browser): Promise<number> =>
  (await browser.fetch("/session")).status;

describe("a token", () => {
  test("is renewed before it ends, once for all who ask with the same cookie", async () => {
    const browser = await small.as("fj-liaison");
    const before = browser.cookies.get("talanoa-session-0");
    expect(await statusOf(browser)).toBe(200);
    expect(browser.cookies.get("talanoa-session-0")).toBe(before);
    pass(RENEWED_AFTER);
    small.granted.length = 0;
    const statuses = await Promise.all(Array.from({ length: 6 }, () => statusOf(browser)));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    expect(small.granted).toEqual(["refresh_token"]);
    expect(browser.cookies.get("talanoa-session-0")).not.toBe(before);
  });

  test("that ended is renewed too, by any instance", async () => {
    const browser = await small.as("fj-liaison");
    const elsewhere = new Browser(await small.another());
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    pass(OVER_AFTER);
    expect(await statusOf(elsewhere)).toBe(200);
  });

  test("that the issuer does not renew serves until it ends; then one signs in again", async () => {
    const browser = await small.as("fj-liaison");
    small.refuses = 400;
    pass(RENEWED_AFTER);
    expect(await statusOf(browser)).toBe(200);
    pass(OVER_AFTER - RENEWED_AFTER);
    const response = await browser.fetch("/session");
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "unauthenticated" });
    expect(await browser.signIn("fj-liaison")).toBe("403");
  });

  test("that ended while the issuer is away is no reason to sign in again", async () => {
    const browser = await small.as("fj-liaison");
    small.refuses = 503;
    pass(OVER_AFTER);
    expect(await statusOf(browser)).toBe(503);
    small.refuses = undefined;
    expect(await statusOf(browser)).toBe(200);
  });

  test("that is to be renewed ends a stream, which the browser then opens anew", async () => {
    const browser = await small.as("fj-liaison");
    pass(RENEWED_AFTER - 2_000);
    await using stream = await browser.events("desk");
    const started = performance.now();
    await stream.expect("ready");
    await stream.expect("lost");
    const lasted = performance.now() - started;
    expect(lasted).toBeGreaterThan(500);
    // Its token would be over in 22 s.
    expect(lasted).toBeLessThan(20_000);
    expect(await stream.next()).toBeUndefined();
  });

  test("of an issuer that lets one refresh token serve again and again is renewed each time", async () => {
    const browser = await small.as("fj-liaison");
    small.rotates = false;
    small.granted.length = 0;
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date", "setTimeout", "clearTimeout"] });
    for (const _ of ["first", "second"]) {
      vi.advanceTimersByTime(OVER_AFTER);
      const { expiresAt } = (await (await browser.fetch("/session")).json()) as Expiring;
      expect(expiresAt).toBeGreaterThan(Date.now());
    }
    expect(small.granted).toEqual(["refresh_token", "refresh_token"]);
    // What is remembered is forgotten by this clock, not by the next test's.
    vi.advanceTimersByTime(OVER_AFTER);
  });
});

test("a page does nothing as who has signed in since it was opened", async () => {
  const browser = await small.as("fj-liaison");
  const asked = (person: string) => ({ headers: { "x-talanoa-for": person } });
  expect((await browser.fetch("/session", asked("fj-liaison"))).status).toBe(200);
  expect((await browser.fetch("/session?for=fj-liaison")).status).toBe(200);
  for (const response of [
    await browser.fetch("/session", asked("to-liaison")),
    await browser.fetch("/events?name=desk&for=to-liaison"),
    await browser.post("/hub/talanoa.v1.FeedService/ListNotices", null, asked("%").headers),
  ]) {
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "unauthenticated" });
  }
});

describe("who signs out", () => {
  test.each([undefined, 503])(
    "is led to where one signs out of the issuer, whose answer to the revoked token is %s",
    async (refuses) => {
      const browser = await small.as("fj-liaison");
      small.refuses = refuses;
      small.revoked = 0;
      const { next } = (await (await browser.post("/sign-out")).json()) as { next: string };
      expect(small.revoked).toBe(1);
      const page = new URL(next);
      expect(page.pathname).toBe("/signed-out");
      expect(page.searchParams.get("post_logout_redirect_uri")).toBe(`${small.url}/`);
    },
  );

  test("is signed in no more by a cookie that was copied before", async () => {
    const browser = await small.as("fj-liaison");
    const copy = new Browser(small.url);
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    expect(await statusOf(copy)).toBe(200);
    await browser.post("/sign-out");
    expect(await statusOf(copy)).toBe(401);
  });

  test("stays signed out, though a token was just being renewed", async () => {
    const browser = await small.as("fj-liaison");
    const late = new Browser(small.url);
    for (const [name, value] of browser.cookies) late.cookies.set(name, value);
    pass(RENEWED_AFTER);
    const answer = Promise.withResolvers<void>();
    small.granted.length = 0;
    small.waits = answer.promise;
    const renewing = statusOf(late);
    await expect.poll(() => small.granted).toEqual(["refresh_token"]);
    const signedOut = browser.post("/sign-out");
    await sleep(100);
    answer.resolve();
    expect((await signedOut).status).toBe(200);
    expect(await renewing).toBe(401);
    expect(await statusOf(late)).toBe(401);
  });
});

test("a stream ends with its session, though the token lasts", async () => {
  vi.useRealTimers();
  const seconds = 3;
  await using short = await startSmallConsole(900, seconds / 3_600);
  const browser = await short.as("fj-liaison");
  await using stream = await browser.events("desk");
  await stream.expect("ready");
  await stream.expect("lost");
  expect(await statusOf(browser)).toBe(401);
});

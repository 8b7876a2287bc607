import { generateKeyPairSync } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { publish } from "@talanoa/client/publish.ts";
import {
  DirectoryService,
  ExchangeLogService,
  FeedService,
  type NoticeRef,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser } from "../testing/browser.ts";
import { type ConsoleHub, startConsoleHub } from "../testing/console-hub.ts";

/** Stands in every notice of these tests, and must stand in no log. */
const PLANTED = "quiet-pelican";
const draft = (title = `Yacht ${PLANTED}`) => ({
  kind: "alert",
  type: "small-craft",
  title,
  when: "2025-03-14",
  where: "Nuku'alofa",
  narrative: `White hull, ${PLANTED}.`,
  marking: "TLP:GREEN",
  audience: { participants: ["TO", "WS"] },
});

let hub: ConsoleHub;
beforeAll(async () => {
  hub = await startConsoleHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

async function published(title?: string): Promise<NoticeRef> {
  const { publication } = await publish(await hub.direct("fj-publisher"), { draft: draft(title) });
  return publication.ref;
}

/** An id of the same making that no notice has. */
function unknownId({ id }: NoticeRef): string {
  return `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
}

describe("who signs in", () => {
  test("chooses among the people of the demo, by Member, and is led back to the page that was asked for", async () => {
    const browser = new Browser(hub.url);
    const away = await browser.fetch("/sign-in?return=%2Fmap%3Fregion%3Dpolynesia");
    const page = await (await fetch(away.headers.get("location")!)).text();
    expect(page).toContain("<h2>Fiji <small>FJ</small></h2>");
    expect(page.match(/id="\w\w-liaison"/g)).toHaveLength(24);
    expect(await browser.signIn("fj-liaison", "/map?region=polynesia")).toBe(
      "/map?region=polynesia",
    );
  });

  test("is told who one is, and by which keys the hub is known; never a token", async () => {
    const browser = await hub.as("fj-liaison");
    const response = await browser.fetch("/session");
    const text = await response.text();
    const { receiptKey, logKey } = (await hub.direct("fj-liaison")).identity.hub;
    expect(JSON.parse(text)).toEqual({
      participant: "FJ",
      principal: "fj-liaison",
      roles: ["liaison"],
      office: "Liaison",
      expiresAt: expect.any(Number),
      hub: { receiptKey, otherReceiptKeys: [], logKey },
      enrolment: true,
    });
    expect(text).not.toContain("eyJ");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("has a cookie that no script reads and no other site sends along", async () => {
    const browser = await hub.as("fj-liaison");
    expect([...browser.cookies.keys()]).toEqual(["talanoa-session-0"]);
    const attributes = browser.attributes.get("talanoa-session-0")!;
    expect(attributes.split("; ")).toEqual(
      expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]),
    );
    expect(attributes).not.toContain("Domain");
    const [header = ""] = browser.cookies.get("talanoa-session-0")!.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: "dir",
      enc: "A256GCM",
    });
  });

  test("is led nowhere but to the console itself", async () => {
    for (const elsewhere of ["https://evil.example/", "//evil.example", "/\\evil.example", "a b:"])
      expect(await new Browser(hub.url).signIn("fj-liaison", elsewhere)).toMatch(/^\/[^/\\]*$/);
  });

  test("is not signed in by somebody else's way back from the issuer", async () => {
    const attacker = new Browser(hub.url);
    const away = await attacker.fetch("/sign-in");
    const clicked = await fetch(`${away.headers.get("location")}&person=to-liaison`, {
      redirect: "manual",
    });
    const victim = new Browser(hub.url);
    await victim.fetch("/sign-in");
    const lured = await victim.fetch(clicked.headers.get("location")!);
    expect(lured.status).toBe(403);
    expect((await victim.fetch("/session")).status).toBe(401);
    const unasked = await new Browser(hub.url).fetch(clicked.headers.get("location")!);
    expect(unasked.status).toBe(400);
  });

  test("signs out", async () => {
    const browser = await hub.as("fj-liaison");
    expect(await (await browser.post("/sign-out")).json()).toEqual({ next: "/" });
    expect(browser.cookies.size).toBe(0);
    expect((await browser.fetch("/session")).status).toBe(401);
  });

  test("enrols the key of a device, which then stands in the directory as the participant's", async () => {
    const browser = await hub.as("ki-publisher");
    const { x } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
    const id = keyIdOf(Buffer.from(x!, "base64url"));
    for (const _ of ["first", "again"])
      expect(await (await browser.json("/enrol", { publicKey: x })).json()).toEqual({ keyId: id });
    const { entries } = await browser.call(DirectoryService.listEntries, { type: "key" });
    const key = entries.find(({ entry }) => entry?.key?.id === id)?.entry?.key;
    expect(key).toMatchObject({ participant: "KI", suspended: false });
    const other = await hub.as("to-publisher");
    expect((await other.json("/enrol", { publicKey: x })).status).toBe(403);
    const wrong = await browser.json("/enrol", { publicKey: "short" });
    expect(await wrong.json()).toMatchObject({
      code: "invalid-argument",
      violations: [{ field: "publicKey" }],
    });
  });
});

describe("a call of the hub", () => {
  test("goes through with the person's own token, byte for byte", async () => {
    const ref = await published();
    const tonga = await hub.as("to-liaison");
    const feed = await hub.direct("to-liaison");
    // Routed a moment after it was published.
    const direct = await until(() =>
      feed.call(FeedService.getNotice, { notice: ref }).catch(() => null),
    );
    const { copy } = await tonga.call(FeedService.getNotice, { notice: ref });
    expect(SealedNotice.encode(copy!.notice!)).toEqual(SealedNotice.encode(direct.copy!.notice!));
  });

  test("is compressed on its way to who takes that, and kept by nobody", async () => {
    const browser = await hub.as("to-liaison");
    const { path } = DirectoryService.listEntries;
    const response = await browser.post(`/hub${path}`, new Uint8Array(), {
      "accept-encoding": "gzip",
    });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("that the hub refuses says so field by field", async () => {
    const browser = await hub.as("to-liaison");
    const { path, requestSerialize } = FeedService.listNotices;
    const request = requestSerialize({ pageToken: "made-up" });
    const response = await browser.post(`/hub${path}`, new Uint8Array(request));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "invalid-argument",
      violations: [{ field: "page_token" }],
    });
  });

  test("says of a notice that one was not sent what it says of one that does not exist", async () => {
    const ref = await published();
    const nauru = await hub.as("nr-liaison");
    const answers = await Promise.all(
      [ref, { ...ref, id: unknownId(ref) }].map(async (notice) => {
        const { path, requestSerialize } = FeedService.getNotice;
        const body = new Uint8Array(requestSerialize({ notice }));
        const response = await nauru.post(`/hub${path}`, body);
        return [response.status, (await response.text()).replaceAll(notice.id, "ID")];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(404);
  });

  test("is not passed on for whom no page asks it, or by nobody", async () => {
    const desk = await hub.as("to-liaison");
    const statusOf = async (browser: Browser, path: string) =>
      (await browser.post(`/hub${path}`)).status;
    expect(await statusOf(desk, ExchangeLogService.query.path)).toBe(403);
    expect(await statusOf(desk, FeedService.subscribe.path)).toBe(501);
    expect(await statusOf(desk, "/grpc.health.v1.Health/Check")).toBe(501);
    expect(await statusOf(desk, "/talanoa.v1.FeedService/Nothing")).toBe(501);
    expect(await statusOf(new Browser(hub.url), FeedService.listNotices.path)).toBe(401);
  });

  test("that is larger than any notice is refused", async () => {
    const browser = await hub.as("to-liaison");
    const { path } = FeedService.listNotices;
    const response = await browser.post(`/hub${path}`, new Uint8Array(1024 * 1024 + 1));
    expect(await response.json()).toMatchObject({ code: "resource-exhausted" });
  });

  test("waits for a hub that is away, and says so when it stays away", async () => {
    const browser = await hub.as("to-liaison");
    await hub.stack.stop("member-feeds");
    const response = await browser.post(`/hub${FeedService.listNotices.path}`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      code: "unavailable",
      message: "the hub does not answer",
      violations: [],
    });
    await hub.stack.restart("member-feeds");
    expect(await browser.call(FeedService.listNotices, {})).toMatchObject({ nextPageToken: "" });
  });
});

describe("another site", () => {
  test("can make the console do nothing, although the browser sends the cookie along", async () => {
    const browser = await hub.as("to-liaison");
    const path = `/hub${FeedService.listNotices.path}`;
    const forged: object[] = [
      { "x-talanoa": "" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const place of [path, "/enrol", "/sign-out", "/events/any/received"])
      for (const headers of forged) {
        const response = await browser.post(place, null, headers);
        expect([place, headers, response.status]).toEqual([place, headers, 403]);
      }
    for (const place of ["/events?name=desk", "/session"]) {
      const response = await browser.fetch(place, { headers: { "sec-fetch-site": "cross-site" } });
      expect(response.status).toBe(403);
    }
    expect((await browser.fetch("/session")).status).toBe(200);
  });
});

describe("a stream of events", () => {
  test("brings a notice within a second to whom it is for, and not to others", async () => {
    await using tonga = await (await hub.as("to-liaison")).events("live");
    await using nauru = await (await hub.as("nr-liaison")).events("live");
    expect(tonga.response.headers.get("content-type")).toBe("text/event-stream");
    await tonga.expect("ready");
    await nauru.expect("ready");
    const elsewhere = nauru.next();
    // On a busy machine one may take longer.
    for (let took = Infinity, sent = 0; took >= 1_000; sent++) {
      expect(sent).toBeLessThan(10);
      const ref = await published();
      const started = performance.now();
      const { copy } = await tonga.delivery();
      took = performance.now() - started;
      expect(SealedNotice.encode(copy!.notice!).length).toBeGreaterThan(100);
      expect(ref.origin).toBe("FJ");
    }
    const nothing = new Promise((resolve) => setTimeout(resolve, 500, "nothing came"));
    expect(await Promise.race([elsewhere, nothing])).toBe("nothing came");
  });

  test("goes on where it was: what was not confirmed comes again, what was does not", async () => {
    const browser = await hub.as("to-liaison");
    const first = await browser.events("resumed");
    const { stream } = await first.expect("ready");
    await published("First");
    const confirmed = await first.delivery();
    const answer = await browser.json(`/events/${String(stream)}/received`, {
      delivery: confirmed.number,
    });
    expect(answer.status).toBe(204);
    await published("Second");
    const unconfirmed = await first.delivery();
    const opened = await browser.json(`/events/${String(stream)}/opened`, {
      deliveries: [unconfirmed.number],
    });
    expect(opened.status).toBe(204);
    // The hub has taken what was said before the page goes.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await first[Symbol.asyncDispose]();

    await using again = await browser.events("resumed");
    expect(await again.expect("ready")).toMatchObject({ resumed: true });
    const repeated = await again.delivery();
    expect(repeated.attempt).toBe(2);
    expect(SealedNotice.encode(repeated.copy!.notice!)).toEqual(
      SealedNotice.encode(unconfirmed.copy!.notice!),
    );
  });

  test.each(["member-feeds", "console"])("goes on after %s was killed", async (service) => {
    const browser = await hub.as("ws-liaison");
    const name = `after-${service}`;
    await using before = await browser.events(name);
    await before.expect("ready");
    await published("Before");
    const unconfirmed = await before.delivery();
    await hub.stack.kill(service, "SIGKILL");
    // A console that is gone says nothing; one that lost the hub says so.
    expect((await before.next())?.event).toBe(service === "console" ? undefined : "lost");
    expect(await before.next()).toBeUndefined();
    await hub.stack.serving(service);
    await published("Meanwhile");

    await using after = await openedAgain(browser, name);
    const repeated = await after.delivery();
    expect(SealedNotice.encode(repeated.copy!.notice!)).toEqual(
      SealedNotice.encode(unconfirmed.copy!.notice!),
    );
    const fresh = await after.delivery();
    expect(fresh.attempt).toBe(1);
  });

  test("ends when the same subscription is opened elsewhere, and says so", async () => {
    const browser = await hub.as("to-liaison");
    await using one = await browser.events("twice");
    await one.expect("ready");
    await using other = await browser.events("twice");
    await other.expect("ready");
    expect(await one.expect("end")).toMatchObject({
      code: "conflict",
      reason: expect.stringContaining("opened by another call"),
    });
    expect(await one.next()).toBeUndefined();
  });

  test("that the hub refuses ends with its reason", async () => {
    await using stream = await (await hub.as("to-liaison")).events("Not_A_Name");
    expect(await stream.expect("end")).toMatchObject({ code: "invalid-argument" });
    await using auditor = await (await hub.as("to-auditor")).events("desk");
    expect(await auditor.expect("end")).toMatchObject({ code: "permission-denied" });
  });

  test("is answered by nobody but who opened it, with numbers and nothing else", async () => {
    const browser = await hub.as("to-liaison");
    await using stream = await browser.events("own");
    const { stream: id } = await stream.expect("ready");
    const other = await hub.as("ws-liaison");
    const path = `/events/${String(id)}/received`;
    expect((await other.json(path, { delivery: 1 })).status).toBe(404);
    expect((await browser.json("/events/made-up/received", { delivery: 1 })).status).toBe(404);
    const wrong = await browser.json(path, { delivery: "1" });
    expect(await wrong.json()).toMatchObject({ violations: [{ field: "delivery" }] });
    expect((await browser.fetch("/events?name=own&filter=____")).status).toBe(400);
  });
});

test("no log of the console or the issuer has a token, a cookie, or anything of a notice", async () => {
  const browser = await hub.as("to-liaison");
  const token = (await hub.direct("to-liaison")).identity.token;
  await published();
  await browser.call(FeedService.search, { text: PLANTED });
  const folder = join(hub.stack.dataDir, "logs");
  const files = (await readdir(folder)).filter((name) => /^(console|demo-issuer)/.test(name));
  expect(files).toEqual(expect.arrayContaining(["console.log", "demo-issuer.log"]));
  for (const file of files) {
    const text = await readFile(join(folder, file), "utf8");
    expect(text).not.toMatch(new RegExp(`eyJ[\\w-]{10}|${PLANTED}|code=|${token.slice(0, 20)}`));
  }
  const said = await readFile(join(folder, "console.log"), "utf8");
  expect(said).toContain(`"method":"${FeedService.search.path}","status":200`);
  expect(said).toContain('"method":"/sign-in","status":302');
});

/** A stream as a browser opens it again: what the hub has not noticed yet is tried once more. */
async function openedAgain(browser: Browser, name: string) {
  for (let attempt = 0; ; attempt++) {
    const stream = await browser.events(name);
    const first = await stream.next();
    if (first?.event === "ready") return stream;
    await stream[Symbol.asyncDispose]();
    if (attempt > 20) throw new Error(`the stream does not open: ${first?.data}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectBy, type Link, loopback, satellite } from "./support/link.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
let last: string;
beforeAll(async () => {
  scene = await openSharedScene();
  for (let i = 0; i < 50; i++) {
    // Palau is sent nothing else: what is counted is the same, whatever ran before.
    const audience = { participants: ["PW"] };
    last = (await tell(scene.hub, "fj-publisher", { audience })).title;
  }
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const KB = 1_000;

/** What a page costs that is opened by such a link: bytes over it, milliseconds until its first row is there. */
async function cost(link: Link, isFirst: boolean) {
  await using desk = await scene.desk("pw-liaison", "/feed");
  const { page, network, session, context } = desk;
  const row = page.getByRole("link", { name: last });
  await row.waitFor();
  if (isFirst) await session.send("Network.clearBrowserCache");
  await page.goto("about:blank");
  const before = network.received;
  await connectBy(session, link);
  const from = performance.now();
  await page.goto(`${scene.console}/feed`, { waitUntil: "commit", timeout: 120_000 });
  await row.waitFor({ timeout: 120_000 });
  const toRow = performance.now() - from;
  await expect.poll(() => network.exchanged.some(({ kind }) => kind === "eventsource")).toBe(true);
  void context;
  return { bytes: network.received - before, toRow };
}

describe("the feed", () => {
  test("is first loaded with less than 200 KB, and is of use by a poor satellite link", async () => {
    const rows = [];
    for (const [name, link] of [
      ["loopback", loopback],
      ["64 kbit/s, 600 ms", satellite],
    ] as const) {
      for (const isFirst of [true, false]) {
        const { bytes, toRow } = await cost(link, isFirst);
        rows.push({
          link: name,
          load: isFirst ? "first" : "later",
          KB: Math.round(bytes / KB),
          "first row, s": Number((toRow / 1_000).toFixed(1)),
        });
        if (isFirst) expect(bytes).toBeLessThan(200 * KB);
      }
    }
    console.table(rows);
    // 200 KB alone take 25 s by that link.
    expect(rows[2]!["first row, s"]).toBeLessThan(30);
    expect(rows[3]!["first row, s"]).toBeLessThan(8);
  }, 300_000);
});

import type { Locator, Page } from "playwright-core";
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
  const { page, network, session } = desk;
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
  return { bytes: network.received - before, toRow };
}

/** The page with which somebody else begins, and what is awaited on it. */
interface FirstPage {
  readonly person: string;
  readonly path: string;
  /** KB. */
  readonly budget: number;
  readonly ready: (page: Page) => Locator;
}

const firstPages: readonly FirstPage[] = [
  {
    person: "oco-auditor",
    path: "/log",
    budget: 130,
    ready: (page) => page.getByLabel("Purpose"),
  },
  {
    person: "oco-secretariat",
    path: "/secretariat",
    budget: 116,
    ready: (page) => page.getByRole("rowheader", { name: "TO", exact: true }).first(),
  },
];

/** Bytes that come over the link when such a page is first opened. */
async function firstLoad({ person, path, ready }: FirstPage): Promise<number> {
  await using desk = await scene.desk(person, path);
  const { page, network, session } = desk;
  await ready(page).waitFor();
  await session.send("Network.clearBrowserCache");
  await page.goto("about:blank");
  const before = network.received;
  await page.goto(scene.console + path);
  await ready(page).waitFor();
  // Other pages come later, when nothing else does.
  await page.waitForLoadState("networkidle");
  return network.received - before;
}

/** How often each is measured: the middle one counts. */
const TIMES = 3;

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;

describe("the feed", () => {
  test("is first loaded with less than 110 KB, and is of use by a poor satellite link", async () => {
    const rows = [];
    for (const [name, link] of [
      ["loopback", loopback],
      ["64 kbit/s, 600 ms", satellite],
    ] as const) {
      for (const isFirst of [true, false]) {
        const costs: Awaited<ReturnType<typeof cost>>[] = [];
        for (let i = 0; i < TIMES; i++) costs.push(await cost(link, isFirst));
        const bytes = middle(costs.map((each) => each.bytes));
        const toRow = middle(costs.map((each) => each.toRow));
        rows.push({
          link: name,
          load: isFirst ? "first" : "later",
          KB: Math.round(bytes / KB),
          "first row, s": Number((toRow / 1_000).toFixed(1)),
        });
        if (isFirst) expect(bytes).toBeLessThan(110 * KB);
      }
    }
    console.table(rows);
    // 85 KB alone take 11 s by that link.
    expect(rows[2]!["first row, s"]).toBeLessThan(20);
    expect(rows[3]!["first row, s"]).toBeLessThan(8);
  }, 600_000);
});

test.each(firstPages)(
  "$path is first loaded with less than $budget KB",
  async (its) => {
    const costs: number[] = [];
    for (let i = 0; i < TIMES; i++) costs.push(await firstLoad(its));
    console.log(`${its.path}: ${costs.map((each) => Math.round(each / KB)).join(", ")} KB.`);
    expect(middle(costs)).toBeLessThan(its.budget * KB);
  },
  300_000,
);

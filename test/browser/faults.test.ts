import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { openCutLink } from "./support/cut-link.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };
const PATIENCE = { timeout: 30_000 };

/** What a page says of when that is which it shows, where it may be old. */
const stale = (page: Page) =>
  page.getByRole("status").filter({ hasText: "What stands here is as of" });

interface OldPage {
  readonly person: string;
  readonly path: string;
  /** What stands on it. */
  readonly shows: string | RegExp;
  /** What one does on the page by which it asks the hub. */
  readonly ask: (page: Page) => Promise<void>;
}

const OPERATION = "NZ-STALE";
const REQUEST = "Who owns the yacht Stale?";
const loadAgain = (page: Page) => page.getByRole("button", { name: "Load again" }).click();

const oldPages: readonly OldPage[] = [
  { person: "to-liaison", path: "/operations", shows: OPERATION, ask: loadAgain },
  { person: "to-liaison", path: `/operations/${OPERATION}`, shows: "Participants", ask: loadAgain },
  { person: "to-liaison", path: "/requests", shows: REQUEST, ask: loadAgain },
  {
    person: "oco-auditor",
    path: "/log",
    shows: /entries shown|entry shown/,
    // Each question is recorded: none is asked again by itself.
    ask: (page) => page.getByRole("button", { name: "Verify" }).click(),
  },
  // These two learn of it by themselves.
  {
    person: "oco-secretariat",
    path: "/secretariat/members",
    shows: "Tonga",
    ask: (page) => page.context().setOffline(true),
  },
  { person: "oco-secretariat", path: "/secretariat/health", shows: "Parts", ask: async () => {} },
];

describe("an open page", () => {
  test.each(["console", "member-feeds"])("goes on after %s was killed", async (service) => {
    await using tonga = await scene.desk("to-liaison", "/feed");
    const { page } = tonga;
    const before = await tell(scene.hub, "fj-publisher", toTonga);
    await page.getByRole("link", { name: before.title }).waitFor();
    await scene.hub.stack.kill(service, "SIGKILL");
    const during = await tell(scene.hub, "fj-publisher", toTonga);
    await scene.hub.stack.serving(service);
    const after = await tell(scene.hub, "fj-publisher", toTonga);
    for (const { title } of [during, after]) {
      await page.getByRole("link", { name: title }).waitFor(PATIENCE);
    }
    // Each once, and what stood before stands still.
    for (const { title } of [before, during, after]) {
      expect(await page.getByRole("link", { name: title }).count()).toBe(1);
    }
  });

  test("says that it is stale while the link is down, and catches up when it is back", async () => {
    await using link = await openCutLink();
    await using tonga = await scene.desk("to-liaison", "/feed", {
      proxy: { server: link.server, bypass: "<-loopback>" },
    });
    const { page } = tonga;
    const before = await tell(scene.hub, "fj-publisher", toTonga);
    await page.getByRole("link", { name: before.title }).waitFor();
    link.cut();
    const banner = page
      .getByRole("status")
      .filter({ hasText: /offline|stale|not connected|no link/i });
    await banner.first().waitFor(PATIENCE);
    const during = await tell(scene.hub, "fj-publisher", toTonga);
    // What was there can still be read.
    await expect.poll(() => page.getByRole("link", { name: before.title }).isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: during.title }).count()).toBe(0);
    link.mend();
    await page.getByRole("link", { name: during.title }).waitFor(PATIENCE);
    await banner.first().waitFor({ state: "hidden", ...PATIENCE });
  });
});

describe("a page that is not live", () => {
  beforeAll(async () => {
    await using shell = await openShell(scene.hub.stack.identitiesDir);
    const named = ["operation", "open", OPERATION, "--name", "Stale", "--starts", "2026-07-01"];
    await shell.json("nz-liaison", [...named, "--objective", "Yachts", "--with", "TO"]);
    const asked = ["request", "--to", "TO", "--by", "7d", "--title", REQUEST, "--text", REQUEST];
    await shell.json("fj-liaison", asked);
  });

  test.each(oldPages)(
    "at $path says as of when what it shows is while the link is down, and goes on when it is back",
    async ({ person, path, shows, ask }) => {
      await using link = await openCutLink();
      const proxy = { server: link.server, bypass: "<-loopback>" };
      await using desk = await scene.desk(person, path, { proxy });
      const { page, network } = desk;
      if (path === "/log") await askTheLog(page);
      const it = page.getByRole("main").getByText(shows).first();
      await it.waitFor();
      const shownBy = Date.now();
      expect(await stale(page).count()).toBe(0);
      link.cut();
      await ask(page);
      await stale(page).waitFor(PATIENCE);
      const asOf = Date.parse((await stale(page).locator("time").getAttribute("datetime"))!);
      expect(asOf).toBeLessThanOrEqual(path.endsWith("health") ? Date.now() : shownBy);
      expect(asOf).toBeGreaterThan(shownBy - 60_000);
      expect(await it.isVisible()).toBe(true);
      // What came just now is not asked for again.
      await expect.poll(() => Date.now() - asOf).toBeGreaterThan(2_500);
      link.mend();
      const before = network.exchanged.length;
      await page.context().setOffline(false);
      if (path === "/log") await ask(page);
      await stale(page).waitFor({ state: "hidden", ...PATIENCE });
      await it.waitFor();
      const came = () =>
        network.exchanged
          .slice(before)
          .filter(({ url, status }) => url.includes("/hub/") && status === 200);
      await expect.poll(() => came().length).toBeGreaterThan(0);
      expect(await page.getByText("No link to the hub").count()).toBe(0);
    },
  );
});

/** Asks for all of the log, as an auditor who has said why. */
async function askTheLog(page: Page): Promise<void> {
  await page.getByLabel("Purpose").selectOption({ label: "audit" });
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}

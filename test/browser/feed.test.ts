import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openScene, type Scene } from "./support/scene.ts";
import { tellMany } from "./support/tell-many.ts";
import { tell } from "./support/told.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };

/** How often a key is pressed where its time is measured. */
const KEYS = 200;

/** The row that has the focus, as it is read. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement as HTMLElement).innerText);

describe("the feed", () => {
  test("opens on what concerns the Member: its own country, what names it, what is urgent", async () => {
    const all = { sub_regions: ["micronesia"] };
    const nauru = { where: { name: "Nauru Island", unlocode: "NRINU" } };
    const concerning = [
      { audience: all, where: { name: "Tarawa", unlocode: "KITRW" } },
      { audience: { participants: ["KI", "NR"] }, ...nauru },
      { audience: all, ...nauru, precedence: "immediate" },
    ];
    const ours: { readonly title: string }[] = [];
    for (const its of concerning) ours.push(await tell(scene.hub, "fj-publisher", its));
    const others = await tell(scene.hub, "fj-publisher", { audience: all, ...nauru });
    await using desk = await scene.desk("ki-liaison", "/");
    const { page } = desk;
    for (const { title } of ours) await page.getByRole("link", { name: title }).waitFor();
    expect(await page.getByRole("link", { name: others.title }).count()).toBe(0);
    await page.getByRole("link", { name: "Everything" }).click();
    await page.getByRole("link", { name: others.title }).waitFor();
  });

  test("keeps its filter in the address, where it can be had again", async () => {
    const wanted = await tell(scene.hub, "fj-publisher", { ...toTonga, marking: "TLP:AMBER" });
    const other = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.desk("to-liaison", "/feed?tlp=amber&member=FJ");
    const { page } = desk;
    await page.getByRole("link", { name: wanted.title }).waitFor();
    expect(await page.getByRole("link", { name: other.title }).count()).toBe(0);
    await page.keyboard.press("/");
    await page.keyboard.type(wanted.title);
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("text")).toBe(wanted.title);
    await page.reload();
    await page.getByRole("link", { name: wanted.title }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: "Container" }).count()).toBe(1);
  });

  test("is worked with by the keyboard alone", async () => {
    const first = await tell(scene.hub, "fj-publisher", toTonga);
    const second = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.desk("to-liaison", "/feed");
    const { page } = desk;
    await page.getByRole("link", { name: second.title }).waitFor();
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toContain(second.title);
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toContain(first.title);
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).pathname).toContain(second.name);
    await page.goBack();
    await page.getByRole("link", { name: second.title }).waitFor();
  });

  test("and a notice heed no single keys where they were turned off in this browser", async () => {
    const { title } = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.signingDesk("to-liaison", "/settings");
    const { page } = desk;
    const single = page.getByRole("checkbox", { name: "Single keys" });
    await single.uncheck();
    await page.reload();
    await expect.poll(() => single.isChecked()).toBe(false);
    await page.goto(`${scene.console}/feed`);
    const row = page.getByRole("link", { name: title });
    await row.focus();
    for (const key of ["?", "/", "n", "k", "j", "a"]) await page.keyboard.press(key);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await focused(page)).toContain(title);
    // The help that the button shows says so, and where they are turned on.
    await page.getByRole("button", { name: "Keys" }).click();
    const help = page.getByRole("dialog", { name: "Keys" });
    await help.getByText("Single keys are off in this browser").waitFor();
    await page.keyboard.press("Escape");
    await row.click();
    const acknowledge = page.getByRole("button", { name: "Acknowledge" });
    await acknowledge.waitFor();
    expect(await acknowledge.getAttribute("aria-keyshortcuts")).toBeNull();
    await page.keyboard.press("a");
    // Nothing was said to the hub by that key: the button still stands there when another window turns keys on.
    const other = await desk.context.newPage();
    await other.goto(`${scene.console}/settings`);
    await other.getByRole("checkbox", { name: "Single keys" }).check();
    await expect.poll(() => acknowledge.getAttribute("aria-keyshortcuts")).toBe("a");
    await page.keyboard.press("a");
    await page.getByText("Acknowledged by your administration").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("puts what is urgent and not acknowledged above all else", async () => {
    const flash = await tell(scene.hub, "fj-publisher", { ...toTonga, precedence: "flash" });
    const later = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.desk("to-liaison", "/feed");
    const { page } = desk;
    const top = async (title: string) =>
      (await page.getByRole("link", { name: title }).boundingBox())!.y;
    await page.getByRole("link", { name: later.title }).waitFor();
    expect(await top(flash.title)).toBeLessThan(await top(later.title));
  });

  test("has thousands of rows without lag, and does not jump when something comes", async () => {
    await tellMany(scene.hub, "fj-publisher", 3_000, toTonga);
    await using desk = await scene.desk("to-liaison", "/feed");
    const { page, session } = desk;
    await page.getByRole("link", { name: "Consignment 3000" }).waitFor();
    // Down through the list, as the key repeats. Time of the page's own thread: a busy machine fails nothing.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const spent = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")!.value * 1_000;
    };
    const start = await spent();
    for (let i = 0; i < KEYS; i++) await page.keyboard.press("j");
    const perKey = ((await spent()) - start) / KEYS;
    console.log(`A key takes ${perKey.toFixed(1)} ms among 3,000 notices.`);
    expect(perKey).toBeGreaterThan(0);
    // A little more than a frame has at 60 a second.
    expect(perKey).toBeLessThan(25);
    const rows = await page.getByRole("link", { name: /^.*Consignment/ }).count();
    expect(rows).toBeLessThan(200);

    const text = await focused(page);
    const place = () => page.evaluate(() => document.activeElement!.getBoundingClientRect().top);
    const before = await place();
    const come = await tell(scene.hub, "fj-publisher", toTonga);
    await page
      .getByText(/\d+ new/)
      .first()
      .waitFor();
    expect(Math.abs((await place()) - before)).toBeLessThan(2);
    expect(await focused(page)).toBe(text);
    await page.getByRole("button", { name: /\d+ new/ }).click();
    await page.getByRole("link", { name: come.title }).waitFor();
  }, 400_000);

  test("can be kept as a subscription by name, in which nothing is missed", async () => {
    await using desk = await scene.desk("to-liaison", "/feed?member=FJ");
    const { page } = desk;
    await page.getByText(/^Filter/).click();
    await page.getByRole("button", { name: /^Keep as a subscription/ }).click();
    const dialog = page.getByRole("dialog", { name: "Keep this view as a subscription" });
    await dialog.getByLabel("Name").fill("from-fiji");
    await dialog.getByRole("button", { name: "Keep" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("name")).toBe("from-fiji");
    await page.getByText("● Live").waitFor();
    await page.goto("about:blank");
    const { title } = await tell(scene.hub, "fj-publisher", toTonga);
    await page.goto(`${scene.console}/feed?member=FJ&name=from-fiji`);
    await page.getByRole("link", { name: title }).waitFor();
  });
});

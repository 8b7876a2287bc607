import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openScene, type Scene } from "./support/scene.ts";
import { tell, type Told } from "./support/told.ts";

let scene: Scene;
let told: Told;
beforeAll(async () => {
  scene = await openScene();
  told = await tell(scene.hub, "fj-publisher", { audience: { participants: ["TO"] } });
  const tonga = await scene.hub.as("to-liaison");
  await expect.poll(() => getNotice(tonga, told.ref).catch(() => null)).not.toBeNull();
  const copy = await checkCopy(await getNotice(tonga, told.ref), directoryKeys(tonga));
  if (copy.kind === "notice") await acknowledge(tonga, copy.notice);
});
afterAll(() => scene?.[Symbol.asyncDispose]());

/** Says why the log is read: it asks before it shows anything. */
async function giveReason(page: Page): Promise<void> {
  await page.getByLabel("Purpose").selectOption({ index: 1 });
  await page.getByLabel("Case number").fill("FJ-2026-0001");
  await page.getByRole("button", { name: "Begin" }).click();
}

describe("the exchange log", () => {
  test("asks why before it shows anything, answers questions, and proves the answer in the browser", async () => {
    await using desk = await scene.desk("fj-auditor", "/log");
    const { page } = desk;
    await giveReason(page);
    await page.getByLabel("Notice").fill(told.name);
    await page.getByRole("button", { name: "Ask" }).click();
    await expect.poll(() => page.getByText("acknowledged").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Verify" }).click();
    await expect.poll(() => page.getByText(/each proved in this browser/).count()).toBe(1);
    expect(desk.complaints).toEqual([]);
  });

  test("tells the trail of a notice as a story", async () => {
    await using desk = await scene.desk("fj-auditor", `/log/trail/${told.name}`);
    await giveReason(desk.page);
    const main = desk.page.getByRole("main");
    await expect.poll(() => main.innerText()).toContain("What became of");
    await expect.poll(() => main.innerText()).toMatch(/acknowledged/);
  });

  test("shows who shares with whom, Member by Member", async () => {
    await using desk = await scene.desk("oco-auditor", "/log/matrix");
    await giveReason(desk.page);
    await expect.poll(() => desk.page.getByRole("table").innerText()).toContain("FJ");
  });

  test("verifies the checkpoint in the browser, and that the next continues it", async () => {
    await using desk = await scene.desk("oco-auditor", "/log/proof");
    const { page } = desk;
    const reason = page.getByRole("button", { name: "Begin" });
    if (await reason.isVisible()) await giveReason(page);
    await page.getByText("No checkpoint of this log was kept in this browser").waitFor();
    await page.getByRole("button", { name: "Look again" }).click();
    await expect.poll(() => page.getByText("The log continues the checkpoint").count()).toBe(1);
    expect(desk.complaints).toEqual([]);
  });
});

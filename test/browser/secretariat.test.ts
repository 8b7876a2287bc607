import { listDirectory } from "@talanoa/client/directory.ts";
import { explain } from "@talanoa/client/explain.ts";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

const patiently = { timeout: 60_000, interval: 250 };
const services = ["alert-intake", "member-routing", "member-feeds", "audit-log"];

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  const persons = { persons: [{ name: "SAMPLE PERSON" }], purpose: "customs-enforcement" };
  const { ref } = await tell(scene.hub, "fj-publisher", {
    ...persons,
    audience: { participants: ["NZ", "TO"] },
  });
  await vi.waitFor(async () => explain(await scene.hub.as("fj-publisher"), ref), patiently);
});
afterAll(() => scene?.[Symbol.asyncDispose]());

/** The revision of an entry of the directory; 0 where it does not stand. */
async function revisionOf(
  type: "participant" | "group" | "agreement" | "key",
  id: string,
): Promise<number> {
  const entries = await listDirectory(await scene.hub.as("oco-secretariat"), type);
  return entries.find(({ entry }) => entry?.[type]?.id === id)?.revision ?? 0;
}

/** The dialog that shows what a change does, once that is known. */
async function previewed(page: Page): Promise<Locator> {
  const dialog = page.getByRole("dialog");
  await dialog
    .getByText(/of the last 30 days would have differed, of \d+ notices? since/)
    .waitFor();
  return dialog;
}

function doIt(dialog: Locator): Locator {
  return dialog.getByRole("button", { name: /^(Suspend|Let|Revoke|End|Enter|Change) / });
}

describe("the Secretariat's pages", () => {
  test("show Members, keys, groups and agreements", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/members");
    const { page } = desk;
    const members = page.getByRole("table", { name: "Members" });
    for (const text of ["Tonga", "New Zealand", "Fiji"])
      await expect.poll(() => members.innerText()).toContain(text);
    // The 24 Members, the Secretariat, and the head.
    expect(await members.getByRole("row").count()).toBeGreaterThanOrEqual(26);
    for (const [side, text] of [
      ["Keys", /\bFJ\b[\s\S]*active/],
      ["Groups", /YACHT-CORRIDOR/],
      ["Agreements", /FJ-NZ-DEMO[\s\S]*personal[\s\S]*in force/],
    ] as const) {
      await page.getByRole("link", { name: side, exact: true }).click();
      const table = page.getByRole("table", { name: side });
      await expect.poll(async () => (await table.allInnerTexts()).join()).toMatch(text);
    }
    expect(desk.complaints).toEqual([]);
  });

  test("show what a suspension does before it is made, and make nothing of what is left", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/members");
    const { page } = desk;
    const before = await revisionOf("participant", "TO");
    await page.getByRole("button", { name: "Suspend: TO" }).click();
    const dialog = await previewed(page);
    await dialog.getByRole("heading", { name: "Suspend TO" }).waitFor();
    expect(await doIt(dialog).innerText()).toBe("Suspend TO");
    const fields = dialog.getByRole("table", { name: "participant TO" });
    expect(await fields.innerText()).toMatch(/suspended\s+–\s+yes/);
    const sums = dialog.getByRole("table", { name: "In sum" });
    await expect.poll(() => sums.innerText()).toMatch(/\d+\s+delivered[\s\S]*withheld/);
    await dialog.getByText("Each of them").click();
    const rows = dialog.getByRole("table", { name: "Decisions that would have differed" });
    await expect.poll(() => rows.innerText()).toMatch(/TO\s+delivered[\s\S]*withheld/);
    // No reason, no change.
    expect(await doIt(dialog).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "Leave it as it is" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await revisionOf("participant", "TO")).toBe(before);
    expect(desk.complaints).toEqual([]);
  });

  test("show what ending an agreement does: who would have got less, and of which part", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/agreements");
    const { page } = desk;
    const before = await revisionOf("agreement", "FJ-NZ-DEMO");
    await page.getByRole("button", { name: "End: FJ-NZ-DEMO" }).click();
    const dialog = await previewed(page);
    await dialog.getByText("Each of them").click();
    const rows = dialog.getByRole("table", { name: "Decisions that would have differed" });
    await expect
      .poll(() => rows.innerText())
      .toMatch(/NZ\s+delivered[\s\S]*delivered[\s\S]*left out[\s\S]*agreement/);
    expect(await rows.innerText()).not.toMatch(/\bTO\b/);
    await dialog.getByLabel("Reason").fill("the arrangement ends");
    await doIt(dialog).click();
    await page.getByRole("status").filter({ hasText: "agreement FJ-NZ-DEMO is changed" }).waitFor();
    expect(await revisionOf("agreement", "FJ-NZ-DEMO")).toBeGreaterThan(before);
    const row = page.getByRole("row").filter({ hasText: "FJ-NZ-DEMO" });
    await expect.poll(() => row.first().innerText()).toContain("not in force");
    // And what it said comes true.
    const { ref } = await tell(scene.hub, "fj-publisher", {
      persons: [{ name: "SAMPLE PERSON" }],
      purpose: "customs-enforcement",
      audience: { participants: ["NZ"] },
    });
    const { decisions } = await vi.waitFor(
      async () => explain(await scene.hub.as("fj-publisher"), ref),
      patiently,
    );
    const newZealand = decisions.find(({ participant }) => participant === "NZ");
    expect(newZealand?.withheld.map(({ rule }) => rule)).toContain("no-agreement");
    expect(desk.complaints).toEqual([]);
  });

  test("make a group, which then can be addressed", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/groups");
    const { page } = desk;
    await page.getByRole("button", { name: "Make a group" }).click();
    await page.getByLabel("Code", { exact: true }).fill("REEF");
    await page.getByLabel("Name", { exact: true }).fill("Reef watch");
    await page.getByLabel("In it now (codes, with commas)").fill("TO, WS");
    await page.getByRole("button", { name: "See what it does" }).click();
    const dialog = await previewed(page);
    await dialog.getByText(/^0 decisions of the last 30 days/).waitFor();
    expect(await revisionOf("group", "REEF")).toBe(0);
    await dialog.getByLabel("Reason").fill("a new group");
    await doIt(dialog).click();
    await expect
      .poll(() => page.getByRole("table", { name: "Groups" }).innerText())
      .toMatch(/REEF\s+Reef watch\s+TO, WS/);
    expect(await revisionOf("group", "REEF")).toBeGreaterThan(0);
    expect(desk.complaints).toEqual([]);
  });

  test("do not undo what another has changed meanwhile", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/members");
    await using other = await scene.desk("oco-secretariat", "/secretariat/members");
    await desk.page.getByRole("button", { name: "Suspend: NU" }).click();
    await other.page.getByRole("button", { name: "Change: NU" }).click();
    const name = other.page.getByRole("dialog").getByLabel("Name", { exact: true });
    await name.fill("Niue Island");
    await other.page.getByRole("button", { name: "See what it does" }).click();
    const [first, second] = [await previewed(desk.page), await previewed(other.page)];
    for (const each of [first, second]) await each.getByLabel("Reason").fill("an exercise");
    await doIt(first).click();
    await desk.page.getByText("participant NU is changed").waitFor();
    await doIt(second).click();
    await other.page.getByText("Somebody else changed this meanwhile").waitFor();
    const again = other.page.getByRole("button", { name: "Let go on: NU" });
    await again.click();
    const dialog = await previewed(other.page);
    await dialog.getByLabel("Reason").fill("over");
    await doIt(dialog).click();
    await other.page.getByRole("button", { name: "Suspend: NU" }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("show how the hub is, and what is not well while a service is down", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/health");
    const { page } = desk;
    const table = page.getByRole("table", { name: "Services" });
    for (const service of services)
      await expect
        .poll(async () => (await table.allInnerTexts()).join())
        .toMatch(new RegExp(`${service}[\\s\\S]*?serves`));
    await expect
      .poll(async () =>
        (await page.getByRole("table", { name: "Parts of the hub" }).allInnerTexts()).join(),
      )
      .toMatch(/well/);
    const { stack } = scene.hub;
    const feeds = table.getByRole("row").filter({ hasText: "member-feeds" });
    await stack.kill("member-feeds", "SIGKILL", { stayDown: true });
    const told = async () => (await feeds.allInnerTexts()).join();
    await expect.poll(told, patiently).toMatch(/missing/);
    const findings = page.getByRole("region", { name: "What is not well, and what to do" });
    await findings.getByText("member-feeds").first().waitFor();
    await stack.restart("member-feeds");
    await expect.poll(told, patiently).toMatch(/serves/);
    expect(desk.complaints).toEqual([]);
  });
});

test("who is not of the Secretariat sees no page of it, and changes nothing", async () => {
  await using desk = await scene.desk("fj-liaison", "/");
  const { page } = desk;
  expect(await page.getByRole("link", { name: "Secretariat" }).count()).toBe(0);
  await page.goto(`${scene.console}/secretariat/members`);
  await page.getByRole("table", { name: "Members" }).waitFor();
  expect(await page.getByRole("button", { name: /^(Suspend|Change|Enter)/ }).count()).toBe(0);
});

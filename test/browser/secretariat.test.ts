import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openScene, type Scene } from "./support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("the Secretariat's pages", () => {
  test.each([
    ["members", "Tonga"],
    ["keys", "FJ"],
    ["groups", "YACHT-CORRIDOR"],
    ["agreements", "FJ-NZ-DEMO"],
  ])("show the directory's %s", async (side, text) => {
    await using desk = await scene.desk("oco-secretariat", `/secretariat/${side}`);
    await expect.poll(() => desk.page.getByRole("main").innerText()).toContain(text);
    expect(desk.complaints).toEqual([]);
  });

  test("show what a change does before it is made, and make it", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/groups");
    const { page } = desk;
    await page.getByRole("button", { name: "Make a group" }).click();
    await page.getByLabel("Code").fill("REEF");
    await page.getByLabel("Name").fill("Reef watch");
    await page
      .getByLabel(/^Members|^In it|codes/i)
      .first()
      .fill("TO, WS");
    await page.getByRole("button", { name: "See what it does" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/of the last 30 days would have differed/).waitFor();
    await dialog.getByLabel("Reason").fill("a new group");
    await dialog.getByRole("button", { name: "Change it" }).click();
    await expect.poll(() => page.getByRole("main").innerText()).toContain("REEF");
  });

  test("show how the hub is", async () => {
    await using desk = await scene.desk("oco-secretariat", "/secretariat/health");
    const main = desk.page.getByRole("main");
    await expect.poll(() => main.innerText()).toMatch(/alert-intake/);
    await expect.poll(() => main.innerText()).toMatch(/serves/);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { heldNotice } from "@talanoa/client/held-notice.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { state } from "@talanoa/client/state.ts";
import { WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };
let count = 0;
/** A word that stands in no other notice. */
const newWord = () => `kumara${++count}x${Date.now()}`;

const button = (page: Page) => page.getByRole("search").getByRole("button", { name: "Search" });

/** Searches until something is found: the index follows the feed. */
async function searchUntil(page: Page, title: string): Promise<void> {
  const link = page.getByRole("link", { name: title });
  await expect
    .poll(async () => {
      await button(page).click();
      await sleep(500);
      return link.count();
    })
    .toBe(1);
}

describe("the search", () => {
  test("finds a notice by words of its text and by a number, and has it still when one comes back", async () => {
    const word = newWord();
    const conveyance = { mode: "1", type: "container ship", containers: ["ZZZU1234564"] };
    const its = await tell(scene.hub, "fj-publisher", {
      ...toTonga,
      conveyance,
      narrative: `Found behind the ${word}.`,
    });
    await using desk = await scene.desk("to-liaison", `/feed?text=${word}`);
    const { page } = desk;
    // It stands in no title: the feed leads on, with the word.
    await page.getByRole("link", { name: "Search all contents" }).first().click();
    await expect.poll(() => page.getByLabel("Words").inputValue()).toBe(word);
    await page.getByLabel("Number of").selectOption("container");
    await page.getByRole("textbox", { name: "Number" }).fill("zzzu 123456-4");
    await searchUntil(page, its.title);
    expect(new URL(page.url()).search).toBe("");
    await page.getByRole("link", { name: its.title }).click();
    await page.getByText(`Found behind the ${word}.`).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: its.title }).waitFor();
    // It is no answer to what is asked next, from the feed, without the number.
    const other = newWord();
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    await page.getByText("● Live").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(other);
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("text")).toBe(other);
    await page.getByRole("link", { name: "Search all contents" }).first().click();
    await expect.poll(() => page.getByLabel("Words").inputValue()).toBe(other);
    expect(await page.getByRole("textbox", { name: "Number" }).inputValue()).toBe("");
    expect(await page.getByRole("link", { name: its.title }).count()).toBe(0);
    expect(await page.getByText("No notice that you hold").count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  test("finds by a document who was sent the persons, and nobody else", async () => {
    const word = newWord();
    const document = `K${count}${Date.now()}`;
    const persons = [{ name: "SAMPLE PERSON", document_number: document, role: "master" }];
    const audience = { participants: ["KI"] };
    const its = await tell(scene.hub, "fj-publisher", { audience, persons, narrative: word });
    for (const [person, holds, mayFind] of [
      ["fj-publisher", true, true],
      // No agreement lets it have persons of Fiji.
      ["ki-liaison", true, false],
      ["ws-liaison", false, false],
    ] as const) {
      await using desk = await scene.desk(person, "/search");
      const { page } = desk;
      const words = page.getByRole("searchbox", { name: "Words" });
      if (holds) {
        await words.fill(word);
        await searchUntil(page, its.title);
        await words.fill("");
      }
      await page.getByLabel("Number of").selectOption("travel document");
      await page.getByRole("textbox", { name: "Number" }).fill(document);
      if (mayFind) {
        await searchUntil(page, its.title);
      } else {
        await button(page).click();
        await page.getByText("No notice that you hold has all of that.").waitFor();
      }
      const found = await page.getByRole("link", { name: its.title }).count();
      expect(found > 0).toBe(mayFind);
    }
  });

  test("drops what is recalled while it stands there", async () => {
    const word = newWord();
    const its = await tell(scene.hub, "fj-publisher", { ...toTonga, narrative: word });
    await using desk = await scene.desk("to-liaison", "/search");
    const { page } = desk;
    await page.getByLabel("Words").fill(word);
    await searchUntil(page, its.title);
    const fiji = await scene.hub.as("fj-publisher");
    const held = await heldNotice(fiji, its.ref, directoryKeys(fiji));
    await state(fiji, held, { recalled: { reason: WithdrawalReason.WRONG } });
    await expect.poll(() => page.getByRole("link", { name: its.title }).count()).toBe(0);
  });

  test("says at its field what is wrong with a number, and asks nothing", async () => {
    await using desk = await scene.desk("to-liaison", "/search");
    const { page } = desk;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await button(page).click();
    await page.getByText("Write a word or a number.").waitFor();
    await page.getByRole("textbox", { name: "Number" }).fill("9999994");
    await button(page).click();
    await page.getByText("Check the IMO number").waitFor();
    expect(await page.getByRole("textbox", { name: "Number" }).getAttribute("aria-invalid")).toBe(
      "true",
    );
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    expect(asked.filter((url) => url.endsWith("FeedService/Search"))).toEqual([]);
  });
});

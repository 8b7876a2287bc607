import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Desk } from "./support/desk.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell, tellDraft, type Told } from "./support/told.ts";

/** A Member whose feed has what is told here and nothing else. */
const audience = { participants: ["KI"] };

let scene: SharedScene;
let desk: Desk;
const told: { [name: string]: Told } = {};
beforeAll(async () => {
  scene = await openSharedScene();
  const add = async (name: string, more: object, person = "fj-publisher") => {
    told[name] = await tell(scene.hub, person, { audience, ...more });
  };
  await add("plain", {});
  await add("in Tonga", { where: { name: "Nuku'alofa", unlocode: "TOTBU" } });
  await add("cocaine", { goods: [{ name: "Cocaine", class: "drugs-cocaine" }] });
  await add("amber", { marking: "TLP:AMBER" });
  await add("of Samoa", {}, "ws-publisher");
  await add("kava", { title: `Kava root ${Date.now()}` });
  const title = `Who owns it? ${Date.now()}`;
  const request = {
    ...(parse(template(Kind.REQUEST)) as object),
    title,
    marking: "GREEN",
    audience,
  };
  told["request"] = await tellDraft(scene.hub, "fj-publisher", request);
  desk = await scene.desk("ki-liaison", "/feed");
});
afterAll(async () => {
  await desk?.[Symbol.asyncDispose]();
  await scene?.[Symbol.asyncDispose]();
});

const link = (name: string) => desk.page.getByRole("link", { name: told[name]!.title });

describe("the feed", () => {
  test("has everything where nothing is filtered", async () => {
    for (const name of Object.keys(told)) await expect.poll(() => link(name).count()).toBe(1);
  });

  test.each([
    ["kind=request", "Kind", "request", "request"],
    ["region=polynesia", "Region", "polynesia", "in Tonga"],
    ["commodity=drugs-cocaine", "Goods", "drugs-cocaine", "cocaine"],
    ["tlp=AMBER", "TLP", "AMBER", "amber"],
    ["member=WS", "From", "WS", "of Samoa"],
    ["text=kava", "", "kava", "kava"],
  ])("shows by the address %s what fits and nothing else", async (query, label, value, name) => {
    const { page } = desk;
    await page.goto(`${scene.console}/feed?${query}`);
    await link(name).waitFor();
    for (const other of Object.keys(told)) {
      expect([other, await link(other).count()]).toEqual([other, other === name ? 1 : 0]);
    }
    const search = page.getByRole("searchbox");
    if (label) await page.getByText(/^Filter/).click();
    const field = label ? page.getByLabel(label, { exact: true }) : search;
    expect(await field.inputValue()).toBe(value);
  });

  test("puts into the address what is chosen under Filter", async () => {
    const { page } = desk;
    await page.goto(`${scene.console}/feed`);
    await page.getByText(/^Filter/).click();
    const asked = () => Object.fromEntries(new URL(page.url()).searchParams);
    await page.getByLabel("TLP", { exact: true }).selectOption("GREEN");
    await expect.poll(asked).toEqual({ tlp: "GREEN" });
    await page.getByLabel("From", { exact: true }).fill("ws");
    await page.keyboard.press("Enter");
    await expect.poll(asked).toEqual({ tlp: "GREEN", member: "ws" });
    await link("of Samoa").waitFor();
    await expect.poll(() => link("plain").count()).toBe(0);
  });

  test("says which word of an address means nothing", async () => {
    const { page } = desk;
    await page.goto(`${scene.console}/feed?region=atlantis`);
    const said = page.getByRole("status").filter({ hasText: "atlantis" });
    await expect.poll(() => said.count()).toBe(1);
    await link("plain").waitFor();
  });
});

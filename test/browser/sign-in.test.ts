import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { chooseAtIssuer } from "./support/sign-in.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("signing in", () => {
  test("takes one click at the demo's issuer, and leads back to the page that was asked for", async () => {
    await using desk = await scene.desk("to-liaison", "/feed?kind=alert");
    expect(new URL(desk.page.url())).toMatchObject({ pathname: "/feed", search: "?kind=alert" });
    await expect.poll(() => desk.page.getByRole("banner").innerText()).toContain("TO");
    expect(desk.complaints).toEqual([]);
  });

  test("leaves no token where the page could read it, and none in an address", async () => {
    await using desk = await scene.desk("to-liaison");
    const session = await desk.page.evaluate(async () => (await fetch("/session")).text());
    expect(session).toContain('"TO"');
    // Tokens begin as JSON objects do in base64.
    const readable = `${session}${await desk.page.content()}`;
    expect(readable).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    expect(await desk.page.evaluate(() => document.cookie)).toBe("");
    const addresses = desk.network.exchanged.map(({ url }) => url).join("\n");
    expect(addresses).not.toMatch(/eyJ[\w-]+\./);
    const cookies = await desk.context.cookies(scene.console);
    expect(cookies.length).toBeGreaterThan(0);
    for (const each of cookies) expect(each).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  });

  test("never leads to another site", async () => {
    for (const elsewhere of [
      "https://elsewhere.example/",
      "//elsewhere.example/",
      "/\\elsewhere.example",
    ]) {
      await using desk = await scene.stranger();
      await desk.page.goto(`${scene.console}/sign-in?return=${encodeURIComponent(elsewhere)}`);
      await chooseAtIssuer(desk.page, "to-liaison");
      await expect.poll(() => new URL(desk.page.url()).origin).toBe(scene.console);
    }
  });

  test("ends with one click, and the way back shows nothing more", async () => {
    await using desk = await scene.desk("to-liaison", "/feed");
    await desk.page.getByRole("button", { name: "Sign out" }).click();
    await desk.page.getByRole("link", { name: "Sign in" }).waitFor();
    await desk.page.goBack();
    await desk.page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(await desk.page.evaluate(async () => (await fetch("/session")).status)).toBe(401);
  });
});

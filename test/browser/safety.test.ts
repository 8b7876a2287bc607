import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "@talanoa/client/publish.ts";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantedNotice } from "../support/planted-notice.ts";
import { launchOptions } from "./support/browser.ts";
import { everythingKept } from "./support/kept.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("what a Member was not sent", () => {
  test("is nowhere in its page, its network log or its browser's stores", async () => {
    // Samoa has no agreement with Fiji about personal data, New Zealand has.
    const planted = plantedNotice({ audience: { participants: ["NZ", "WS"] } });
    const accepted = await publish(await scene.hub.as("fj-publisher"), { draft: planted.draft });
    const { origin, id } = accepted.publication.ref;
    const seen = async (person: string) => {
      await using desk = await scene.desk(person, "/feed");
      const { page, network } = desk;
      const title = planted.words[0]!;
      await page.getByRole("link", { name: title }).click();
      await page.getByRole("heading", { name: title }).waitFor();
      await page.getByText(planted.words[1]!).waitFor();
      await page.goto(`${scene.console}/map`);
      const list = page.getByRole("region", { name: "What the map shows" });
      await list.getByText(title).waitFor();
      await page.goto(`${scene.console}/notice/${origin}/${id}`);
      await page.getByRole("heading", { name: title }).waitFor();
      expect(network.unread).toEqual([]);
      const traffic = Buffer.concat(await network.everything()).toString("latin1");
      return `${traffic}\n${await everythingKept(page)}`;
    };
    const [withPersons, without] = [await seen("nz-liaison"), await seen("ws-liaison")];
    for (const word of planted.personal) {
      expect(withPersons).toContain(word);
      expect(without).not.toContain(word);
    }
    expect(without).toContain(planted.words[0]);
  });

  test("nor is what it was sent on its disk, once the browser is closed", async () => {
    const planted = plantedNotice({ audience: { participants: ["TO"] } });
    await publish(await scene.hub.as("fj-publisher"), { draft: planted.draft });
    const folder = await mkdtemp(join(tmpdir(), "talanoa-profile-"));
    try {
      const context = await chromium.launchPersistentContext(folder, launchOptions);
      const { page } = await scene.deskIn(context, "to-liaison", "/feed");
      await page.getByRole("link", { name: planted.words[0]! }).click();
      await page.getByText(planted.words[1]!).waitFor();
      await context.close();
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const texts = await Promise.all(
        files
          .filter((file) => file.isFile())
          .map(async ({ parentPath, name }) => ({
            name,
            text: (await readFile(join(parentPath, name))).toString("latin1"),
          })),
      );
      expect(texts.length).toBeGreaterThan(20);
      // The title stands in the window's title, which the browser's history keeps.
      for (const word of planted.words.slice(1)) {
        expect(texts.filter(({ text }) => text.includes(word)).map(({ name }) => name)).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test("the key that a device signs by cannot be read out of its browser, nor by the console's own pages", async () => {
  await using desk = await scene.signingDesk("to-liaison");
  const kept = await everythingKept(desk.page);
  expect(kept.match(/key private, extractable: \w+/g)).toEqual(["key private, extractable: false"]);
});

describe("the console", () => {
  test("asks no one else for anything", async () => {
    await using desk = await scene.desk("to-liaison", "/feed");
    const { page, network } = desk;
    for (const path of ["/map", "/operations", "/requests", "/settings"]) {
      await page.goto(scene.console + path);
      await page.getByRole("main").waitFor();
    }
    const origins = new Set(network.exchanged.map(({ url }) => new URL(url).hostname));
    expect([...origins]).toEqual(["127.0.0.1"]);
    expect(desk.complaints).toEqual([]);
  });

  test("forbids the browser all that it does not need", async () => {
    const { headers } = await fetch(scene.console);
    const policy = headers.get("content-security-policy")!;
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:\/\/(?!127\.0\.0\.1)/);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  test("does nothing that another site asks in the person's name", async () => {
    const { title, path } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
    });
    await using desk = await scene.desk("to-liaison", path);
    await desk.page.getByRole("heading", { name: title }).waitFor();
    const cookies = await desk.context.cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const call = `${scene.console}/hub/talanoa.v1.FeedService/ListNotices`;
    const type = "application/x-protobuf";
    const own = { "content-type": type, "x-talanoa": "1", origin: scene.console, cookie };
    const ask = async (headers: { [name: string]: string }) =>
      (await fetch(call, { method: "POST", headers, body: new Uint8Array() })).status;
    expect(await ask(own)).toBe(200);
    const { "x-talanoa": _, ...unmarked } = own;
    expect(await ask(unmarked)).toBe(403);
    expect(await ask({ ...own, origin: "https://elsewhere.example" })).toBe(403);
    expect(await ask({ ...own, cookie: "" })).toBe(401);
    expect(cookies.filter(({ name }) => name.includes("talanoa"))).toMatchObject([
      { httpOnly: true, sameSite: "Lax" },
    ]);
    expect(await desk.page.evaluate(() => document.cookie)).toBe("");
  });
});

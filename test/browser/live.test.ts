import { setTimeout as sleep } from "node:timers/promises";
import { heldNotice } from "@talanoa/client/held-notice.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { acknowledge, state } from "@talanoa/client/state.ts";
import { Revision, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertDraft } from "../support/drafts.ts";
import { openCutLink } from "./support/cut-link.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell, type Told } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };
const spokenOf = ({ accepted: { publication } }: Told) => ({
  header: publication.ref,
  digest: publication.digest,
});
const GET_NOTICE = "**/hub/talanoa.v1.FeedService/GetNotice";

describe("a notice that one Member publishes", () => {
  test("appears in another's open page within a second, and in a third's not at all", async () => {
    await using tonga = await scene.desk("to-liaison", "/feed");
    await using samoa = await scene.desk("ws-liaison", "/feed");
    const took: number[] = [];
    const titles: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { title } = await tell(scene.hub, "fj-publisher", toTonga);
      const from = performance.now();
      await tonga.page.getByRole("link", { name: title }).waitFor();
      took.push(performance.now() - from);
      titles.push(title);
    }
    console.log(`In an open page after ${took.map(Math.round).join(", ")} ms.`);
    expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(1_000);
    // What Samoa is sent comes after all that it might have been sent before.
    const own = await tell(scene.hub, "fj-publisher", { audience: { participants: ["WS"] } });
    await samoa.page.getByRole("link", { name: own.title }).waitFor();
    const network = Buffer.concat(await samoa.network.everything()).toString("latin1");
    expect(network).toContain(own.title);
    for (const title of titles) {
      expect(network).not.toContain(title);
      expect(await samoa.page.content()).not.toContain(title);
    }
    expect(samoa.network.unread).toEqual([]);
  });

  test("is acknowledged by one key, and the originator sees by whom", async () => {
    const { title } = await tell(scene.hub, "fj-publisher", toTonga);
    await using fiji = await scene.desk("fj-liaison", "/feed");
    await using tonga = await scene.signingDesk("to-liaison", "/feed");
    await tonga.page.getByRole("link", { name: title }).click();
    await tonga.page.getByRole("heading", { name: title }).waitFor();
    await tonga.page.keyboard.press("a");
    await tonga.page.getByText("Acknowledged by your administration").waitFor();
    const said = fiji.page.getByRole("main");
    await expect.poll(() => said.innerText()).toMatch(/TO\s+Tonga\s+acknowledged/);
  });

  test("leaves the open page when it is recalled", async () => {
    const { title, path, accepted } = await tell(scene.hub, "fj-publisher", toTonga);
    await using feed = await scene.desk("to-liaison", "/feed");
    await feed.page.getByRole("link", { name: title }).waitFor();
    await using notice = await scene.desk("to-liaison", path);
    await notice.page.getByRole("heading", { name: title }).waitFor();
    const { publication } = accepted;
    const recalled = { reason: WithdrawalReason.SENT_IN_ERROR };
    const spoken = { header: publication.ref, digest: publication.digest };
    await state(await scene.hub.as("fj-publisher"), spoken, { recalled });
    const from = performance.now();
    await feed.page.getByRole("link", { name: title }).waitFor({ state: "detached" });
    console.log(`Gone from the feed ${Math.round(performance.now() - from)} ms after its recall.`);
    await notice.page
      .getByText(/recalled/i)
      .first()
      .waitFor();
    expect(await feed.page.content()).not.toContain(title);
    expect(await notice.page.getByText("Found on X-ray").count()).toBe(0);
    // What it asks for is there after a reload, and on a device that was not there when it came.
    const { id } = publication.ref;
    const open = ({ page }: typeof feed) =>
      page.getByRole("listitem").filter({ has: page.locator(`a[href="/notice/FJ/${id}"]`) });
    await open(feed).getByText("destroy what you keep of it, then say so").waitFor();
    await feed.page.reload();
    await open(feed).waitFor();
    await using other = await scene.desk("to-liaison", "/feed");
    await open(other).waitFor();
    await state(await scene.hub.as("to-liaison"), spoken, { destroyed: {} });
    for (const desk of [feed, other]) await open(desk).waitFor({ state: "detached" });
  });

  test("opened straight from a link, says what a colleague and its originator say of it", async () => {
    const told = await tell(scene.hub, "fj-publisher", toTonga);
    await using notice = await scene.signingDesk("to-liaison", "/settings");
    const { page } = notice;
    // As in a window that never was before: its feed begins at what comes from then on, and here it is long in coming.
    await page.evaluate(() => localStorage.removeItem("talanoa.browser"));
    const said = Promise.withResolvers<void>();
    let isHeld = false;
    await page.route(
      ({ pathname }) => pathname === "/events",
      async (route) => {
        isHeld = true;
        await said.promise;
        await route.continue();
      },
    );
    await page.goto(scene.console + told.path);
    await page.getByRole("heading", { name: told.title }).waitFor();
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
    await expect.poll(() => isHeld).toBe(true);
    const colleague = await scene.hub.as("to-liaison");
    await acknowledge(colleague, spokenOf(told));
    // Then it is routed too, and does not come by a feed that begins now.
    await expect.poll(async () => (await getNotice(colleague, told.ref)).acknowledged).toBe(true);
    said.resolve();
    await page.getByText("Acknowledged by your administration").waitFor();
    await page.getByRole("button", { name: "Acknowledge" }).waitFor({ state: "detached" });
    const erasureOrdered = { reason: WithdrawalReason.LEGAL };
    await state(await scene.hub.as("fj-publisher"), spokenOf(told), { erasureOrdered });
    await page.getByText("What is left was read anew").waitFor();
    expect(await page.getByRole("heading", { name: told.title }).count()).toBe(1);
  });

  test("opened straight from a link, is read, and recorded, once", async () => {
    for (const more of [{}, { exercise: true }]) {
      const told = await tell(scene.hub, "fj-publisher", { ...toTonga, ...more });
      await using notice = await scene.signingDesk("to-liaison", "/settings");
      const { page } = notice;
      // As in a window that never was before.
      await page.evaluate(() => localStorage.removeItem("talanoa.browser"));
      let readings = 0;
      await page.route(GET_NOTICE, (route) => {
        readings += 1;
        return route.continue();
      });
      await page.goto(scene.console + told.path);
      await page.getByRole("heading", { name: told.title }).waitFor();
      await sleep(4_000);
      expect(readings).toBe(1);
    }
  });

  test("stays the version that it is when it is read anew, and says that there is a newer one", async () => {
    const told = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.signingDesk("to-liaison", told.path);
    const { page } = desk;
    await page.getByRole("heading", { name: told.title }).waitFor();
    const fiji = await scene.hub.as("fj-publisher");
    const held = await heldNotice(fiji, told.ref, directoryKeys(fiji));
    const title = `${told.title}, put right`;
    const draft = { ...alertDraft(), ...toTonga, title };
    const now = Date.now();
    const next = await sealRevision(fiji.identity, held, Revision.CORRECTION, draft, now);
    await send(fiji, next.publication);
    const tonga = await scene.hub.as("to-liaison");
    await expect.poll(async () => (await getNotice(tonga, told.ref)).replacedBy).toBe(2);
    await state(fiji, spokenOf(told), { erasureOrdered: { reason: WithdrawalReason.LEGAL } });
    await page.getByText("What is left was read anew").waitFor();
    await page.getByRole("heading", { name: told.title, exact: true }).waitFor();
    await page.getByRole("link", { name: "Show the newest version" }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("heeds what is said of it while it is read, and shows nothing of what was erased until the rest is there", async () => {
    const told = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.signingDesk("to-liaison", "/feed");
    await using colleague = await scene.desk("to-liaison", "/feed");
    const { page } = desk;
    await page.getByText("● Live").waitFor();
    // Each answer of the hub is held back until something happened meanwhile.
    const held: (() => void)[] = [];
    await page.route(GET_NOTICE, async (route) => {
      const response = await route.fetch();
      await new Promise<void>((resolve) => held.push(resolve));
      await route.fulfill({ response });
    });
    await page.getByRole("link", { name: told.title }).click();
    await expect.poll(() => held.length).toBe(1);
    await acknowledge(await scene.hub.as("to-liaison"), spokenOf(told));
    const erasureOrdered = { reason: WithdrawalReason.LEGAL };
    await state(await scene.hub.as("fj-publisher"), spokenOf(told), { erasureOrdered });
    const line = colleague.page.getByRole("listitem").filter({
      hasText: "destroy what you keep of its persons",
      has: colleague.page.locator(`a[href^="/notice/${told.name}"]`),
    });
    await line.waitFor();
    await sleep(1_000);
    held[0]!();
    await page.getByText("What is left is being read anew").waitFor();
    expect(await page.getByText("Found on X-ray").count()).toBe(0);
    await expect.poll(() => held.length).toBe(2);
    held[1]!();
    await page.getByText("What is left was read anew").waitFor();
    await page.getByText("Found on X-ray").waitFor();
    await page.getByText("Acknowledged by your administration").waitFor();
    expect(await page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
  });

  test("that is an exercise says live what a colleague says of it", async () => {
    const told = await tell(scene.hub, "fj-publisher", { ...toTonga, exercise: true });
    await using notice = await scene.signingDesk("to-liaison", told.path);
    await notice.page.getByRole("button", { name: "Acknowledge" }).waitFor();
    await acknowledge(await scene.hub.as("to-liaison"), spokenOf(told));
    await notice.page.getByText("Acknowledged by your administration").waitFor();
    expect(await notice.page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
  });

  test("says it too when the named feed from which it was opened goes on in another window", async () => {
    const [before, during] = [
      await tell(scene.hub, "fj-publisher", toTonga),
      await tell(scene.hub, "fj-publisher", toTonga),
    ];
    const named = "/feed?name=taken-over";
    await using desk = await scene.desk("to-liaison", named);
    const { page } = desk;
    await page.getByText("● Live").waitFor();
    const other = await page.context().newPage();
    await other.goto(scene.console + named);
    await other.getByText("● Live").waitFor();
    await page.getByText("goes on in another window").waitFor();
    await page.getByRole("link", { name: before.title }).click();
    await page.getByRole("heading", { name: before.title }).waitFor();
    await acknowledge(await scene.hub.as("to-liaison"), spokenOf(before));
    await page.getByText("Acknowledged by your administration").waitFor();
    expect(await other.getByText("● Live").count()).toBe(1);
    // Its page again is its window again, until the other takes it back while a notice is read.
    await page.goBack();
    await page.getByText("● Live").waitFor();
    await page.getByRole("link", { name: during.title }).click();
    await page.getByRole("heading", { name: during.title }).waitFor();
    await other.getByRole("button", { name: "Watch it here" }).click();
    await other.getByText("● Live").waitFor();
    await acknowledge(await scene.hub.as("to-liaison"), spokenOf(during));
    await page.getByText("Acknowledged by your administration").waitFor();
    expect(await other.getByText("● Live").count()).toBe(1);
  });

  test("opened straight from a link that drops before it came, is shown when the link is back", async () => {
    const told = await tell(scene.hub, "fj-publisher", toTonga);
    await using link = await openCutLink();
    await using desk = await scene.desk("to-liaison", "/settings", {
      proxy: { server: link.server, bypass: "<-loopback>" },
    });
    const { page } = desk;
    await page.route(GET_NOTICE, async (route) => {
      link.cut();
      await route.continue();
      await page.unroute(GET_NOTICE);
    });
    await page.goto(scene.console + told.path);
    await page.getByText("A notice that was not open yet needs a link").waitFor();
    // The hub was asked as long as it is asked.
    await page.getByRole("alert").waitFor();
    link.mend();
    await page.getByRole("heading", { name: told.title }).waitFor();
    expect(await page.getByText("needs a link").count()).toBe(0);
  });

  test("can be signed for in no window once the key was removed in one, and is gone from all after signing out", async () => {
    const { title, path } = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.signingDesk("to-liaison", path);
    const { page } = desk;
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${scene.console}/settings`);
    await other.getByRole("button", { name: "Remove it from this device" }).click();
    await other.getByRole("button", { name: "Yes, remove it" }).click();
    await page.getByRole("button", { name: "Acknowledge" }).waitFor({ state: "detached" });
    await other.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(await page.content()).not.toContain(title);
  });
});

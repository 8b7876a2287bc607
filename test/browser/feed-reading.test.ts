import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { signIn } from "./support/sign-in.ts";
import { tell, type Told } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const HOUR = 3_600_000;

describe("a line of the feed", () => {
  test("is unread until it was opened in this browser, or all was marked as read", async () => {
    // Nauru is sent nothing else.
    const audience = { participants: ["NR"] };
    const [one, two, three] = [
      await tell(scene.hub, "fj-publisher", { audience }),
      await tell(scene.hub, "fj-publisher", { audience }),
      await tell(scene.hub, "fj-publisher", { audience }),
    ];
    await using desk = await scene.desk("nr-liaison", "/feed");
    const { page } = desk;
    const isUnread = async ({ title }: { title: string }) =>
      (await page.getByRole("link", { name: title }).innerText()).trim().startsWith("unread");
    await page.getByText("3 unread").waitFor();
    await expect.poll(() => page.title()).toMatch(/^\(3\) /);
    expect(await isUnread(two)).toBe(true);
    await page.getByRole("link", { name: two.title }).click();
    await page.getByRole("heading", { name: two.title }).waitFor();
    await page.goBack();
    await page.getByText("2 unread").waitFor();
    expect([await isUnread(one), await isUnread(two), await isUnread(three)]).toEqual([
      true,
      false,
      true,
    ]);
    await page.getByRole("button", { name: "Mark all as read" }).click();
    await page.getByText(/\d unread/).waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("link", { name: one.title }).waitFor();
    expect(await page.getByText(/\d unread/).count()).toBe(0);
  });

  test("stays unread while the hub does not answer for its notice, which is shown when it does", async () => {
    const audience = { participants: ["MH"] };
    const one = await tell(scene.hub, "fj-publisher", { audience });
    await using desk = await scene.desk("mh-liaison", "/feed");
    const { page } = desk;
    await page.getByText("1 unread").waitFor();
    const door = "**/hub/talanoa.v1.FeedService/GetNotice";
    await page.route(door, (route) => route.abort());
    await page.getByRole("link", { name: one.title }).click();
    await page.getByText("A notice that was not open yet needs a link").waitFor();
    await page.goBack();
    await page.getByText("1 unread").waitFor();
    await page.getByRole("link", { name: one.title }).click();
    await page.unroute(door);
    await page.getByRole("heading", { name: one.title }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: one.title }).waitFor();
    await expect.poll(() => page.getByText("1 unread").count()).toBe(0);
  });

  test("stays unread while its notice is open in a tab behind another, and is read when that is looked at", async () => {
    const audience = { participants: ["SB"] };
    const one = await tell(scene.hub, "fj-publisher", { audience });
    await using desk = await scene.desk("sb-liaison", "/feed");
    const { page } = desk;
    await page.getByText("1 unread").waitFor();
    const behind = await page.context().newPage();
    await behind.addInitScript(() => {
      Object.defineProperty(document, "visibilityState", {
        get: () => (document.title.startsWith("Seen") ? "visible" : "hidden"),
      });
    });
    await behind.goto(scene.console + one.path);
    await behind.getByRole("heading", { name: one.title }).waitFor();
    await behind.getByText("Genuine: the signature holds").waitFor();
    expect(await page.getByText("1 unread").count()).toBe(1);
    await behind.evaluate(() => {
      document.title = "Seen";
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.getByText("1 unread").waitFor({ state: "detached" });
  });

  test("can be opened in a browser that keeps nothing, and is read as long as the window is there", async () => {
    const audience = { participants: ["PG"] };
    const one = await tell(scene.hub, "fj-publisher", { audience });
    await using desk = await scene.stranger();
    const { page } = desk;
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("refused", "SecurityError");
        },
      });
    });
    await page.goto(`${scene.console}/feed`);
    await signIn(page, "pg-liaison");
    await page.getByText("1 unread").waitFor();
    await page.getByRole("link", { name: one.title }).click();
    await page.getByRole("heading", { name: one.title }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: one.title }).waitFor();
    await expect.poll(() => page.getByText("1 unread").count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  test("says that an acknowledgement is due, and takes it by one key", async () => {
    const audience = { participants: ["TV"] };
    const acknowledge_by = new Date(Date.now() + HOUR).toISOString();
    const due = await tell(scene.hub, "fj-publisher", { audience, acknowledge_by });
    const other = await tell(scene.hub, "fj-publisher", { audience });
    await using desk = await scene.signingDesk("tv-liaison", "/feed");
    const { page } = desk;
    const row = ({ title }: { title: string }) =>
      page.getByRole("listitem").filter({ hasText: title });
    await row(due).getByRole("button", { name: "Acknowledge" }).waitFor();
    expect(await row(other).getByRole("button").count()).toBe(0);
    await row(due).getByRole("link").focus();
    await page.keyboard.press("a");
    // It was not opened yet: nobody states by a slip that it was read.
    const dialog = page.getByRole("dialog", { name: "Acknowledge this notice?" });
    await dialog.getByText(due.title).waitFor();
    // Enter by habit opens it: it takes a step to state that it was read unseen.
    const inFocus = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await inFocus()).toBe("Open it first");
    await page.keyboard.press("Tab");
    expect(await inFocus()).toBe("Acknowledge");
    await page.keyboard.press("Enter");
    await row(due).getByText("Acknowledged").waitFor();
    expect(await row(due).getByRole("button").count()).toBe(0);
    await page.reload();
    await row(due).getByText("Acknowledged").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("shows a long title whole on a telephone, beside no button", async () => {
    const title = `Cigarettes in the frozen chicken of a reefer container, ${Date.now()}`;
    const acknowledge_by = new Date(Date.now() + HOUR).toISOString();
    const audience = { participants: ["FM"] };
    await tell(scene.hub, "fj-publisher", { audience, title, acknowledge_by });
    await using desk = await scene.desk("fm-liaison", "/feed");
    const { page } = desk;
    await page.setViewportSize({ width: 390, height: 844 });
    const text = page.getByRole("listitem").getByText(title);
    await text.waitFor();
    const cut = await text.evaluate((its) => [
      its.scrollHeight - its.clientHeight,
      its.scrollWidth - its.clientWidth,
    ]);
    expect(Math.max(...cut)).toBeLessThanOrEqual(1);
    const link = await page.getByRole("link", { name: title }).boundingBox();
    expect(link!.width).toBeGreaterThan(350);
  });

  test("stands by its precedence, then by its time", async () => {
    const audience = { participants: ["NU"] };
    const told: Told[] = [];
    for (const precedence of ["routine", "immediate", "flash", "priority", "immediate"]) {
      told.push(await tell(scene.hub, "fj-publisher", { audience, precedence }));
    }
    const [routine, immediate, flash, priority, later] = told.map(({ title }) => title);
    await using desk = await scene.desk("nu-liaison", "/feed");
    const rows = desk.page.getByRole("listitem");
    await expect.poll(() => rows.count()).toBe(told.length);
    const order = async () => {
      const lines = await rows.evaluateAll((items) =>
        (items as HTMLElement[])
          .toSorted((one, other) => Number(one.ariaPosInSet) - Number(other.ariaPosInSet))
          .map((item) => item.innerText),
      );
      return lines.map((text) => told.find(({ title }) => text.includes(title))?.title);
    };
    // Priority is not so urgent that it would stay above.
    expect(await order()).toEqual([flash, later, immediate, priority, routine]);
  });

  test("that is not what its originator signed says so, and nothing else", async () => {
    const audience = { participants: ["TK"] };
    const stamp = Date.now();
    await tell(scene.hub, "fj-publisher", { audience, title: `Clover ${stamp}` });
    const { title } = await tell(scene.hub, "fj-publisher", { audience });
    await using desk = await scene.desk("tk-liaison", "/settings");
    const { page } = desk;
    // As whoever held the console's server could.
    await page.route("**/hub/talanoa.v1.FeedService/ListNotices", async (route) => {
      const response = await route.fetch();
      const text = (await response.body()).toString("latin1");
      const body = Buffer.from(text.replaceAll(`Clover ${stamp}`, `Cocoas ${stamp}`), "latin1");
      await route.fulfill({ response, body });
    });
    await page.goto(`${scene.console}/feed`);
    await page.getByRole("link", { name: title }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "NOT GENUINE" }).waitFor();
    expect(await page.getByText(/Cocoas|Clover/).count()).toBe(0);
  });
});

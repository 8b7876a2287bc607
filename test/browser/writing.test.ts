import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import {
  IntakeService,
  type NoticeRef,
  SectionType,
  StateRequest,
  Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import { openNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { trailOf } from "../support/log.ts";
import { type CutLink, openCutLink } from "./support/cut-link.ts";
import { type Desk, openDesk } from "./support/desk.ts";
import { enrolDevice } from "./support/enrol-device.ts";
import { everythingKept } from "./support/kept.ts";
import {
  acceptedHere,
  addressee,
  sendButton,
  sendNow,
  titleField,
  writeAlert,
  writePerson,
} from "./support/publisher.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

const patiently = { timeout: 60_000, interval: 250 };

let scene: Scene;
let link: CutLink;
/** Whose device has its key, behind a link that can be cut. */
let publisher: Desk;
beforeAll(async () => {
  scene = await openScene();
  link = await openCutLink();
  const proxy = { server: link.server, bypass: "<-loopback>" };
  publisher = await scene.desk("fj-publisher", "/settings", { proxy });
  await enrolDevice(publisher.page, "fj-publisher");
});
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]();
  await link?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  link.mend();
  const { context, page } = publisher;
  for (const each of context.pages()) if (each !== page) await each.close();
  await page.evaluate(eraseAllKept);
});

/** In the page: empties every store of the outbox. */
async function eraseAllKept(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith("talanoa publish ")) continue;
    const opening = indexedDB.open(name);
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const { result } = opening;
    const change = result.transaction([...result.objectStoreNames], "readwrite");
    for (const store of result.objectStoreNames) change.objectStore(store).clear();
    await new Promise((resolve) => change.addEventListener("complete", resolve));
    result.close();
  }
}

/** Another tab of the publisher. */
async function tabAt(path: string) {
  const tab = await openDesk(publisher.context);
  await tab.page.goto(scene.console + path);
  return tab;
}

let count = 0;
const newTitle = () => `Draft ${++count} of ${Date.now()}`;

function draftsOf(page: Page): Locator {
  return page.getByRole("region", { name: "Drafts" });
}

/** What sends, as a part of the pages that is loaded when it is wanted. */
const SENDING = /\/use-kept-[^/]*\.js$/;

/** Notices of a title that somebody was sent. */
async function heldOf(person: string, title: string): Promise<NoticeRef[]> {
  const refs: NoticeRef[] = [];
  for await (const { notice } of listNotices(await scene.hub.as(person))) {
    const opened = openNotice(notice!);
    if (sectionOf(opened, SectionType.SUMMARY)?.title === title) refs.push(opened.header);
  }
  return refs;
}

describe("a draft", () => {
  test("is kept in the browser alone, is there in another tab, and goes when it is erased", async () => {
    const desk = await tabAt("/publish");
    const { page, context, network } = desk;
    const title = newTitle();
    await writeAlert(page, title, ["TO"]);
    await draftsOf(page).getByRole("button", { name: title, exact: true }).waitFor();
    await page.close();
    const other = await context.newPage();
    await other.goto(`${scene.console}/publish`);
    expect(await titleField(other).inputValue()).toBe("");
    await draftsOf(other).getByRole("button", { name: title, exact: true }).click();
    await expect.poll(() => titleField(other).inputValue()).toBe(title);
    expect(await addressee(other, "TO").isChecked()).toBe(true);
    const sent = Buffer.concat(await network.everything()).toString("latin1");
    expect(sent).not.toContain(title);
    await draftsOf(other)
      .getByRole("button", { name: `Erase: ${title}` })
      .click();
    await draftsOf(other).getByText("No drafts on this device.").waitFor();
    expect(await everythingKept(other)).not.toContain(title);
    expect(desk.complaints).toEqual([]);
  });

  test("is begun from a template, which keeps nothing of persons and of one case", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    const title = newTitle();
    await writeAlert(page, title, ["TO", "WS"]);
    await writePerson(page, "SAMPLE PERSON");
    await page.getByRole("button", { name: "Keep as template" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name of the template").fill("Yachts");
    await dialog.getByRole("button", { name: "Keep", exact: true }).click();
    await draftsOf(page)
      .getByRole("button", { name: `Erase: ${title}` })
      .click();
    await page.getByLabel("Begin from").selectOption({ label: "Yachts" });
    await expect.poll(() => titleField(page).inputValue()).toBe(title);
    for (const code of ["TO", "WS"]) expect(await addressee(page, code).isChecked()).toBe(true);
    const typed = await page
      .getByRole("textbox")
      .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
    expect(typed).not.toContain("SAMPLE PERSON");
    await draftsOf(page).getByText("No drafts on this device.").waitFor();
    expect(await everythingKept(page)).not.toContain("SAMPLE PERSON");
    expect(desk.complaints).toEqual([]);
  });

  test("that is begun from the example is marked as an exercise", async () => {
    const desk = await tabAt("/publish");
    await desk.page.getByLabel("Begin from").selectOption("example");
    await expect.poll(() => titleField(desk.page).inputValue()).not.toBe("");
    const exercise = desk.page.getByRole("checkbox", { name: "Exercise", exact: true });
    await expect.poll(() => exercise.isChecked()).toBe(true);
    // Nobody is named in it: under its open marking it goes to all, and the box says so.
    const all = desk.page.getByRole("checkbox", { name: "All Members", exact: true });
    expect(await all.isChecked()).toBe(true);
    await all.uncheck();
    expect(await all.isChecked()).toBe(false);
  });
});

describe("a table pasted from a spreadsheet", () => {
  /** Opens the dialog and puts a table into it, as it is copied from a spreadsheet. */
  async function paste(page: Page, ...rows: string[][]): Promise<Locator> {
    await page.getByRole("button", { name: "Paste a table" }).click();
    const dialog = page.getByRole("dialog");
    const text = rows.map((row) => row.join("\t")).join("\r\n");
    const area = dialog.getByLabel("Paste a table");
    await area.fill(text);
    return dialog;
  }

  test("gives goods of the draft at hand, by headings in French too, and asks where a number is not clear", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    const title = newTitle();
    await writeAlert(page, title, ["TO"]);
    const dialog = await paste(
      page,
      ["Marchandise", "Quantité", "Unité", "Étagère"],
      ["Cigarettes", "1 234,5", "kg", "B7"],
      ["Couteaux", "1,234", "pièces", "B8"],
    );
    await dialog.getByText("Left out: Étagère").waitFor();
    await dialog.getByRole("button", { name: "Add 2 rows of goods" }).click();
    const quantities = page.getByLabel("Quantity", { exact: true });
    await expect.poll(() => quantities.count()).toBe(2);
    expect(await quantities.first().inputValue()).toBe("1234.5");
    await page.keyboard.press("Control+Enter");
    await page
      .getByText(/to be put right/)
      .first()
      .waitFor();
    expect(await sendButton(page).count()).toBe(0);
    await page.getByText("Goods", { exact: true }).first().click();
    await page.getByRole("button", { name: "“1,234” Write 1234 without a separator" }).click();
    await expect
      .poll(() => quantities.nth(1).evaluate((its) => its === document.activeElement))
      .toBe(true);
    await quantities.nth(1).fill("1234");
    await sendNow(page);
    await page.locator("[data-accepted]").first().waitFor();
    const tonga = await scene.hub.as("to-liaison");
    const ref = await acceptedHere(page);
    const copy = await vi.waitFor(() => getNotice(tonga, ref), patiently);
    const goods = sectionOf(openNotice(copy.notice!), SectionType.GOODS)?.commodities;
    expect(goods).toMatchObject([
      { name: "Cigarettes", quantity: 1234.5, unit: "kg" },
      { name: "Couteaux", quantity: 1234 },
    ]);
    expect(desk.complaints).toEqual([]);
  });

  test("gives a draft for each row of other things", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    const [one, other] = [newTitle(), newTitle()];
    const dialog = await paste(
      page,
      ["Title", "Date", "Place", "TLP"],
      [one, "2026-03-14", "Suva", "TLP:GREEN"],
      [other, "3/4/2026", "Apia", "TLP:AMBER"],
    );
    await dialog.getByRole("button", { name: "Make 2 drafts" }).click();
    for (const title of [one, other])
      await draftsOf(page).getByRole("button", { name: title, exact: true }).waitFor();
    await draftsOf(page).getByRole("button", { name: other, exact: true }).click();
    await expect.poll(() => titleField(page).inputValue()).toBe(other);
    // A day that each office reads another way is asked for.
    await titleField(page).focus();
    await page.keyboard.press("Control+Enter");
    await page
      .getByText(/to be put right/)
      .first()
      .waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("gives drafts whose audience stands in the boxes, and ticking another leaves it as it was", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    const [named, open] = [newTitle(), newTitle()];
    const dialog = await paste(
      page,
      ["Title", "Date", "Place", "TLP", "For whom"],
      [named, "2026-03-14", "Suva", "AMBER", "to, ws"],
      [open, "2026-03-14", "Apia", "GREEN", "all"],
    );
    await dialog.getByRole("button", { name: "Make 2 drafts" }).click();
    const panel = page.getByRole("region", { name: "Who will get it" });
    await draftsOf(page).getByRole("button", { name: named, exact: true }).click();
    await panel.getByText("2 participants get it").waitFor();
    for (const [code, isTicked] of [
      ["TO", true],
      ["WS", true],
      ["NZ", false],
    ] as const)
      expect(await addressee(page, code).isChecked()).toBe(isTicked);

    const all = page.getByRole("checkbox", { name: "All Members", exact: true });
    await draftsOf(page).getByRole("button", { name: open, exact: true }).click();
    await panel.getByText(/^2\d participants get it/).waitFor();
    expect(await all.isChecked()).toBe(true);
    await addressee(page, "TO").check();
    expect(await all.isChecked()).toBe(true);
    await panel.getByText(/^2\d participants get it/).waitFor();
    await all.uncheck();
    await panel.getByText("1 participant gets it").waitFor();
    // Without the last one it goes to nobody, and not to all again.
    await addressee(page, "TO").uncheck();
    await panel.getByText("Give a marking and an audience").waitFor();
    expect(await all.isChecked()).toBe(false);
    expect(desk.complaints).toEqual([]);
  });
});

describe("before it is sent", () => {
  test("what keeps it from being read is said by its label, and then who gets it", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    await writeAlert(page, newTitle(), ["TO"]);
    const panel = page.getByRole("region", { name: "Who will get it" });
    await panel.getByText("1 participant gets it").waitFor();
    const when = page.getByRole("textbox", { name: "When", exact: true }).first();
    const today = await when.inputValue();
    await when.fill("3/4/2026");
    await panel.getByText("Shown once what is wrong is put right.").waitFor();
    await when.fill(today);
    await panel.getByText("1 participant gets it").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("a passport's number in what happened is warned of in the last look, and said by its label", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    await writeAlert(page, newTitle(), ["TO"]);
    const story = page.getByRole("textbox", { name: "What happened", exact: true }).first();
    await page.getByText("They belong in Persons").first().waitFor();
    await story.fill("The skipper showed passport X1234567.");
    await page.keyboard.press("Control+Enter");
    const review = page.getByRole("dialog");
    const warning = review.getByRole("listitem").filter({ hasText: "the number of a passport" });
    await warning.waitFor();
    expect(await warning.innerText()).toMatch(/^What happened This looks like/);
    expect(await sendButton(page).isEnabled()).toBe(true);
    expect(desk.complaints).toEqual([]);
  });

  test("it is told who gets it, who without persons and why, and what another marking would mean", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    await writeAlert(page, newTitle(), ["NZ", "TO", "WS"]);
    await writePerson(page, "SAMPLE PERSON");
    const panel = page.getByRole("region", { name: "Who will get it" });
    await panel.getByText("3 participants get it").waitFor();
    const lines = panel.getByRole("listitem");
    const less = lines.filter({ hasText: "without persons" });
    await expect.poll(() => less.count()).toBeGreaterThan(0);
    const told = (await less.allInnerTexts()).join();
    expect(told).toMatch(/WS/);
    expect(told).toContain("only where an agreement with the originator allows");
    expect(told).not.toMatch(/all of it/);
    const whole = await lines.filter({ hasText: "all of it" }).allInnerTexts();
    expect(whole.join()).not.toContain("WS");

    // A marking for named readers alone, and a sub-region that is addressed besides.
    await page.getByRole("checkbox", { name: "Polynesia", exact: true }).check();
    await panel.getByText(/^1\d participants get it/).waitFor();
    await page.getByLabel("Marking", { exact: true }).first().selectOption("TLP:RED");
    await panel.getByText("are addressed and do not get it").waitFor();
    await panel.getByText("TLP:RED is for those alone whom the originator names").first().waitFor();
    expect(desk.complaints).toEqual([]);
  });
});

test("a liaison officer begins with what it may publish, and with the same again after it was sent", async () => {
  await using desk = await scene.signingDesk("to-liaison", "/publish");
  const { page } = desk;
  await page.setViewportSize({ width: 390, height: 700 });
  const kind = page.getByLabel("Kind", { exact: true });
  const chosen = () => kind.evaluate((its) => (its as HTMLSelectElement).selectedOptions[0]!.text);
  await expect.poll(chosen).toBe("Request");
  const alert = kind.getByRole("option", { name: "Alert (not by your roles)" });
  expect(await alert.isDisabled()).toBe(true);
  expect(await page.getByText("Your roles do not allow").count()).toBe(0);
  // Nobody asks itself.
  await addressee(page, "FJ").check();
  expect(await addressee(page, "TO").count()).toBe(0);
  await titleField(page).fill(newTitle());
  await page.getByLabel("Question").fill("Who owns it?");
  await page.getByLabel("Answer by").fill("2199-01-01");
  await sendNow(page);
  const accepted = page.locator("[data-accepted]").first();
  await accepted.waitFor();
  expect(await chosen()).toBe("Request");
  expect(await titleField(page).inputValue()).toBe("");
  // What became of it is in sight on a phone.
  const { y } = (await accepted.boundingBox())!;
  expect(y).toBeGreaterThan(0);
  expect(y).toBeLessThan(700);
  expect(desk.complaints).toEqual([]);
});

describe("the outbox", () => {
  test("survives a dead link and a reload, and is sent from whatever page is open when the link is back", async () => {
    const desk = await tabAt("/publish");
    const { page, context } = desk;
    const title = newTitle();
    await writeAlert(page, title, ["TO"]);
    await page.getByText("1 participant gets it").first().waitFor();
    link.cut();
    await sendNow(page);
    await page.getByText("Waits for the hub").waitFor();
    await page.close();
    link.mend();
    // A tab that knows nothing of it, at another page.
    const other = await context.newPage();
    const loaded: string[] = [];
    other.on("request", (request) => void loaded.push(request.url()));
    await other.goto(`${scene.console}/settings`);
    await vi.waitFor(
      async () => expect(await heldOf("to-liaison", title)).toHaveLength(1),
      patiently,
    );
    expect(loaded.filter((url) => SENDING.test(url))).toHaveLength(1);
    expect(loaded.filter((url) => url.includes("publish-page"))).toEqual([]);
    await other.getByRole("link", { name: "Publish" }).click();
    await other.getByText("verified on this device").waitFor();
    await draftsOf(other).getByText("No drafts on this device.").waitFor();
  });

  test("lets go of what may have been sent after a question, and its draft says so", async () => {
    const desk = await tabAt("/publish");
    const { page } = desk;
    const title = newTitle();
    await page.route(`**/hub${IntakeService.publish.path}`, async (route) => {
      await route.fetch().catch(() => {});
      await route.abort();
    });
    await writeAlert(page, title, ["TO"]);
    await sendNow(page);
    const forget = page.getByRole("button", { name: /^Do not send: FJ/ });
    await forget.click();
    const dialog = page.getByRole("dialog", { name: "Do not send" });
    await dialog.getByText("If it was sent before and only the receipt is missing").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Waits for the hub").waitFor();
    await forget.click();
    await dialog.getByRole("button", { name: "Do not send", exact: true }).click();
    await draftsOf(page).getByText("May have been sent as FJ/").waitFor();
    await draftsOf(page).getByRole("button", { name: title, exact: true }).click();
    await expect.poll(() => page.getByText("May have been sent as FJ/").count()).toBe(2);
  });

  test("is not loaded with a page where nothing waits", async () => {
    const desk = await tabAt("/settings");
    await desk.page.getByRole("heading", { level: 1 }).waitFor();
    await expect.poll(() => desk.page.getByRole("region").count()).toBeGreaterThan(0);
    const before = desk.network.exchanged.length;
    await desk.page.goto(`${scene.console}/settings`);
    await desk.page.getByRole("heading", { level: 1 }).waitFor();
    const loaded = desk.network.exchanged.slice(before).map(({ url }) => url);
    expect(loaded.filter((url) => SENDING.test(url))).toEqual([]);
  });

  test("that two tabs send is published once", async () => {
    const desk = await tabAt("/publish");
    const { page, context } = desk;
    const title = newTitle();
    await writeAlert(page, title, ["TO"]);
    await page.getByText("1 participant gets it").first().waitFor();
    const other = await context.newPage();
    await other.goto(`${scene.console}/publish`);
    await draftsOf(other).getByRole("button", { name: title, exact: true }).click();
    await other.getByText("1 participant gets it").first().waitFor();
    link.cut();
    await sendNow(page);
    await page.getByText("Waits for the hub").waitFor();
    // The same draft, open in the other tab: it is told that it was sent.
    await other.bringToFront();
    await titleField(other).focus();
    await sendNow(other);
    await other.getByRole("alert").filter({ hasText: "in another window" }).waitFor();
    // And again before it would go out once more, whatever was done meanwhile.
    await titleField(other).fill(`${title}, a copy`);
    await other.keyboard.press("Control+Enter");
    const review = other.getByRole("dialog");
    await review.getByRole("alert").filter({ hasText: "in another window" }).waitFor();
    await review.getByRole("button", { name: "Cancel" }).click();
    link.mend();
    for (const each of [page, other]) await each.evaluate(() => dispatchEvent(new Event("online")));
    await vi.waitFor(
      async () => expect(await heldOf("to-liaison", title)).toHaveLength(1),
      patiently,
    );
    // Whichever of them sent it, the tab where it was written tells of its receipt.
    await page.locator("[data-accepted]").first().waitFor();
    const ref = await acceptedHere(page);
    const trail = await trailOf(await scene.hub.as("oco-auditor"), { ...ref, version: 0 });
    expect(trail.filter(({ step }) => step === "accepted")).toHaveLength(1);
    expect(await heldOf("to-liaison", title)).toHaveLength(1);
    // The copy is said to be one wherever it is looked at next.
    await page.reload();
    const copy = draftsOf(page)
      .getByRole("listitem")
      .filter({ hasText: `${title}, a copy` });
    await copy.getByText("A copy of a draft").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    await copy.getByRole("button", { name: `${title}, a copy`, exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "in another window" }).waitFor();
  });

  test("is sent also from a browser whose disk is full, which says so", async () => {
    const { page, context } = await tabAt("/publish");
    const title = newTitle();
    await writeAlert(page, title, ["TO"]);
    await page.getByText("1 participant gets it").first().waitFor();
    link.cut();
    await sendNow(page);
    await page.getByText("Waits for the hub").waitFor();
    await page.evaluate(leaveDraft);
    await page.close();
    link.mend();
    const { page: other } = await openDesk(context);
    await other.addInitScript(fillDisk);
    await other.goto(`${scene.console}/publish`);
    await vi.waitFor(
      async () => expect(await heldOf("to-liaison", title)).toHaveLength(1),
      patiently,
    );
    await draftsOf(other).getByText("No drafts on this device.").waitFor();
    const noRoom = other.getByRole("alert").filter({ hasText: "Leave this page open" });
    await noRoom.waitFor();
    // With room again what was left is there, once.
    await other.close();
    const { page: last } = await tabAt("/publish");
    await draftsOf(last).getByRole("button", { name: "Left in a hurry", exact: true }).waitFor();
    expect(await draftsOf(last).getByRole("listitem").count()).toBe(1);
  });
});

/** In the page: puts a draft aside as a page does that is left. */
async function leaveDraft(): Promise<void> {
  const all = await indexedDB.databases();
  const opening = indexedDB.open(
    all.find(({ name }) => name?.startsWith("talanoa publish "))!.name!,
  );
  await new Promise((resolve) => opening.addEventListener("success", resolve));
  const { result } = opening;
  const change = result.transaction("drafts", "readwrite");
  change.objectStore("drafts").put({
    id: "left in a hurry",
    written: { kind: "alert", title: "Left in a hurry" },
    changedAt: Date.now(),
    leftFrom: { id: "hurry", changedAt: null },
  });
  await new Promise((resolve) => change.addEventListener("complete", resolve));
  result.close();
}

/** In the page: from now on its databases take nothing more. */
function fillDisk(): void {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("the disk is full", "QuotaExceededError");
  };
}

test("what is being sent can be cancelled no more", async () => {
  const desk = await tabAt("/publish");
  const { page } = desk;
  const title = newTitle();
  await writeAlert(page, title, ["TO"]);
  await page.getByText("1 participant gets it").first().waitFor();
  await page.keyboard.press("Control+Enter");
  await sendButton(page).waitFor();
  await page.evaluate(holdSigning);
  await sendButton(page).click();
  const dialog = page.getByRole("dialog");
  for (const name of ["Cancel", "Close"])
    await expect.poll(() => dialog.getByRole("button", { name }).isDisabled()).toBe(true);
  for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
  // A second Escape closes it for the moment until its event is told.
  await dialog.waitFor();
  await page.evaluate(() => (globalThis as { signNow?: () => void }).signNow!());
  await dialog.waitFor({ state: "detached" });
  await page.locator("[data-accepted]").first().waitFor();
  expect(await titleField(page).inputValue()).toBe("");
  expect(desk.complaints).toEqual([]);
});

/** In the page: the device signs nothing before `signNow` is called. */
function holdSigning(): void {
  const { subtle } = crypto;
  const sign = subtle.sign.bind(subtle);
  const told = Promise.withResolvers<void>();
  subtle.sign = async (...asked) => {
    await told.promise;
    return sign(...asked);
  };
  Object.assign(globalThis, { signNow: told.resolve });
}

describe("a notice of one's own", () => {
  test("is changed: each difference is shown, who is new to it, and who stays behind", async () => {
    const { name, ref, title } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
    });
    const [samoa, tonga] = [await scene.hub.as("ws-liaison"), await scene.hub.as("to-liaison")];
    await vi.waitFor(() => getNotice(tonga, ref), patiently);
    const desk = await tabAt(`/publish?amend=${name}`);
    const { page } = desk;
    await expect.poll(() => titleField(page).inputValue()).toBe(title);
    await page.getByText("Nothing is different yet.").waitFor();
    await page.getByRole("radio", { name: /^Change/ }).check();
    await titleField(page).fill(`${title}, opened`);
    await addressee(page, "TO").uncheck();
    await addressee(page, "WS").check();
    const differences = page.getByRole("table", { name: "What changes" }).first();
    await expect.poll(() => differences.innerText()).toContain(`${title}, opened`);
    const panel = page.getByRole("region", { name: "Who will get it" });
    await expect.poll(() => panel.innerText()).toMatch(/New to it\s+WS/);
    expect(await panel.innerText()).toMatch(/Keep the version before[^\n]*\s+TO/);
    await sendNow(page);
    await page.locator("[data-accepted]").first().waitFor();
    const newest = await acceptedHere(page);
    expect(newest).toEqual({ ...ref, version: 2 });
    await vi.waitFor(() => getNotice(samoa, newest), patiently);
    await expect(getNotice(tonga, newest)).rejects.toMatchObject({ code: "not-found" });
    expect(desk.complaints).toEqual([]);
  });

  test("is recalled once, also when the answer is lost, and again after a reload", async () => {
    const { name, ref } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
    });
    // Not behind the link of the others: what the test fetches itself does not go by it.
    await using desk = await scene.desk("fj-publisher", "/settings");
    await enrolDevice(desk.page, "fj-publisher");
    await desk.page.goto(`${scene.console}/publish?amend=${name}`);
    const { page } = desk;
    const stated: string[] = [];
    let answer: "none" | "lost" | "whole" = "none";
    await page.route(`**/hub${IntakeService.state.path}`, async (route) => {
      const { statement } = StateRequest.decode(route.request().postDataBuffer()!);
      stated.push(Statement.decode(statement!.body).id);
      if (answer === "none") return route.abort();
      const response = await route.fetch();
      return answer === "lost" ? route.abort() : route.fulfill({ response });
    });
    const dialog = page.getByRole("dialog");
    const recall = async () =>
      dialog.getByRole("button", { name: "Recall", exact: true }).click({ timeout: 5_000 });
    const open = async () => page.getByRole("button", { name: "Recall", exact: true }).click();
    await open();
    const reason = dialog.getByLabel("Reason", { exact: true });
    await reason.selectOption({ label: "Wrong" });
    await recall();
    await dialog.getByText("was signed here before").waitFor();
    await page.goto(`${scene.console}/publish?amend=${name}`);
    answer = "lost";
    await open();
    await dialog.getByText("was signed here before").waitFor();
    expect(await reason.isDisabled()).toBe(true);
    const before = stated.length;
    await recall();
    await expect.poll(() => stated.length).toBeGreaterThan(before);
    const tonga = await scene.hub.as("to-liaison");
    const gone = () => getNotice(tonga, ref).catch(({ code }: { code: string }) => code);
    await expect.poll(gone, patiently).toBe("not-found");
    answer = "whole";
    await expect
      .poll(async () => {
        if (await dialog.isVisible()) await recall().catch(() => {});
        return page.url();
      }, patiently)
      .toContain("/log/trail/");
    await page.waitForURL("**/log/trail/**");
    expect(new Set(stated).size).toBe(1);
    expect(await page.evaluate(() => Object.keys(localStorage).join())).not.toContain("withdrawal");
    const recalled = async () => {
      const trail = await trailOf(await scene.hub.as("oco-auditor"), { ...ref, version: 0 });
      return trail.filter(({ step }) => step === "recalled").length;
    };
    await expect.poll(recalled, patiently).toBe(1);
  });
});

test("an outcome that is not stated after all is not read, nor recorded, once more", async () => {
  const told = await tell(scene.hub, "fj-publisher", { audience: { participants: ["TO"] } });
  await using desk = await scene.signingDesk("to-liaison", told.path);
  const { page, network } = desk;
  await page.getByRole("heading", { name: told.title }).waitFor();
  await page.getByRole("button", { name: "State the outcome" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio").first().waitFor();
  const before = network.exchanged.length;
  await dialog.getByRole("button", { name: "Leave it" }).click();
  await expect.poll(() => dialog.count()).toBe(0);
  // A second one that is stated: the page reads the notice again, and by then would have before.
  await page.getByRole("button", { name: "State the outcome" }).click();
  await dialog.getByRole("radio").first().check();
  const reads = () =>
    network.exchanged.slice(before).filter(({ url }) => url.includes("FeedService/GetNotice"))
      .length;
  expect(reads()).toBe(0);
  await dialog.getByRole("button", { name: "Sign and state" }).click();
  await expect.poll(reads).toBeGreaterThan(0);
  expect(desk.complaints).toEqual([]);
});

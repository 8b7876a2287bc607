import { explain } from "@talanoa/client/explain.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import {
  type NoticeRef,
  type SealedNotice,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { openNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openCutLink } from "./support/cut-link.ts";
import type { Desk } from "./support/desk.ts";
import { enrolDevice } from "./support/enrol-device.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

let count = 0;
const newTitle = () => `Written at a desk ${++count} of ${Date.now()}`;

/** A publisher of Fiji at a device whose key is enrolled. */
async function publisherAt(path: string, options?: BrowserContextOptions): Promise<Desk> {
  const desk = await scene.desk("fj-publisher", path, options);
  await enrolDevice(desk.page, "fj-publisher");
  await desk.page.goto(scene.console + path);
  return desk;
}

/** Writes the form of one minute. */
async function write(
  page: Page,
  title: string,
  audience: readonly string[] = ["TO"],
): Promise<void> {
  await page.getByLabel("Title", { exact: true }).fill(title);
  const where = page.getByRole("combobox", { name: "Where" });
  await where.fill("nukualofa");
  await where.press("ArrowDown");
  await where.press("Enter");
  await page
    .getByRole("textbox", { name: "What happened", exact: true })
    .first()
    .fill("Seen <b>at</b> dawn");
  for (const code of audience)
    await page.getByRole("checkbox", { name: new RegExp(`^${code} `) }).check();
}

async function send(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").getByRole("button", { name: /^Send/ }).click();
}

/** The name that the hub accepted: `FJ/0198…/1`. */
async function acceptedName(page: Page): Promise<NoticeRef> {
  const name = await page.locator("[data-accepted]").first().getAttribute("data-accepted");
  const [origin = "", id = "", version = "0"] = name!.split("/");
  return { origin, id, version: Number(version) };
}

const patiently = { timeout: 20_000, interval: 100 };

/** What somebody is sent of a notice, once it is there. */
function heldBy(person: string, ref: NoticeRef): Promise<SealedNotice> {
  return vi.waitFor(async () => {
    const { notice } = await getNotice(await scene.hub.as(person), ref);
    return notice!;
  }, patiently);
}

describe("an alert of one minute", () => {
  test("is sealed at the desk, its receipt is verified there, and its reader holds what was written", async () => {
    await using desk = await publisherAt("/publish");
    const title = newTitle();
    await write(desk.page, title);
    await send(desk.page);
    await desk.page.getByText("verified on this device").waitFor();
    const ref = await acceptedName(desk.page);
    const held = await heldBy("to-liaison", ref);
    const notice = openNotice(held);
    expect(sectionOf(notice, SectionType.SUMMARY)?.title).toBe(title);
    expect(sectionOf(notice, SectionType.PLACES)?.scenes[0]).toMatchObject({ unlocode: "TOTBU" });
    expect(desk.complaints).toEqual([]);
  });

  test("tells before it is sent what the hub then decides", async () => {
    await using desk = await publisherAt("/publish");
    await write(desk.page, newTitle(), ["TO", "NZ"]);
    await desk.page.getByText("Persons and companies").click();
    await desk.page.getByRole("button", { name: "Add: Persons" }).click();
    const persons = desk.page.getByRole("group", { name: "Persons" }).first();
    await persons.getByLabel("Name", { exact: true }).first().fill("SAMPLE PERSON");
    await desk.page.keyboard.press("Control+Enter");
    const review = await desk.page.getByRole("dialog").innerText();
    await desk.page.getByRole("dialog").getByRole("button", { name: /^Send/ }).click();
    await desk.page.locator("[data-accepted]").first().waitFor();
    const ref = await acceptedName(desk.page);
    const { decisions } = await vi.waitFor(
      async () => explain(await scene.hub.as("fj-publisher"), ref),
      patiently,
    );
    const readers = decisions.filter(({ deliver, participant }) => deliver && participant !== "FJ");
    expect(readers.map(({ participant }) => participant)).toEqual(["NZ", "TO"]);
    expect(review).toContain("2 participants get it");
    const withheld = readers.filter((its) =>
      its.withheld.some(({ rule }) => rule === "no-agreement"),
    );
    const told = review.match(/.*without persons/g)?.join() ?? "";
    for (const { participant } of readers)
      expect([participant, told.includes(participant)]).toEqual([
        participant,
        withheld.some((its) => its.participant === participant),
      ]);
  });

  test("that is not whole says at its fields what is needed, and nothing typed is lost", async () => {
    await using desk = await publisherAt("/publish");
    const title = newTitle();
    await desk.page.getByLabel("Title", { exact: true }).fill(title);
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByText("Say where it happened").first().waitFor();
    expect(await desk.page.getByText("Name an audience").count()).toBeGreaterThan(0);
    // At once: what was typed last is kept as the page goes.
    await desk.page.reload();
    await desk.page.getByRole("button", { name: title, exact: true }).click();
    const kept = desk.page.getByLabel("Title", { exact: true });
    await expect.poll(() => kept.inputValue()).toBe(title);
  });

  test("that is sent while a picture is being made small goes with the picture", async () => {
    await using desk = await publisherAt("/publish");
    await write(desk.page, newTitle());
    await desk.page.getByText("What happens next, images").click();
    await desk.page.getByLabel("Add images").evaluate(chooseLargePicture);
    await send(desk.page);
    await desk.page.locator("[data-accepted]").first().waitFor();
    const held = await heldBy("to-liaison", await acceptedName(desk.page));
    expect(sectionOf(openNotice(held), SectionType.IMAGE)?.content.length).toBeGreaterThan(1000);
  });
});

test("a draft that is left while a picture is being made small is kept with the picture", async () => {
  await using desk = await publisherAt("/publish");
  const { page } = desk;
  await page.getByLabel("Title", { exact: true }).fill(newTitle());
  await page.getByText("What happens next, images").click();
  await page.getByLabel("Add images").evaluate(chooseLargePicture);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await expect.poll(() => page.evaluate(keptImages), patiently).toBe(1);
});

/** In the page: how many pictures the kept drafts have. */
async function keptImages(): Promise<number> {
  const all = await indexedDB.databases();
  const opening = indexedDB.open(
    all.find(({ name }) => name?.startsWith("talanoa publish "))!.name!,
  );
  await new Promise((resolve) => opening.addEventListener("success", resolve));
  const { result } = opening;
  const reading = result.transaction("drafts").objectStore("drafts").getAll();
  await new Promise((resolve) => reading.addEventListener("success", resolve));
  result.close();
  const drafts = reading.result as { written: { images?: unknown[] } }[];
  return drafts.reduce((count, { written }) => count + (written.images?.length ?? 0), 0);
}

/** In the page: chooses a picture of noise, of some 10 MB. */
async function chooseLargePicture(input: Element): Promise<void> {
  const [width, height] = [2000, 1500];
  const canvas = new OffscreenCanvas(width, height);
  const noise = new ImageData(width, height);
  const bytes = new Uint32Array(noise.data.buffer);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.random() * 2 ** 32;
  canvas.getContext("2d")!.putImageData(noise, 0, 0);
  const picture = await canvas.convertToBlob({ type: "image/png" });
  const chosen = new DataTransfer();
  chosen.items.add(new File([picture], "noise.png", { type: picture.type }));
  (input as HTMLInputElement).files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

test("what is sent while the link is down is sent by itself when it is back, once", async () => {
  await using link = await openCutLink();
  await using desk = await publisherAt("/publish", {
    proxy: { server: link.server, bypass: "<-loopback>" },
  });
  const title = newTitle();
  await write(desk.page, title);
  await desk.page.getByText("1 participant gets it").first().waitFor();
  link.cut();
  await send(desk.page);
  await desk.page.getByText("Waits for the hub").waitFor();
  // The tab is closed and another is opened: what waits is in the browser.
  link.mend();
  await desk.page.goto(`${scene.console}/publish`);
  await desk.page.locator("[data-accepted]").first().waitFor();
  const ref = await acceptedName(desk.page);
  expect(ref.version).toBe(1);
  const found = await heldBy("to-liaison", ref);
  expect(sectionOf(openNotice(found), SectionType.SUMMARY)?.title).toBe(title);
  await desk.page.getByText("No drafts on this device.").waitFor();
});

test("a notice of one's own is corrected for who holds it, and recalled", async () => {
  const { name, ref, title } = await tell(scene.hub, "fj-publisher", {
    audience: { participants: ["TO"] },
  });
  await using desk = await publisherAt(`/publish?amend=${name}`);
  const input = desk.page.getByLabel("Title", { exact: true });
  await input.waitFor();
  expect(await input.inputValue()).toBe(title);
  await input.fill(`${title}, corrected`);
  await desk.page.getByText("Get this version too").first().waitFor();
  await send(desk.page);
  await desk.page.locator("[data-accepted]").first().waitFor();
  const newest = await acceptedName(desk.page);
  expect(newest).toEqual({ ...ref, version: 2 });
  const held = await heldBy("to-liaison", newest);
  expect(sectionOf(openNotice(held), SectionType.SUMMARY)?.title).toBe(`${title}, corrected`);
  await desk.page.goto(`${scene.console}/publish?amend=${name}`);
  await desk.page.getByRole("button", { name: "Recall", exact: true }).click();
  const dialog = desk.page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Recall", exact: true }).isDisabled()).toBe(true);
  await dialog.getByLabel("Reason", { exact: true }).selectOption({ label: "Wrong" });
  await dialog.getByRole("button", { name: "Recall", exact: true }).click();
  const tonga = await scene.hub.as("to-liaison");
  await expect.poll(() => getNotice(tonga, newest).catch(({ code }) => code)).toBe("not-found");
});

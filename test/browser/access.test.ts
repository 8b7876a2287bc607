import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { playDemo } from "@talanoa/devstack/demo/play.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { axeFindings } from "./support/axe.ts";
import type { Desk } from "./support/desk.ts";
import { faintButtons } from "./support/faint-buttons.ts";
import { pagesOf, type ShownPage } from "./support/pages.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { isSettled, isThere } from "./support/settled.ts";
import { writeAlert } from "./support/publisher.ts";
import { tell } from "./support/told.ts";

const shots = join(import.meta.dirname, "shots");
const OPERATION = "NZ-SEASPRAY";

/** A notice with something in most of its parts; its persons are withheld from Tonga. */
const seizure = {
  title: "Cocaine behind the rear wall of a container at Suva",
  when: "2026-03-14T09:30+12:00",
  goods: [
    {
      name: "Cocaine",
      class: "drugs-cocaine",
      quantity: 12.5,
      unit: "kg",
      packaging: "Twelve wrapped blocks",
      concealment: { method: "container-structure", description: "Behind the rear wall" },
    },
  ],
  conveyance: {
    mode: "1",
    type: "container ship",
    name: "Pacific Sample",
    flag: "PA",
    containers: ["ZZZU1234564"],
  },
  route: { origin: "Callao", departure: "Papeete", transit: ["Apia"], destination: "Suva" },
  narrative: {
    text: "Found on X-ray of a consignment declared as furniture. The seal had been replaced.",
    follow_up: "Two more containers of the same consignee are awaited this month.",
  },
  persons: [{ name: "SAMPLE PERSON", birth_date: "1980-01-02", role: "consignee" }],
  companies: [{ name: "Sample Trading Ltd", country: "FJ", role: "consignee" }],
  case_reference: "FJ-2026-0042",
  office: "Suva Wharf",
  marking: { tlp: "AMBER", reliability: "B", credibility: 2 },
  handling: ["no-onward-sharing"],
  precedence: "immediate",
  acknowledge_by: new Date(Date.now() + 86_400_000).toISOString(),
  audience: { participants: ["NZ", "TO", "WS"], show: true },
};

let scene: Scene;
let seizureName: string;
let pages: readonly ShownPage[];
beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  scene = await openScene();
  const { stack } = scene.hub;
  await using shell = await openShell(stack.identitiesDir);
  const opened = `operation open ${OPERATION} --name Seaspray --starts 2026-07-01 --with CK,TO`;
  await shell.json("nz-liaison", [...opened.split(" "), "--objective", "Yachts from the east"]);
  await playDemo({
    identity: (name) => loadIdentity(join(stack.identitiesDir, `${name}.json`)),
    screening: (participant) =>
      loadIdentity(join(stack.screeningDir, `${participant.toLowerCase()}-screening.json`)),
    out: new Writable({ write: (_chunk, _encoding, done) => done() }),
    pace: 20,
  });
  const question = "Who owns the yacht Sample?";
  const asked = ["request", "--to", "TO", "--by", "7d", "--title", question, "--text", question];
  await shell.json("fj-liaison", asked);
  seizureName = (await tell(scene.hub, "fj-publisher", seizure)).name;
  pages = pagesOf({ notice: seizureName, operation: OPERATION });
}, 240_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

/** Opens each page in turn, each person at a desk of his own. */
async function onEachPage(
  options: Parameters<Scene["desk"]>[2],
  look: (page: Page, shown: ShownPage) => Promise<void>,
): Promise<void> {
  const missing: string[] = [];
  for (const person of new Set(pages.map((each) => each.person))) {
    const own = pages.filter((each) => each.person === person);
    await using desk: Desk = await scene.desk(person, own[0]!.path, options);
    for (const shown of own) {
      await desk.page.goto(scene.console + shown.path);
      if (!(await isThere(desk.page))) missing.push(shown.name);
      else await look(desk.page, shown);
    }
    expect.soft(desk.complaints).toEqual([]);
  }
  expect.soft(missing).toEqual([]);
}

/** What can be done with a row of a table, and lies to the side of what is seen of it. */
function actsOutOfSight(page: Page): Promise<string[]> {
  return page.locator("tbody tr :is(button, a.button)").evaluateAll((acts) =>
    acts
      .filter((act) => {
        const frame = act.closest(".table-frame")!.getBoundingClientRect();
        const { left, right, width } = act.getBoundingClientRect();
        const edges = [Math.max(0, frame.left), Math.min(innerWidth, frame.right)] as const;
        return width > 0 && (left < edges[0] || right > edges[1]);
      })
      .map((act) => act.getAttribute("aria-label") ?? act.textContent),
  );
}

/** How many pixels a page is wider than its screen. */
function beyondScreen(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Texts on a page that are smaller than one reads, or whose lines are longer, in pixels. */
function unreadable(page: Page): Promise<string[]> {
  return page.locator("main :is(p, dd, li, td, th, label, button, a)").evaluateAll((all) =>
    all
      .filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        if (width < 2 || height === 0) return false;
        const isTooLong = each.matches(".page-parts :is(p:not(.page-whole), dd)") && width > 900;
        return isTooLong || Number.parseFloat(getComputedStyle(each).fontSize) < 12;
      })
      .map((each) => each.textContent.slice(0, 60)),
  );
}

/** How many columns the parts of a page stand in, and which share of the screen's width they take. */
function columnsOf(page: Page): Promise<{ count: number; share: number }> {
  return page.locator(".page-parts > *").evaluateAll((parts) => {
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const used =
      Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
    return { count: new Set(boxes.map(({ left }) => left)).size, share: used / innerWidth };
  });
}

/** Whether the menu shows which page this is, if the page stands in it. */
function isMenuHere(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const its = document.querySelector("nav [aria-current]")?.getBoundingClientRect();
    return !its || (its.left >= 0 && its.right <= innerWidth);
  });
}

describe("every page", () => {
  test.each([
    ["English", "en-GB"],
    ["French", "fr-FR"],
  ])(
    "is accessible in %s, light and dark, wide and narrow, and fits its screen from 360 px on",
    async (_, locale) => {
      const language = locale.slice(0, 2);
      const findings: string[] = [];
      await onEachPage({ locale }, async (page, { name }) => {
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        const told = (theme: string) => (each: string) =>
          void findings.push(`${name}, ${theme}: ${each}`);
        (await axeFindings(page)).forEach(told("light"));
        await page.emulateMedia({ colorScheme: "dark" });
        // Nothing but its colours is another.
        (await axeFindings(page, "color-contrast")).forEach(told("dark"));
        (await faintButtons(page)).forEach(told("dark"));
        const isKept = language === "en";
        const keep = async (size: string) =>
          void (isKept && (await page.screenshot({ path: join(shots, `${name}-${size}.png`) })));
        await keep("1440-dark");
        await page.emulateMedia({ colorScheme: "light" });
        (await faintButtons(page)).forEach(told("light"));
        await keep("1440");
        for (const width of [390, 360]) {
          await page.setViewportSize({ width, height: 844 });
          await isSettled(page);
          if (width === 390) {
            await keep("390");
            (await axeFindings(page)).forEach(told("390 px"));
          }
          const over = await beyondScreen(page);
          if (over > 0) findings.push(`${name}: ${over} px wider than ${width}`);
          for (const act of await actsOutOfSight(page))
            findings.push(`${name}: ${act} is not seen at ${width} px`);
          if (!(await isMenuHere(page)))
            findings.push(`${name}: not seen in the menu at ${width} px`);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
      });
      expect(findings).toEqual([]);
    },
    900_000,
  );

  test("fits a wall screen, where the board of an operation and the health of the hub take its width", async () => {
    const findings: string[] = [];
    await onEachPage({}, async (page, { name }) => {
      for (const width of [2560, 3840]) {
        await page.setViewportSize({ width, height: Math.round((width * 9) / 16) });
        await isSettled(page);
        const at = `${name} at ${width} px`;
        const over = await beyondScreen(page);
        if (over > 0) findings.push(`${at}: ${over} px too wide`);
        for (const text of await unreadable(page)) findings.push(`${at}: not readable: ${text}`);
        if (name !== "operation" && name !== "secretariat-health") continue;
        const { count, share } = await columnsOf(page);
        if (count < 2 || share < 0.9) findings.push(`${at}: ${count} columns, ${share}`);
        await page.screenshot({ path: join(shots, `${name}-${width}.png`) });
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    });
    expect(findings).toEqual([]);
  }, 400_000);
});

/** A dialog, who opens it, and how. */
interface ShownDialog {
  readonly name: string;
  readonly person: string;
  readonly path: () => string;
  readonly open: (page: Page) => Promise<void>;
}

const press = (name: RegExp | string) => (page: Page) =>
  page.getByRole("button", { name }).first().click();

const dialogs: readonly ShownDialog[] = [
  { name: "keys", person: "to-liaison", path: () => "/feed", open: press(/Keys/) },
  {
    name: "review",
    person: "fj-publisher",
    path: () => "/publish",
    async open(page) {
      await writeAlert(page, "Cocaine in a container", ["TO"]);
      await page.keyboard.press("Control+Enter");
    },
  },
  { name: "reply", person: "to-liaison", path: () => "/requests", open: press(/^Answer: /) },
  {
    name: "outcome",
    person: "to-liaison",
    path: () => `/notice/${seizureName}`,
    open: press("State the outcome"),
  },
  {
    name: "recall",
    person: "fj-publisher",
    path: () => `/notice/${seizureName}`,
    open: press("Recall"),
  },
  { name: "clear", person: "to-liaison", path: () => "/settings", open: press("Clear it") },
  {
    name: "member",
    person: "oco-secretariat",
    path: () => "/secretariat/members",
    open: press(/^Change/),
  },
];

/** What axe finds on a page as it stands, wide and narrow, light and dark. */
async function foundOn(page: Page, name: string): Promise<string[]> {
  const findings: string[] = [];
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const each of await axeFindings(page)) findings.push(`${name}, ${width} px: ${each}`);
    await page.emulateMedia({ colorScheme: "dark" });
    for (const each of await axeFindings(page, "color-contrast"))
      findings.push(`${name}, ${width} px, dark: ${each}`);
    await page.emulateMedia({ colorScheme: "light" });
    if ((await beyondScreen(page)) > 0) findings.push(`${name}: wider than ${width} px`);
  }
  return findings;
}

describe("accessible, wide and narrow,", () => {
  test("is the page of who is not signed in", async () => {
    await using desk = await scene.stranger();
    await desk.page.goto(scene.console);
    await desk.page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(await foundOn(desk.page, "gate")).toEqual([]);
  });

  test.each(dialogs)("is the dialog $name", async ({ name, person, path, open }) => {
    // The Secretariat signs no notices.
    const sits = person.startsWith("oco-") ? scene.desk : scene.signingDesk;
    await using desk = await sits(person, path());
    const { page } = desk;
    expect(await isThere(page)).toBe(true);
    await open(page);
    await page.getByRole("dialog").waitFor();
    expect(await foundOn(page, name)).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});

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
  const { name } = await tell(scene.hub, "fj-publisher", seizure);
  pages = pagesOf({ notice: name, operation: OPERATION });
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

/** Whether the page has come; the log's are there once they were told why they are read, and asked. */
async function isThere(page: Page): Promise<boolean> {
  if (!(await settled(page))) return false;
  const reason = page.locator(".log-reason-form");
  if ((await reason.count()) === 0) return true;
  await reason.getByRole("textbox").fill("OCO-2026-0001");
  await reason.getByRole("button").click();
  await reason.waitFor({ state: "detached" });
  const ask = page.getByRole("button", { name: /^(Ask|Count|Rechercher|Compter)$/ });
  if ((await ask.count()) === 0) return settled(page);
  await ask.click();
  // What was asked is answered by a table.
  await page.getByRole("table").first().waitFor();
  return settled(page);
}

/** Whether it has a heading, and nothing on it is still being loaded. */
async function settled(page: Page): Promise<boolean> {
  const heading = page.getByRole("heading", { level: 1 });
  const loading = page.getByText(/^(Loading|Chargement)…$/);
  try {
    await heading.waitFor();
    await expect.poll(() => loading.count()).toBe(0);
    return true;
  } catch {
    return false;
  }
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
    "is accessible in %s, light and dark, and fits its screen from 360 px on",
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
          await settled(page);
          if (width === 390) await keep("390");
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
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
});

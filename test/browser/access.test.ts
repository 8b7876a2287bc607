import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { playDemo } from "@talanoa/devstack/demo/play.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { plantedNotice } from "../support/planted-notice.ts";
import { axeFindings } from "./support/axe.ts";
import type { Desk } from "./support/desk.ts";
import { pagesOf, type ShownPage } from "./support/pages.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

const shots = join(import.meta.dirname, "shots");
const OPERATION = "NZ-SEASPRAY";

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
  const { name } = await tell(scene.hub, "fj-publisher", { ...plantedNotice().draft });
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
      if (!(await settled(desk.page))) missing.push(shown.name);
      else await look(desk.page, shown);
    }
    expect.soft(desk.complaints).toEqual([]);
  }
  expect.soft(missing).toEqual([]);
}

/** Whether the page has come: it has a heading, and nothing on it is still being loaded. */
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

describe("every page", () => {
  test.each([
    ["English", "en-GB"],
    ["French", "fr-FR"],
  ])(
    "is accessible in %s, light and dark",
    async (_, locale) => {
      const findings: string[] = [];
      await onEachPage({ locale }, async (page, { name }) => {
        expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          for (const each of await axeFindings(page))
            findings.push(`${name}, ${colorScheme}: ${each}`);
        }
      });
      expect(findings).toEqual([]);
    },
    400_000,
  );

  test("fits its screen from 360 px on, and is shown at 390 and 1440", async () => {
    const wide: string[] = [];
    await onEachPage({}, async (page, { name }) => {
      for (const width of [360, 390, 1440]) {
        await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
        await settled(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (over > 0) wide.push(`${name} at ${width}: ${over} px`);
        if (width > 360) await page.screenshot({ path: join(shots, `${name}-${width}.png`) });
      }
    });
    expect(wide).toEqual([]);
  }, 400_000);
});

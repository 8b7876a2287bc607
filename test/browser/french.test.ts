import { Writable } from "node:stream";
import { join } from "node:path";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { playDemo } from "@talanoa/devstack/demo/play.ts";
import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { concealmentMethods } from "@talanoa/sharing/codes/concealment-methods.ts";
import { credibilityGrades, reliabilityGrades } from "@talanoa/sharing/codes/grading.ts";
import { hsChapters } from "@talanoa/sharing/codes/hs-chapters.ts";
import { riskGrades } from "@talanoa/sharing/codes/risk-grades.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";
import { transportModes } from "@talanoa/sharing/codes/transport-modes.ts";
import { caveatSentences } from "@talanoa/sharing/notice/handling.ts";
import { rules } from "@talanoa/sharing/notice/rules.ts";
import { ruleSentences } from "@talanoa/sharing/routing/rules.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { plantedNotice } from "../support/planted-notice.ts";
import { pagesOf, type ShownPage } from "./support/pages.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

const OPERATION = "NZ-SEASPRAY";

const titles = (table: { readonly [code: string]: { readonly title: string } }): string[] =>
  Object.values(table).map(({ title }) => title);

/** Sentences and names of the packages, which are English. One word alone may be what somebody wrote. */
const english = [
  ...titles(commodityClasses),
  ...Object.values(concealmentMethods),
  ...titles(reliabilityGrades),
  ...titles(credibilityGrades),
  ...Object.values(hsChapters),
  ...Object.values(riskGrades),
  ...Object.values(riskReasons),
  ...Object.values(transportModes),
  ...Object.values(caveatSentences),
  ...Object.values(ruleSentences),
  ...Object.values(rules).flatMap((table) => Object.values<string>(table)),
  // What the page itself would say.
  "Loading…",
  "No link",
  "Try again",
  "Sign out",
  "Skip to the page",
].filter((text) => /\W/.test(text.trim()) || text.length > 4);

let scene: Scene;
let pages: readonly ShownPage[];
beforeAll(async () => {
  scene = await openScene();
  const { stack } = scene.hub;
  await using shell = await openShell(stack.identitiesDir);
  const opened = `operation open ${OPERATION} --name Seaspray --starts 2026-07-01 --with CK,TO`;
  await shell.json("nz-liaison", [...opened.split(" "), "--objective", "Yachts"]);
  await playDemo({
    identity: (name) => loadIdentity(join(stack.identitiesDir, `${name}.json`)),
    screening: (participant) =>
      loadIdentity(join(stack.screeningDir, `${participant.toLowerCase()}-screening.json`)),
    out: new Writable({ write: (_chunk, _encoding, done) => done() }),
    pace: 20,
  });
  const { name } = await tell(scene.hub, "fj-publisher", { ...plantedNotice().draft });
  pages = pagesOf({ notice: name, operation: OPERATION });
}, 400_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

/** What stands on a page to be read or heard: texts, and what is told of pictures and buttons. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement?.closest("script, style, [lang=en]")) texts.push(textContent ?? "");
    }
    for (const name of ["title", "aria-label", "placeholder", "alt"])
      for (const element of document.querySelectorAll(`[${name}]`))
        texts.push(element.getAttribute(name)!);
    return texts;
  });
}

/** The English that a text is, or that stands in brackets after a code. */
function englishIn(text: string): readonly string[] {
  return english.filter((its) => text.trim() === its.trim() || text.includes(`(${its})`));
}

test("the sentences that are looked for would be found", () => {
  expect(english.length).toBeGreaterThan(200);
  expect(englishIn("29 (Organic chemicals)")).toEqual(["Organic chemicals"]);
  expect(englishIn("29 (Produits chimiques organiques)")).toEqual([]);
});

test("no page shows English to who reads French", async () => {
  const found: string[] = [];
  for (const person of new Set(pages.map((each) => each.person))) {
    const own = pages.filter((each) => each.person === person);
    await using desk = await scene.desk(person, own[0]!.path, { locale: "fr-FR" });
    const { page } = desk;
    for (const { name, path } of own) {
      await page.goto(scene.console + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expect.poll(() => page.getByText("Chargement…").count(), { timeout: 30_000 }).toBe(0);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("fr");
      const folded = page.locator("details:not([open]) > summary");
      while ((await folded.count()) > 0) await folded.first().click();
      const texts = await textsOf(page);
      expect(texts.length).toBeGreaterThan(10);
      found.push(...texts.flatMap(englishIn).map((its) => `${name}: ${its}`));
    }
  }
  expect([...new Set(found)]).toEqual([]);
}, 400_000);

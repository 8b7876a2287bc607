import { publish } from "@talanoa/client/publish.ts";
import { DirectoryService } from "@talanoa/contract/generated/talanoa.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { alertDraft } from "../support/drafts.ts";
import { loseAnswers } from "./support/lost-answers.ts";
import { openScene, type Scene } from "./support/scene.ts";

const ID = "NZ-SPINDRIFT";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  await using shell = await openShell(scene.hub.stack.identitiesDir);
  const named = ["--name", "Spindrift", "--objective", "Yachts from the east"];
  const when = ["--starts", "2026-01-01", "--with", "TO,CK"];
  await shell.json("nz-liaison", ["operation", "open", ID, ...named, ...when]);
  const results = ["--results", "yachts boarded=2 yachts"];
  const report = ["operation", "report", ID, "--text", "Two yachts boarded.", ...results];
  await shell.json("to-liaison", report);
  const task = ["operation", "task", ID, "--to", "all", "--by", "7d", "--text", "Board Sample."];
  await shell.json("nz-liaison", task);
  const draft = alertDraft({ title: "Yacht off Niue", audience: { operations: [ID] } });
  await publish(await scene.hub.as("to-publisher"), { draft });
}, 180_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

/** Loads the board until one of its tables says something. */
async function boardSays(page: Page, table: RegExp | string, says: RegExp): Promise<void> {
  const its = page.getByRole("table", { name: table });
  await expect
    .poll(
      async () => {
        const text = (await its.allInnerTexts()).join();
        if (!says.test(text)) await page.getByRole("button", { name: "Load again" }).click();
        return text;
      },
      { interval: 1_000 },
    )
    .toMatch(says);
}

describe("the board of a joint operation", () => {
  test("has its participants, tasks, situation reports, results, notices and map", async () => {
    await using desk = await scene.desk("ck-liaison", "/operations");
    const { page } = desk;
    await page.getByRole("link", { name: ID }).click();
    await page.getByRole("heading", { level: 1, name: ID }).waitFor();
    const facts = page.getByRole("definition");
    await facts.filter({ hasText: "Yachts from the east" }).waitFor();
    await facts.filter({ hasText: "Spindrift" }).waitFor();
    for (const participant of ["NZ", "TO", "CK"])
      await boardSays(page, "Participants", new RegExp(`\\b${participant}\\b`));
    await boardSays(page, /^Tasks \(1\)/, /Board Sample\./);
    await boardSays(page, /^Situation reports \(1\)/, /TO[\s\S]*yachts boarded: 2 yachts/);
    await boardSays(page, "Results", /yachts boarded\s+2 yachts/);
    await boardSays(page, /^Notices \(1\)/, /TO[\s\S]*Yacht off Niue/);
    await page.getByText("1 task asked, 0 answered").waitFor();
    await page.getByRole("application", { name: /Map of the Pacific/ }).waitFor();
    // What the map shows stands beside it in words, with its mark.
    await page.getByRole("main").getByText(/Suva/).first().waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("takes a report and an answer to a task, signed in the browser, and sums the results", async () => {
    await using desk = await scene.signingDesk("ck-liaison", `/operations/${ID}`);
    const { page } = desk;
    await page.getByRole("button", { name: "Report", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Text", { exact: true }).fill("Three more.");
    const results = dialog.getByLabel("Results since your last report");
    await results.fill("three");
    await dialog.getByRole("button", { name: "Sign and send" }).click();
    await dialog.getByText("Write each as: measure=number unit").waitFor();
    await results.fill("yachts boarded=3 yachts");
    await dialog.getByRole("button", { name: "Sign and send" }).click();
    await dialog.waitFor({ state: "detached" });
    await boardSays(page, /^Situation reports \(2\)/, /CK[\s\S]*yachts boarded: 3 yachts/);
    await boardSays(page, "Results", /yachts boarded\s+5 yachts/);

    await page.getByRole("button", { name: /^Answer: Board Sample/ }).click();
    await dialog.getByRole("textbox", { name: "Answer" }).fill("Boarded.");
    await dialog.getByRole("button", { name: "Sign and send" }).click();
    await dialog.getByRole("status").filter({ hasText: "Sent as CK/" }).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect
      .poll(() => page.getByRole("button", { name: /^Answer: Board Sample/ }).count())
      .toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  test("is its coordinator's to change, and a dialog that is left changes and reads nothing", async () => {
    await using tonga = await scene.desk("to-liaison", `/operations/${ID}`);
    await tonga.page.getByRole("button", { name: "Report", exact: true }).waitFor();
    expect(await tonga.page.getByRole("button", { name: "Change phase" }).count()).toBe(0);
    await using desk = await scene.desk("nz-liaison", `/operations/${ID}`);
    const { page, network } = desk;
    const change = page.getByRole("button", { name: "Change phase" });
    await change.click();
    const dialog = page.getByRole("dialog");
    const before = network.exchanged.length;
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await change.click();
    await dialog.getByLabel("Phase").selectOption({ label: "action" });
    const asked = () => network.exchanged.slice(before).filter(({ url }) => url.includes("/hub/"));
    expect(asked()).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const phase = page.getByRole("definition").filter({ hasText: /^action$/ });
    await expect.poll(() => phase.count()).toBe(1);
    expect(desk.complaints).toEqual([]);
  });

  test("is joined by who was chosen: nothing is saved before there is somebody to choose", async () => {
    await using desk = await scene.desk("nz-liaison", `/operations/${ID}`);
    const { page } = desk;
    const join = page.getByRole("button", { name: "Let join" });
    await join.waitFor();
    const listed = Promise.withResolvers<void>();
    await page.route(`**/hub${DirectoryService.listEntries.path}`, async (route) => {
      await listed.promise;
      await route.continue();
    });
    await join.click();
    const save = page.getByRole("dialog").getByRole("button", { name: "Save" });
    expect(await save.isDisabled()).toBe(true);
    listed.resolve();
    await expect.poll(() => save.isDisabled()).toBe(false);
    expect(await page.getByRole("dialog").getByRole("combobox").inputValue()).toBe("");
    expect(desk.complaints).toEqual([]);
  });

  test("is opened with the participants that are ticked, and what is wrong is said by its field", async () => {
    await using desk = await scene.desk("to-liaison", "/operations", { locale: "fr-FR" });
    const { page } = desk;
    await page.getByRole("button", { name: "Ouvrir une opération" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Opération", { exact: true }).fill(`TO-${"SPRAY".repeat(10)}`);
    await dialog.getByLabel("Nom", { exact: true }).fill("Embruns");
    await dialog.getByLabel("Objectif", { exact: true }).fill("Voiliers");
    await dialog.getByLabel("Début", { exact: true }).fill("2026-01-01");
    for (const code of ["WS", "CK"])
      await dialog.getByRole("checkbox", { name: new RegExp(`^${code} `) }).check();
    expect(await dialog.getByRole("checkbox", { name: /^TO / }).count()).toBe(0);
    await dialog.getByRole("button", { name: "Enregistrer" }).click();
    const refused = dialog.getByRole("alert");
    await refused.getByText("40 caractères au plus").waitFor();
    expect(await refused.innerText()).toMatch(/^Opération /);
    await dialog.getByLabel("Opération", { exact: true }).fill("TO-SPRAY");
    await dialog.getByRole("button", { name: "Enregistrer" }).click();
    await dialog.waitFor({ state: "detached" });
    const row = page.getByRole("row").filter({ hasText: "TO-SPRAY" });
    await expect.poll(() => row.innerText()).toMatch(/TO, WS, CK/);
    // The browser tells of the hub's refusal.
    expect(desk.complaints.filter((each) => !each.includes("status of 400"))).toEqual([]);
  });

  test("is closed with one closing report, though the answer to it is lost and it is changed since", async () => {
    await using desk = await scene.signingDesk("nz-liaison", `/operations/${ID}`);
    const { page } = desk;
    const lost = await loseAnswers(page, "answer");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    const dialog = page.getByRole("dialog");
    const text = dialog.getByLabel("Text", { exact: true });
    const close = dialog.locator('button[type="submit"]');
    await text.fill("Done.");
    await close.click();
    await dialog.getByText("was sent from here before").waitFor();
    lost.end();
    await text.fill("Done, with thanks.");
    await close.click();
    await dialog.getByText(`has reached the hub, as NZ/${lost.sent[0]}/1`).waitFor();
    await dialog.getByText("The closing report stands already.").waitFor();
    await close.click();
    await dialog.waitFor({ state: "detached" });
    const phase = page.getByRole("definition").filter({ hasText: /^closed$/ });
    await expect.poll(() => phase.count()).toBe(1);
    expect(new Set(lost.sent).size).toBe(1);
  });

  test("tells who is not in it nothing", async () => {
    await using desk = await scene.desk("ws-liaison", `/operations/${ID}`);
    await desk.page.getByText("There is no such operation").waitFor();
    expect(await desk.page.content()).not.toContain("Spindrift");
    const network = Buffer.concat(await desk.network.everything()).toString("latin1");
    expect(network).not.toContain("Spindrift");
  });
});

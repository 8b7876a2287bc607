import { publish } from "@talanoa/client/publish.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { alertDraft } from "../support/drafts.ts";
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
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("the board of a joint operation", () => {
  test("has its participants, tasks, situation reports, results, notices and map", async () => {
    await using desk = await scene.desk("ck-liaison", "/operations");
    const { page } = desk;
    await page.getByRole("link", { name: ID }).click();
    await page.getByRole("heading", { level: 1, name: /Spindrift/ }).waitFor();
    const main = page.getByRole("main");
    for (const text of [
      "Yachts from the east",
      "Board Sample.",
      "yachts boarded",
      "Yacht off Niue",
    ])
      await expect.poll(() => main.innerText()).toContain(text);
    for (const participant of ["NZ", "TO", "CK"])
      expect(await main.innerText()).toContain(participant);
    await page.getByRole("application", { name: /Map of the Pacific/ }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  test("tells who is not in it nothing", async () => {
    await using desk = await scene.desk("ws-liaison", `/operations/${ID}`);
    await desk.page.getByText("There is no such operation").waitFor();
    expect(await desk.page.content()).not.toContain("Spindrift");
    const network = Buffer.concat(await desk.network.everything()).toString("latin1");
    expect(network).not.toContain("Spindrift");
  });
});

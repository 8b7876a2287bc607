import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { screen } from "@talanoa/client/screen.ts";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import { passengerList } from "@talanoa/devstack/demo/passenger-list.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { riskFlagDraft } from "../support/drafts.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

/** A connection of New Zealand's screening. */
async function screening() {
  return connect(await loadIdentity(join(scene.hub.stack.screeningDir, "nz-screening.json")));
}

const traveller = {
  surname: "SAMPLEFAKA",
  given: "SIONE",
  birthDate: "1984-02-29",
  country: "TON",
  passport: "SAMPLE0001",
};

describe("risk flags", () => {
  test("are confirmed by an officer, and then told to the Members of the journey", async () => {
    const officer = await scene.hub.as("nz-publisher");
    const { surname, given, birthDate, passport } = traveller;
    const names = [{ text: `${given} ${surname}` }];
    const documents = [{ number: passport, issuer: "TO" }];
    const entry = { id: "1", names, birthDates: [birthDate], documents, nationalities: ["TO"] };
    await importWatchlist(officer, "sample", { entries: [entry] });
    await using system = await screening();
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const flight = { number: "ZZ430", from: "AKL", to: "NAN" };
    await screen(system, passengerList(flight, day, [traveller]));

    await using desk = await scene.desk("nz-publisher", "/flags");
    const { page } = desk;
    await page.getByRole("tab", { name: "To confirm" }).click();
    await page.getByRole("button", { name: /^Decide: .*SAMPLEFAKA/ }).click();
    const dialog = page.getByRole("dialog", { name: /^Flag: .*SAMPLEFAKA/ });
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("No flag waits for a decision.").waitFor();

    await using fiji = await scene.desk("fj-liaison", "/flags");
    await fiji.page.getByRole("tab", { name: "To answer" }).click();
    const row = fiji.page.getByRole("row").filter({ hasText: "ZZ430" });
    await expect
      .poll(async () => {
        await fiji.page.getByRole("button", { name: "Load again" }).click();
        return row.count();
      })
      .toBeGreaterThan(0);
    expect([...desk.complaints, ...fiji.complaints]).toEqual([]);
  });

  test("are answered by who was told, and the origin sees with what outcome", async () => {
    await using system = await screening();
    await publish(system, { draft: riskFlagDraft() });
    await using fiji = await scene.signingDesk("fj-liaison", "/flags");
    const { page } = fiji;
    await page.getByRole("tab", { name: "To answer" }).click();
    const row = page.getByRole("row").filter({ hasText: "ZZ410" });
    await row.getByRole("button", { name: /State outcome/ }).click();
    const dialog = page.getByRole("dialog", { name: "What came of the check?" });
    await dialog.getByRole("radio", { name: "Nothing found" }).check();
    await dialog.getByRole("button", { name: "Sign and state" }).click();
    await dialog.waitFor({ state: "hidden" });
    await using zealand = await scene.desk("nz-liaison", "/flags");
    await zealand.page.getByRole("tab", { name: "Told by us" }).click();
    const told = zealand.page.getByRole("row").filter({ hasText: "ZZ410" });
    await expect
      .poll(() => told.allInnerTexts().then((rows) => rows.join()))
      .toContain("Nothing found");
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectBy } from "./support/link.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell, type Told } from "./support/told.ts";

let scene: SharedScene;
let atHoniara: Told;
let aboard: Told;
let onFlight: Told;
/** Vanuatu is sent nothing else: no other notice stands on its map. */
const audience = { participants: ["VU"] };
beforeAll(async () => {
  scene = await openSharedScene();
  const where = { name: "Honiara", unlocode: "SBHIR" };
  atHoniara = await tell(scene.hub, "fj-publisher", { audience, where, when: "2025-03-14" });
  aboard = await tell(scene.hub, "fj-publisher", {
    audience,
    when: "2026-03-14",
    conveyance: { mode: "1", type: "container ship", name: "Pacific Sample", flag: "PA" },
    route: { origin: "Callao", departure: "Papeete", transit: ["Apia"], destination: "Sydney" },
  });
  onFlight = await tell(scene.hub, "fj-publisher", {
    audience,
    when: "2025-05-14",
    where: { name: "Apia", unlocode: "WSAPW" },
    conveyance: { mode: "4", flight: "FJ252" },
    route: { origin: "Nadi", destination: "Apia" },
  });
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("the map", () => {
  test("shows where the notices of the feed say that something happened, and by which way", async () => {
    await using desk = await scene.desk("vu-liaison", "/map");
    const { page } = desk;
    const map = page.getByRole("application", { name: /Map of the Pacific/ });
    await map.getByRole("button", { name: aboard.title }).first().waitFor();
    const list = page.getByRole("region", { name: "What the map shows" });
    const row = list.getByRole("listitem").filter({ hasText: aboard.title });
    for (const place of ["Suva", "Callao", "Papeete", "Apia", "Sydney"]) {
      await row.getByText(place).first().waitFor();
    }
    expect(await row.first().innerText()).toContain("vessel Pacific Sample");
    expect(desk.complaints).toEqual([]);
  });

  test("draws a way over the date line as the short one that it is, a flight by dashes", async () => {
    await using desk = await scene.desk("vu-liaison", "/map");
    const { page } = desk;
    const list = page.getByRole("region", { name: "What the map shows" });
    const row = list.getByRole("listitem").filter({ hasText: onFlight.title });
    await row.getByText("flight FJ252").waitFor();
    const dashes = (by: string) =>
      page.locator(`.map-routes .map-route-${by} path`).evaluate((path) => {
        const { width } = path.getBoundingClientRect();
        const { strokeDasharray } = getComputedStyle(path);
        return { part: width / path.closest("svg")!.clientWidth, strokeDasharray };
      });
    const [flight, vessel] = [await dashes("flight"), await dashes("vessel")];
    expect(flight.strokeDasharray).not.toBe("none");
    expect(vessel.strokeDasharray).toBe("none");
    // Nadi and Apia are ten degrees apart; the other way round would go across all that is seen.
    expect(flight.part).toBeGreaterThan(0.01);
    expect(flight.part).toBeLessThan(0.15);
    expect(vessel.part).toBeGreaterThan(0.5);
  });

  test("asks nobody for tiles, and stands when the link is down", async () => {
    await using desk = await scene.desk("vu-liaison", "/map");
    const { page, network, session } = desk;
    const map = page.getByRole("application", { name: /Map of the Pacific/ });
    await map.getByRole("button", { name: atHoniara.title }).first().waitFor();
    const before = network.exchanged.length;
    await connectBy(session, null);
    for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Closer" }).click();
    await map.focus();
    for (const key of ["ArrowLeft", "ArrowUp", "-", "0"]) await page.keyboard.press(key);
    await map.getByRole("button", { name: atHoniara.title }).first().waitFor();
    const asked = network.exchanged.slice(before).map(({ url }) => new URL(url).pathname);
    // What the console itself tries meanwhile is no part of the map.
    expect(asked.filter((path) => !/^\/(events|hub|session)/.test(path))).toEqual([]);
    const hosts = new Set(network.exchanged.map(({ url }) => new URL(url).hostname));
    expect([...hosts]).toEqual(["127.0.0.1"]);
  });

  test("has a slider for the time that is shown", async () => {
    await using desk = await scene.desk("vu-liaison", "/map");
    const { page } = desk;
    const list = page.getByRole("region", { name: "What the map shows" });
    await list.getByText(atHoniara.title).waitFor();
    await list.getByText(aboard.title).waitFor();
    await page.getByLabel("Time shown").selectOption("30 days");
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    await list.getByText(atHoniara.title).waitFor();
    await expect.poll(() => list.getByText(aboard.title).count()).toBe(0);
  });

  test("chooses by keyboard what its list shows", async () => {
    await using desk = await scene.desk("vu-liaison", "/map");
    const { page } = desk;
    const map = page.getByRole("application", { name: /Map of the Pacific/ });
    const mark = map.getByRole("button", { name: /Honiara/ }).first();
    await mark.focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("region", { name: "What the map shows" });
    await list.getByText("Chosen on the map:").waitFor();
    await expect.poll(() => list.getByText(aboard.title).count()).toBe(0);
    expect(await list.getByText(atHoniara.title).count()).toBe(1);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell, type Told } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };

/** FIRST, TLP 2.0: the text of each label, on black. */
const colours = {
  "TLP:CLEAR": "rgb(255, 255, 255)",
  "TLP:GREEN": "rgb(51, 255, 0)",
  "TLP:AMBER": "rgb(255, 192, 0)",
  "TLP:AMBER+STRICT": "rgb(255, 192, 0)",
  "TLP:RED": "rgb(255, 43, 43)",
};

describe("the page of a notice", () => {
  test.each(Object.entries(colours))(
    "has its label %s in the colours of TLP 2.0, in either theme",
    async (marking, colour) => {
      const { path, title } = await tell(scene.hub, "fj-publisher", { ...toTonga, marking });
      await using desk = await scene.desk("to-liaison", path);
      const { page } = desk;
      await page.getByRole("heading", { name: title }).waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const label = page.getByRole("main").getByText(marking, { exact: true });
        const shown = await label
          .locator("visible=true")
          .first()
          .evaluate((its) => {
            const { color, backgroundColor } = getComputedStyle(its);
            return [color, backgroundColor];
          });
        expect(shown).toEqual([colour, "rgb(0, 0, 0)"]);
      }
    },
  );

  test("says how it is graded, what may be done with it, and when, in UTC and by the clock of the desk", async () => {
    const { path, title } = await tell(scene.hub, "fj-publisher", {
      ...toTonga,
      marking: { tlp: "GREEN", reliability: "B", credibility: 2 },
      handling: ["no-onward-sharing", "not-for-court"],
      when: "2025-07-14T09:30+12:00",
    });
    await using desk = await scene.desk("to-liaison", path);
    await desk.page.getByRole("heading", { name: title }).waitFor();
    const text = await desk.page.getByRole("main").innerText();
    expect(text).toContain("B2");
    expect(text).toContain("Usually reliable");
    expect(text).toContain("Do not pass it on unless the originator consents");
    expect(text).toContain("Do not use it in court unless the originator permits");
    // The desk stands in Fiji, where it was the next day already.
    expect(text).toMatch(/2025-07-13 21:30Z\s+07-14 09:30 \+12/);
    expect(text).toMatch(/Issued\s+\d{4}-\d\d-\d\d \d\d:\d\dZ\s.*\d\d:\d\d \+12/);
    expect(text).not.toContain(" UTC");
    // Codes by their names, in English as in French.
    expect(text).toMatch(/Kind\s+Alert/);
    expect(text).not.toMatch(/^(alert|seizure|routine)$/m);
  });

  test("says no more of an event than is known, wherever it says it, and calls a section by one name", async () => {
    const source = { description: "A patrol of the reef" };
    const { path, title } = await tell(scene.hub, "fj-publisher", {
      ...toTonga,
      when: "2021-08",
      source,
    });
    await using desk = await scene.desk("to-liaison", path);
    await desk.page.getByRole("heading", { name: title }).waitFor();
    const text = await desk.page.getByRole("main").innerText();
    expect(text.match(/Event\s+2021-08$/gm)).toHaveLength(2);
    expect(text).not.toContain("2021-08-01");
    const heading = desk.page.getByRole("heading", { name: "Source" });
    expect((await heading.innerText()).trim()).toBe("Source");
  });

  test("says who else gets it where its originator shows that, and not otherwise, and to the originator where it stands who received it", async () => {
    const readers = ["TO", "WS"];
    const open = await tell(scene.hub, "fj-publisher", {
      audience: { participants: readers, show: true },
    });
    const closed = await tell(scene.hub, "fj-publisher", { audience: { participants: readers } });
    const gets = async (person: string, { path, name }: Told) => {
      await using desk = await scene.desk(person, path);
      await desk.page.getByRole("button", { name: "Show who gets it" }).click();
      const rows = desk.page.getByRole("row").filter({ hasText: "✓ gets it" });
      await rows.first().waitFor();
      // Of a decision nobody may read that something was received.
      const isOwn = person.startsWith("fj-");
      const allowed = desk.page.getByText("as far as its originator allows you to know");
      expect(await allowed.count()).toBe(isOwn ? 0 : 1);
      const trail = desk.page.getByRole("link", { name: "Who received, opened and acknowledged" });
      expect(await trail.count()).toBe(isOwn ? 1 : 0);
      if (isOwn) expect(await trail.getAttribute("href")).toBe(`/log/trail/${name}`);
      return (await rows.allInnerTexts()).map((row) => row.slice(0, 2)).toSorted();
    };
    expect(await gets("fj-liaison", closed)).toEqual(["FJ", ...readers]);
    expect(await gets("to-liaison", closed)).toEqual(["TO"]);
    for (const [{ path }, isShown] of [
      [open, true],
      [closed, false],
    ] as const) {
      await using desk = await scene.desk("to-liaison", path);
      const panel = desk.page.getByRole("region", { name: "Who gets it" });
      await panel.waitFor();
      expect((await panel.innerText()).includes(readers.join(", "))).toBe(isShown);
    }
  });

  test("leads to what it refers to, and tells the case in the order of events", async () => {
    const case_reference = `FJ-2026-${Date.now()}`;
    const later = await tell(scene.hub, "fj-publisher", {
      ...toTonga,
      case_reference,
      when: "2026-03-20",
    });
    const earlier = await tell(scene.hub, "fj-publisher", {
      ...toTonga,
      case_reference,
      when: "2026-03-02",
      references: [`${later.name}/1`],
    });
    const other = await tell(scene.hub, "fj-publisher", toTonga);
    await using desk = await scene.desk("to-liaison", earlier.path);
    const { page } = desk;
    await page.getByRole("button", { name: "Show the timeline of the case" }).click();
    const line = page.getByRole("table", { name: "Timeline of the case" });
    await line.getByText(later.title).waitFor();
    const text = await line.innerText();
    expect(text.indexOf(earlier.title)).toBeGreaterThan(0);
    expect(text.indexOf(later.title)).toBeGreaterThan(text.indexOf(earlier.title));
    expect(text).not.toContain(other.title);
    const references = page.getByRole("heading", { name: "References" }).locator("..");
    await references.getByRole("link").click();
    await page.getByRole("heading", { name: later.title }).waitFor();
    expect(desk.complaints).toEqual([]);
  });
});

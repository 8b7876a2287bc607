import { publish, send } from "@talanoa/client/publish.ts";
import { Revision, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertDraft } from "../support/drafts.ts";
import { plantedNotice } from "../support/planted-notice.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("the page of a notice", () => {
  test("says what is withheld and why, and that the originator's signature holds", async () => {
    const { draft, words } = plantedNotice({ audience: { participants: ["WS"] } });
    const { publication } = await publish(await scene.hub.as("fj-publisher"), { draft });
    const { origin, id } = publication.ref;
    await using desk = await scene.desk("ws-liaison", `/notice/${origin}/${id}`);
    const { page } = desk;
    await page.getByRole("heading", { name: words[0]! }).waitFor();
    await page.getByText("TLP:GREEN").locator("visible=true").first().waitFor();
    await page.getByText("Withheld from you").first().waitFor();
    await page.getByText("Genuine: the signature holds").waitFor();
    await expect.poll(() => page.getByText(/agreement/i).count()).toBeGreaterThan(0);
    expect(desk.complaints).toEqual([]);
  });

  test("shows nothing of a copy that was changed on its way", async () => {
    const { path, title } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
      narrative: "Twelve cartons of clover",
    });
    await using desk = await scene.desk("to-liaison", "/settings");
    const { page } = desk;
    // As whoever held the console's server could.
    await page.route("**/hub/talanoa.v1.FeedService/*Notice*", async (route) => {
      const response = await route.fetch();
      const text = (await response.body()).toString("latin1");
      const body = Buffer.from(text.replaceAll("clover", "cocoas"), "latin1");
      await route.fulfill({ response, body });
    });
    await page.goto(scene.console + path);
    await page.getByText("This copy is not what its originator signed.").first().waitFor();
    const shown = await page.getByRole("main").innerText();
    expect(shown).not.toContain("cocoas");
    expect(shown).not.toContain(title);
  });

  test("shows what is different between versions", async () => {
    const publisher = await scene.hub.as("fj-publisher");
    const audience = { participants: ["TO"] };
    const first = await publish(publisher, {
      draft: alertDraft({ title: "Yacht Alpha", audience }),
    });
    const before = openNotice(SealedNotice.decode(first.publication.sealed));
    const changes = { title: "Yacht Bravo" };
    const { identity } = publisher;
    const next = await sealRevision(identity, before, Revision.CORRECTION, changes, Date.now());
    await send(publisher, next.publication);
    const { origin, id } = first.publication.ref;
    await using desk = await scene.desk("to-liaison", `/notice/${origin}/${id}`);
    const { page } = desk;
    await page.getByRole("heading", { name: "Yacht Bravo" }).waitFor();
    await page.getByRole("deletion").filter({ hasText: "Yacht Alpha" }).waitFor();
    await page.getByRole("insertion").filter({ hasText: "Yacht Bravo" }).waitFor();
    await expect.poll(() => page.getByText("the chain holds").count()).toBeGreaterThan(0);
  });

  test("has its marking on every page that is printed", async () => {
    const { path, title, ref } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
      marking: "TLP:AMBER",
      narrative: "A long story. ".repeat(1_000),
    });
    await using desk = await scene.desk("to-liaison", path);
    const { page } = desk;
    await page.getByRole("heading", { name: title }).waitFor();
    const pdf = await page.pdf({ format: "A4" });
    const { text: sheets } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
    expect(sheets.length).toBeGreaterThan(2);
    // At its head and at its foot; the foot says which notice it is too.
    for (const sheet of sheets) expect(sheet.match(/TLP:AMBER/g)?.length).toBeGreaterThan(1);
    const short = shortId(ref);
    expect(sheets.filter((sheet) => !sheet.includes(`${short} v1`))).toEqual([]);
    expect(sheets.join("\n")).not.toContain("Sign out");
  });
});

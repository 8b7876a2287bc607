import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeFindings } from "./support/axe.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
beforeAll(async () => {
  scene = await openSharedScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

describe("the console, in short", () => {
  test("signs people in and shows each, live, what it is sent and nothing else", async () => {
    await using tonga = await scene.desk("to-liaison", "/feed");
    await using samoa = await scene.desk("ws-liaison", "/feed");
    const its = await tell(scene.hub, "fj-publisher", { audience: { participants: ["TO"] } });
    await tonga.page.getByRole("link", { name: its.title }).waitFor();
    const other = await tell(scene.hub, "fj-publisher", { audience: { participants: ["WS"] } });
    await samoa.page.getByRole("link", { name: other.title }).waitFor();
    expect(await samoa.page.content()).not.toContain(its.title);
    expect(await axeFindings(tonga.page)).toEqual([]);
    expect([...tonga.complaints, ...samoa.complaints]).toEqual([]);
  });
});

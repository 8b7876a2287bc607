import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCutLink } from "./support/cut-link.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

const toTonga = { audience: { participants: ["TO"] } };
const PATIENCE = { timeout: 30_000 };

describe("an open page", () => {
  test.each(["console", "member-feeds"])("goes on after %s was killed", async (service) => {
    await using tonga = await scene.desk("to-liaison", "/feed");
    const { page } = tonga;
    const before = await tell(scene.hub, "fj-publisher", toTonga);
    await page.getByRole("link", { name: before.title }).waitFor();
    await scene.hub.stack.kill(service, "SIGKILL");
    const during = await tell(scene.hub, "fj-publisher", toTonga);
    await scene.hub.stack.serving(service);
    const after = await tell(scene.hub, "fj-publisher", toTonga);
    for (const { title } of [during, after]) {
      await page.getByRole("link", { name: title }).waitFor(PATIENCE);
    }
    // Each once, and what stood before stands still.
    for (const { title } of [before, during, after]) {
      expect(await page.getByRole("link", { name: title }).count()).toBe(1);
    }
  });

  test("says that it is stale while the link is down, and catches up when it is back", async () => {
    await using link = await openCutLink();
    await using tonga = await scene.desk("to-liaison", "/feed", {
      proxy: { server: link.server, bypass: "<-loopback>" },
    });
    const { page } = tonga;
    const before = await tell(scene.hub, "fj-publisher", toTonga);
    await page.getByRole("link", { name: before.title }).waitFor();
    link.cut();
    const stale = page
      .getByRole("status")
      .filter({ hasText: /offline|stale|not connected|no link/i });
    await stale.first().waitFor(PATIENCE);
    const during = await tell(scene.hub, "fj-publisher", toTonga);
    // What was there can still be read.
    await expect.poll(() => page.getByRole("link", { name: before.title }).isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: during.title }).count()).toBe(0);
    link.mend();
    await page.getByRole("link", { name: during.title }).waitFor(PATIENCE);
    await stale.first().waitFor({ state: "hidden", ...PATIENCE });
  });
});

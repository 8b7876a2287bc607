import { getNotice } from "@talanoa/client/notices.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell, type Shell } from "../support/cli.ts";
import { loseAnswers } from "./support/lost-answers.ts";
import { openSharedScene, type SharedScene } from "./support/scene.ts";
import { tell } from "./support/told.ts";

let scene: SharedScene;
let shell: Shell;
beforeAll(async () => {
  scene = await openSharedScene();
  shell = await openShell(scene.hub.stack.identitiesDir);
});
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await scene?.[Symbol.asyncDispose]();
});

describe("requests", () => {
  test("are answered by who was asked, signed in its browser, and seen so by who asked", async () => {
    const title = "Who owns the yacht Sample?";
    const ask = ["request", "--to", "TO", "--by", "7d", "--title", title, "--text", title];
    await shell.json("fj-liaison", ask);
    await using tonga = await scene.signingDesk("to-liaison", "/requests");
    const { page } = tonga;
    await page.getByRole("tab", { name: "To us" }).click();
    const asked = page.getByRole("row").filter({ hasText: title });
    await asked.getByText("Fiji", { exact: true }).waitFor();
    expect(await asked.innerText()).not.toContain("awaited");
    await page.getByRole("button", { name: `Answer: ${title}` }).click();
    const dialog = page.getByRole("dialog", { name: "Answer Fiji’s request" });
    await dialog.getByLabel("How it is answered").selectOption("Answered");
    await dialog.getByRole("textbox", { name: "Answer" }).fill("Sample Trading Ltd.");
    await dialog.getByRole("button", { name: "Sign and send" }).click();
    await dialog.getByRole("status").filter({ hasText: "Sent as TO/" }).waitFor();

    await using fiji = await scene.desk("fj-liaison", "/requests");
    await fiji.page.getByRole("tab", { name: "Ours" }).click();
    await fiji.page.getByRole("checkbox", { name: "Settled ones too" }).check();
    const row = fiji.page.getByRole("row").filter({ hasText: title });
    const again = fiji.page.getByRole("button", { name: "Load again" });
    await expect
      .poll(async () => {
        await again.click();
        return (await row.allInnerTexts()).join();
      })
      .toMatch(/answered: TO/);
    expect([...tonga.complaints, ...fiji.complaints]).toEqual([]);
  });

  test("are answered once, though the answer of the hub is lost and the text is changed since", async () => {
    const title = "Who sails the yacht Sample?";
    const ask = ["request", "--to", "TO", "--by", "7d", "--title", title, "--text", title];
    await shell.json("fj-liaison", ask);
    await using tonga = await scene.signingDesk("to-liaison", "/requests");
    const { page } = tonga;
    const lost = await loseAnswers(page, "answer");
    await page.getByRole("tab", { name: "To us" }).click();
    const open = async () => page.getByRole("button", { name: `Answer: ${title}` }).click();
    await open();
    const dialog = page.getByRole("dialog", { name: "Answer Fiji’s request" });
    const answer = dialog.getByRole("textbox", { name: "Answer" });
    const send = async () => dialog.getByRole("button", { name: "Sign and send" }).click();
    await answer.fill("A. Sample.");
    await send();
    await dialog.getByText("was sent from here before").waitFor();
    lost.end();
    await answer.fill("A. Sample, of Suva.");
    await send();
    await dialog.getByText(`has reached the hub, as TO/${lost.sent[0]}/1`).waitFor();
    expect(new Set(lost.sent).size).toBe(1);
    expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain(
      "unanswered",
    );
  });

  test("are answered anew once what went unanswered is let go; signing out asks, and takes it along", async () => {
    const title = "Who berths the yacht Sample?";
    const ask = ["request", "--to", "TO", "--by", "7d", "--title", title, "--text", title];
    await shell.json("fj-liaison", ask);
    await using tonga = await scene.signingDesk("to-liaison", "/requests");
    const { page } = tonga;
    const lost = await loseAnswers(page, "request");
    await page.getByRole("tab", { name: "To us" }).click();
    await page.getByRole("button", { name: `Answer: ${title}` }).click();
    const dialog = page.getByRole("dialog", { name: "Answer Fiji’s request" });
    const send = async () => dialog.getByRole("button", { name: "Sign and send" }).click();
    await send();
    const line = dialog.getByText(/^TO\/.+ Who berths/);
    await line.waitFor();
    expect(await line.innerText()).toContain(`TO/${lost.sent[0]}/1`);
    const forget = dialog.getByRole("button", { name: "Do not send" });
    await forget.click();
    const question = page.getByRole("dialog", { name: "Do not send" });
    await question.getByText(`TO/${lost.sent[0]}/1 was not refused`).waitFor();
    await question.getByRole("button", { name: "Do not send" }).click();
    await line.waitFor({ state: "detached" });
    await send();
    await line.waitFor();
    expect(new Set(lost.sent).size).toBe(2);
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    const leaving = page.getByRole("dialog", { name: "Sign out" });
    await leaving.getByRole("button", { name: "Cancel" }).click();
    const keptNames = () => page.evaluate(() => Object.keys(sessionStorage).join());
    expect(await keptNames()).toContain("unanswered");
    await page.getByRole("button", { name: "Sign out" }).click();
    await leaving.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(await keptNames()).not.toContain("unanswered");
  });

  test("that are overdue stand apart, on both sides", async () => {
    const { name } = await tell(scene.hub, "fj-publisher", {
      audience: { participants: ["TO"] },
      acknowledge_by: new Date(Date.now() + 2_000).toISOString(),
    });
    const short = name.slice(-8);
    for (const [person, late] of [
      ["to-liaison", "our administration"],
      ["fj-liaison", "TO"],
    ] as const) {
      await using desk = await scene.desk(person, "/requests");
      await desk.page.getByRole("tab", { name: "Overdue" }).click();
      const row = desk.page.getByRole("row").filter({ hasText: short });
      const again = desk.page.getByRole("button", { name: "Load again" });
      await expect
        .poll(
          async () => {
            await again.click();
            return (await row.allInnerTexts()).join();
          },
          { interval: 1_000, timeout: 40_000 },
        )
        .toContain(late);
    }
  });

  test("to share further are granted by the originator", async () => {
    const { name, ref, title } = await tell(scene.hub, "fj-publisher", {
      marking: "TLP:AMBER",
      audience: { participants: ["TO"] },
    });
    expect(await shell.as("to-liaison", ["consent", "ask", name, "WS"])).toMatchObject({ code: 0 });
    await using fiji = await scene.signingDesk("fj-liaison", "/requests");
    const { page } = fiji;
    await page.getByRole("tab", { name: "Sharing further" }).click();
    await page.getByRole("button", { name: "Answer: TO, WS" }).click();
    const dialog = page.getByRole("dialog", { name: "Share it with WS?" });
    await dialog.getByRole("button", { name: "Grant" }).click();
    await dialog.waitFor({ state: "hidden" });
    const held = async () => getNotice(await scene.hub.as("ws-liaison"), ref).catch(() => null);
    await expect.poll(held).not.toBeNull();
    await using samoa = await scene.desk("ws-liaison", `/notice/${name}`);
    await samoa.page.getByRole("heading", { level: 1, name: title }).waitFor();
  });
});

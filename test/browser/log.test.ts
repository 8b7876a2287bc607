import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { verifyProofFile } from "@talanoa/client/proof-file.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import { ExchangeLogService, FeedService, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Locator, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { trailOf, wholeLog } from "../support/log.ts";
import type { Desk } from "./support/desk.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { tamperWith, turned } from "./support/tampered.ts";
import { tell, type Told } from "./support/told.ts";
import { type WitnessOfHub, witnessOfHub } from "./support/witnessed.ts";

const CASE = "FJ-2026-0001";
const patiently = { timeout: 60_000, interval: 1_000 };

let witness: WitnessOfHub;
let scene: Scene;
/** Of Fiji, to Tonga, which has it, opened and acknowledged. */
let told: Told;
/** Of New Zealand, to Samoa: Fiji has no part in it. */
let others: Told;
beforeAll(async () => {
  witness = await witnessOfHub("to.example/witness");
  scene = await openScene(witness.env);
  const { hub } = scene;
  await witness.start((await hub.as("fj-auditor")).identity.hub.logKey!);
  others = await tell(hub, "nz-publisher", { audience: { participants: ["WS"] } });
  {
    // Its system receives it as the feed of a liaison officer is open.
    await using desk = await scene.desk("to-liaison", "/feed");
    await desk.page.getByText("● Live").waitFor();
    told = await tell(hub, "fj-publisher", { audience: { participants: ["TO"] } });
    await desk.page.getByText(told.title).first().waitFor();
    const auditor = await hub.as("oco-auditor");
    await vi.waitFor(async () => {
      const steps = (await trailOf(auditor, { ...told.ref, version: 0 })).map(({ step }) => step);
      expect(steps).toContain("received");
    }, patiently);
  }
  const tonga = await hub.as("to-liaison");
  const held = await vi.waitFor(() => getNotice(tonga, told.ref), patiently);
  const copy = await checkCopy(held, directoryKeys(tonga));
  if (copy.kind === "notice") await acknowledge(tonga, copy.notice);
}, 240_000);
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]();
  await witness?.[Symbol.asyncDispose]();
});

/** An auditor at a page of the log, who has said why the log is read. */
async function auditorAt(person: string, path = "/log"): Promise<Desk> {
  const desk = await scene.desk(person, path);
  await giveReason(desk.page);
  return desk;
}

/** Who is both liaison officer and auditor of Tonga, at the log: the hub finds the whole name of a notice for it. */
async function officerAndAuditorAt(): Promise<Desk> {
  const { identitiesDir } = scene.hub.stack;
  const text = await readFile(join(identitiesDir, "to-auditor.json"), "utf8");
  const both = { principal: "to-both", roles: ["auditor", "liaison"] };
  const its = { ...(JSON.parse(text) as object), ...both };
  await writeFile(join(identitiesDir, "to-both.json"), JSON.stringify(its));
  return auditorAt("to-auditor, liaison");
}

const isLookup = (request: Request) => request.url().includes(FeedService.findNotices.path);

async function giveReason(page: Page): Promise<void> {
  await page.getByLabel("Purpose").selectOption({ label: "case-work" });
  await page.getByLabel("Case number").fill(CASE);
  await page.getByRole("button", { name: "Begin" }).click();
}

/** The entries of the checkpoint that the log shows. */
async function checkpointSize(): Promise<number> {
  const auditor = await scene.hub.as("oco-auditor");
  const { checkpoint } = await auditor.call(ExchangeLogService.getCheckpoint, { since: 0 });
  return openCheckpoint(checkpoint, logPolicy(auditor.identity.hub)).checkpoint.size;
}

/** Asks for what there is about a notice. */
async function askFor(page: Page, notice: string): Promise<Locator> {
  await page.getByLabel("Notice", { exact: true }).fill(notice);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  return page.getByRole("table", { name: "Answer" }).getByRole("row");
}

/** Counts the figures of a page of the log until one of its tables says something. */
async function count(page: Page, table: RegExp | string, says: RegExp): Promise<Locator> {
  const its = page.getByRole("table", { name: table });
  await expect
    .poll(async () => {
      await page.getByRole("button", { name: "Count" }).click();
      return (await its.allInnerTexts()).join();
    }, patiently)
    .toMatch(says);
  return its;
}

/** The text of the file that a click gives. */
async function saved(page: Page, click: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const name = download.suggestedFilename();
  return { name, text: await readFile(await download.path(), "utf8") };
}

describe("a question", () => {
  test("is recorded with its purpose and case number before a row is shown", async () => {
    await using desk = await scene.desk("fj-auditor", "/log");
    const { page, network } = desk;
    await page.getByLabel("Purpose").waitFor();
    const asksTheLog = () =>
      network.exchanged.filter(({ url }) =>
        /ExchangeLogService\/(Query|Trail|Stats|Records)/.test(url),
      );
    expect(await page.getByRole("table").count()).toBe(0);
    expect(asksTheLog()).toEqual([]);
    await giveReason(page);
    let recorded: object | undefined;
    let rows: number | undefined;
    await page.route(`**/hub${ExchangeLogService.query.path}`, async (route) => {
      const response = await route.fetch();
      // The answer has left the hub, and the page has nothing of it yet.
      const auditor = await scene.hub.as("oco-auditor");
      recorded = await vi.waitFor(async () => {
        const entries = await wholeLog(auditor);
        const facts = entries.flatMap(({ parts }) => parts.map((part) => part.facts?.queried));
        const its = facts.find((each) => each?.caseNumber === CASE);
        expect(its).toBeDefined();
        return its!;
      }, patiently);
      rows = await page.getByRole("row").count();
      await route.fulfill({ response });
    });
    const answer = await askFor(page, told.name);
    await expect.poll(() => answer.count(), patiently).toBeGreaterThan(3);
    expect(recorded).toMatchObject({ question: "query", purpose: Purpose.CASE_WORK });
    expect(rows).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  test("without the case number that its purpose needs is not asked", async () => {
    await using desk = await scene.desk("fj-auditor", "/log");
    const { page } = desk;
    await page.getByLabel("Purpose").selectOption({ label: "case-work" });
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText("This purpose needs a case number.").waitFor();
    expect(await page.getByRole("button", { name: "Ask", exact: true }).count()).toBe(0);
  });

  test("is built of any field, and its answer stands as a table and by day", async () => {
    await using desk = await auditorAt("fj-auditor");
    const { page } = desk;
    await page.getByText("Steps", { exact: true }).click();
    for (const step of ["accepted", "acknowledged"])
      await page.getByRole("checkbox", { name: step, exact: true }).check();
    await page.getByRole("checkbox", { name: "The oldest first" }).check();
    const rows = await askFor(page, told.name);
    // Its head, and one row for each step.
    await expect.poll(() => rows.count()).toBe(3);
    const texts = await rows.allInnerTexts();
    expect(texts[1]).toMatch(/accepted[\s\S]*FJ/);
    expect(texts[2]).toMatch(/acknowledged[\s\S]*TO/);
    await page.getByRole("button", { name: "Timeline" }).click();
    await page.getByRole("heading", { name: new Date().toISOString().slice(0, 4) }).waitFor();
    const points = page.getByRole("main").locator("ol > li");
    expect(await points.count()).toBe(2);
    expect((await points.allInnerTexts()).join()).toMatch(/accepted[\s\S]*acknowledged/);
    await page.getByLabel("Notice", { exact: true }).fill("FJ-1");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("Give a name like FJ/0198").waitFor();
    // The former answer does not stand below a question that was not asked.
    expect(await points.count()).toBe(0);
    await page.getByLabel("Notice", { exact: true }).fill("FJ/0000dead");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("No notice of an answer here").waitFor();
    // A notice of a former answer is asked for by its short name.
    const short = await askFor(page, told.name.slice(0, 3) + told.name.slice(-8));
    await expect.poll(() => short.count()).toBe(3);
    expect(await page.getByLabel("Notice", { exact: true }).inputValue()).toBe(told.name);
    expect(desk.complaints).toEqual([]);
  });

  test("by a short name begins with all exchanges where no answer named the notice", async () => {
    await using desk = await auditorAt("fj-auditor");
    const { page } = desk;
    const short = told.name.slice(0, 3) + told.name.slice(-8);
    const rows = await askFor(page, short);
    await page.getByRole("button", { name: "Ask for all exchanges" }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    const notice = page.getByLabel("Notice", { exact: true });
    expect(await notice.inputValue()).toBe(short);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect.poll(() => notice.inputValue()).toBe(told.name);
    expect(desk.complaints).toEqual([]);
  });

  test("is asked once, however often one presses, and not at all where one leaves before", async () => {
    await using desk = await officerAndAuditorAt();
    const { page, network } = desk;
    let found = Promise.withResolvers<void>();
    await page.route(`**/hub${FeedService.findNotices.path}`, async (route) => {
      await found.promise;
      // It may have been called back meanwhile.
      await route.continue().catch(() => {});
    });
    const queries = () => network.exchanged.filter(({ url }) => url.includes("/Query")).length;
    const notice = page.getByLabel("Notice", { exact: true });
    const press = async () => {
      await notice.fill(told.name.slice(0, 3) + told.name.slice(-8));
      for (let times = 0; times < 3; times++) await notice.press("Enter");
      const button = page.getByRole("button", { name: "Ask", exact: true });
      await expect.poll(() => button.isDisabled()).toBe(true);
    };
    await press();
    const over = Promise.race([
      page.waitForEvent("requestfailed", isLookup),
      page.waitForEvent("requestfinished", isLookup),
    ]);
    await page.getByRole("link", { name: "Figures" }).click();
    await page.getByRole("button", { name: "Count" }).waitFor();
    found.resolve();
    await over;
    await page.getByRole("link", { name: "Query" }).click();
    await page.getByText("Ask a question: nothing is asked").waitFor();
    expect(queries()).toBe(0);

    found = Promise.withResolvers<void>();
    await press();
    const participant = page.getByLabel("Done by participant", { exact: true });
    await participant.fill("TO");
    found.resolve();
    const rows = page.getByRole("table", { name: "Answer" }).getByRole("row");
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    expect(queries()).toBe(1);
    expect(await notice.inputValue()).toBe(told.name);
    // What was typed meanwhile is of the next question.
    expect(await participant.inputValue()).toBe("TO");
    expect(desk.complaints).toEqual([]);
  });

  test("is saved under a name, found again after a reload, and not asked before one says so", async () => {
    await using desk = await auditorAt("fj-auditor");
    const { page } = desk;
    const rows = await askFor(page, told.name);
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    await page.getByText("Saved in this browser").click();
    await page.getByLabel("Save this question as").fill("The container");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.goto(`${scene.console}/log`);
    // A sitting outlives the reload.
    await page.getByText(CASE, { exact: true }).waitFor();
    const before = desk.network.exchanged.length;
    await page.getByRole("link", { name: "The container" }).click();
    const notice = page.getByLabel("Notice", { exact: true });
    await expect.poll(() => notice.inputValue()).toBe(told.name);
    await page.getByText("Ask a question: nothing is asked").waitFor();
    const asked = desk.network.exchanged.slice(before).filter(({ url }) => url.includes("/Query"));
    expect(asked).toEqual([]);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    await page.getByRole("button", { name: "Forget “The container”" }).click();
    expect(await page.getByRole("link", { name: "The container" }).count()).toBe(0);
  });

  test("has its answer proved in the browser, and one that was changed on its way is told", async () => {
    await using desk = await auditorAt("fj-auditor");
    const { page } = desk;
    const rows = await askFor(page, told.name);
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText(/each proved in this browser/).waitFor();
    const tampering = await tamperWith(page, ExchangeLogService.prove, (answer) => ({
      ...answer,
      proofs: answer.proofs.map(({ hashes }) => ({ hashes: hashes.map(turned) })),
    }));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("alert").filter({ hasText: "NOT PROVED" }).waitFor();
    expect(tampering.count()).toBeGreaterThan(0);
    await tampering.stop();
    expect(desk.complaints).toEqual([]);
  });

  test("has its answer as files that a spreadsheet and a program read", async () => {
    await using desk = await auditorAt("fj-auditor");
    const { page } = desk;
    const rows = await askFor(page, told.name);
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    const shown = (await rows.count()) - 1;
    const csv = await saved(page, () => page.getByRole("button", { name: "Save as CSV" }).click());
    expect(csv.name).toBe("log.csv");
    expect(csv.text.trim().split("\r\n")).toHaveLength(shown + 1);
    expect(csv.text).toContain("acknowledged");
    const json = await saved(page, () =>
      page.getByRole("button", { name: "Save as JSON" }).click(),
    );
    const lines = json.text.trim().split("\n");
    expect(lines).toHaveLength(shown);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ index: expect.any(Number) });
  });
});

test("the trail of a notice is told as a story", async () => {
  await using desk = await auditorAt("fj-auditor", `/log/trail/${told.name}`);
  const main = desk.page.getByRole("main");
  await desk.page.getByRole("heading", { name: /^What became of FJ/ }).waitFor();
  await desk.page.getByRole("table", { name: "What each participant did" }).waitFor();
  const did = desk.page.getByRole("table", { name: "What each participant did" });
  for (const deed of ["received", "acknowledged"])
    await expect.poll(() => did.innerText()).toMatch(new RegExp(`TO[\\s\\S]*${deed}`));
  expect(await main.innerText()).not.toContain(others.ref.id);
  expect(desk.complaints).toEqual([]);
});

test("an originator's desk reads the story of its own notice, and is offered nothing else of the log", async () => {
  await using desk = await scene.desk("fj-publisher", `/log/trail/${told.name}`);
  const { page } = desk;
  await page.getByText("What became of your notice is read from the log.").waitFor();
  await giveReason(page);
  await page.getByRole("table", { name: "What each participant did" }).waitFor();
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Open the notice" }).waitFor();
  expect(await main.getByRole("link").count()).toBe(1);
  await page.goto(`${scene.console}/log`);
  await page.getByText("The whole log is for auditors.").waitFor();
  expect(await main.getByRole("button").count()).toBe(0);
  expect(desk.complaints).toEqual([]);
});

describe("figures", () => {
  test("are drawn: what was exchanged, and how long until it was received and acknowledged", async () => {
    await using desk = await auditorAt("oco-auditor", "/log/figures");
    const { page } = desk;
    const table = await count(page, "Exchanged, by participant", /TO\s+0\s+1\s+1/);
    expect(await table.innerText()).toMatch(/FJ\s+1/);
    expect(await table.innerText()).toMatch(/NZ\s+1/);
    for (const name of ["Exchanged, by participant", "From accepted to received"])
      await page.getByRole("img", { name }).waitFor();
    const drawing = page.getByRole("img", { name: "From accepted to acknowledged" });
    await expect
      .poll(() => drawing.locator("title").allTextContents())
      .toEqual([expect.stringMatching(/^TO .*: \d/)]);
    const bars = page.getByRole("img", { name: "Exchanged, by participant" }).locator("rect");
    const heights = await bars.evaluateAll((all) =>
      all.map((each) => Number(each.getAttribute("height"))),
    );
    expect(heights.filter((height) => height > 0).length).toBeGreaterThan(2);
    expect(desk.complaints).toEqual([]);
  });

  test("show who shares with whom, Member by Member", async () => {
    await using desk = await auditorAt("oco-auditor", "/log/matrix");
    const matrix = await count(desk.page, "Who shares with whom", /TO/);
    const row = matrix
      .getByRole("row")
      .filter({ has: desk.page.getByRole("rowheader", { name: "TO", exact: true }) });
    expect(await row.getByTitle("TO received 1 of FJ").innerText()).toBe("1");
    expect(desk.complaints).toEqual([]);
  });
});

test("a participant's auditor sees its own parts alone", async () => {
  await using desk = await auditorAt("fj-auditor");
  const { page, network } = desk;
  await page.getByText("Steps", { exact: true }).click();
  for (const step of ["accepted", "routed", "released", "received", "acknowledged"])
    await page.getByRole("checkbox", { name: step, exact: true }).check();
  await page.getByRole("checkbox", { name: "The oldest first" }).check();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  const rows = page.getByRole("table", { name: "Answer" }).getByRole("row");
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  await page.getByRole("link", { name: "Figures" }).click();
  await count(page, "Exchanged, by participant", /FJ\s+1/);
  await page.getByRole("link", { name: "Who shares with whom" }).click();
  await page.getByRole("button", { name: "Count" }).click();
  await expect.poll(() => page.getByText("Nothing was exchanged").count()).toBe(1);
  const main = await page.getByRole("main").innerText();
  for (const code of ["NZ", "WS"]) expect(main).not.toMatch(new RegExp(`\\b${code}\\b`));
  const seen = Buffer.concat(await network.everything()).toString("latin1");
  expect(network.unread).toEqual([]);
  expect(seen.includes(told.ref.id)).toBe(true);
  expect(seen.includes(others.ref.id)).toBe(false);
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await askFor(page, others.name);
  await page.getByText("The log has nothing that fits").waitFor();
  await page.goto(`${scene.console}/log/trail/${others.name}`);
  await page.getByText("The log has nothing about it that you may see.").waitFor();
  expect(desk.complaints).toEqual([]);
});

describe("the proof panel", () => {
  test("verifies in the browser that the log continues, and shows who witnesses it", async () => {
    await using desk = await auditorAt("oco-auditor", "/log/proof");
    const { page } = desk;
    await page.getByText("No checkpoint of this log was kept in this browser").waitFor();
    await page.getByLabel("Keys of witnesses that you know").fill("no key");
    await page.getByText("Line 1 is no key of a witness.").waitFor();
    const row = page.getByRole("row").filter({ hasText: witness.name });
    await expect
      .poll(async () => {
        await page.getByRole("button", { name: "Look again", exact: true }).click();
        return (await row.allInnerTexts()).join();
      }, patiently)
      .toContain("said by the log, not verified");
    await page.getByText("The log continues the checkpoint").waitFor();
    await page.getByLabel("Keys of witnesses that you know").fill(witness.verifierKey);
    await page.getByRole("button", { name: "Keep and look again" }).click();
    await expect.poll(() => row.innerText()).toContain("verified in this browser");
    await page.getByText("1 of the 1 asked for cosigned.").waitFor();
    const { text } = await saved(page, () =>
      page.getByRole("button", { name: "Save the checkpoint" }).click(),
    );
    const policy = logPolicy((await scene.hub.as("oco-auditor")).identity.hub);
    expect(openCheckpoint(text, policy).checkpoint.size).toBeGreaterThan(5);
    expect(desk.complaints).toEqual([]);
  });

  test("does not take a proof of continuity that does not hold", async () => {
    await using desk = await auditorAt("oco-auditor", "/log/proof");
    const { page } = desk;
    await page.getByText("No checkpoint of this log was kept in this browser").waitFor();
    const first = Number(await page.getByRole("definition").nth(1).innerText());
    await tell(scene.hub, "fj-publisher", { audience: { participants: ["TO"] } });
    const tampering = await tamperWith(page, ExchangeLogService.getCheckpoint, (answer) => ({
      ...answer,
      consistency: answer.consistency.map(turned),
    }));
    await vi.waitFor(async () => expect(await checkpointSize()).toBeGreaterThan(first), patiently);
    await page.getByRole("button", { name: "Look again", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "THE LOG DOES NOT CONTINUE" }).waitFor();
    expect(tampering.count()).toBeGreaterThan(0);
    await tampering.stop();
    // What was kept before stands, and the log as it is continues it.
    await page.getByRole("button", { name: "Look again", exact: true }).click();
    await page.getByText(`The log continues the checkpoint of ${first} entries`).waitFor();
  });

  test("proves one entry, as a file that proves it elsewhere, and not by a proof that was changed", async () => {
    await using desk = await auditorAt("oco-auditor", "/log/proof");
    const { page } = desk;
    await page.getByLabel("Entry", { exact: true }).fill("3");
    const prove = page.getByRole("button", { name: "Prove one entry" });
    await prove.click();
    await page.getByText(/^Entry 3 stands in the log of \d+ entries/).waitFor();
    const { name, text } = await saved(page, () =>
      page.getByRole("button", { name: "Save the proof" }).click(),
    );
    expect(name).toBe("entry-3.tlog-proof");
    const policy = logPolicy((await scene.hub.as("oco-auditor")).identity.hub);
    expect(verifyProofFile(text, policy).entry.index).toBe(3);

    const proof = await tamperWith(page, ExchangeLogService.prove, (answer) => ({
      ...answer,
      proofs: answer.proofs.map(({ hashes }) => ({ hashes: hashes.map(turned) })),
    }));
    await prove.click();
    await page.getByRole("alert").filter({ hasText: "NOT PROVED" }).waitFor();
    expect(await page.getByText(/^Entry 3 stands/).count()).toBe(0);
    expect(proof.count()).toBe(1);
    await proof.stop();

    // The proof holds, and what is shown of the entry is not what was logged.
    const rows = await tamperWith(page, ExchangeLogService.query, (answer) => ({
      ...answer,
      rows: answer.rows.map((row) => ({ ...row, parts: row.parts.map(changedEnd) })),
    }));
    await prove.click();
    await page.getByText("what was shown of entry 3 is not what the entry commits to").waitFor();
    expect(rows.count()).toBe(1);
    expect(desk.complaints).toEqual([]);
  });
});

test("an answer and a story prove nothing where the log does not continue what the browser kept", async () => {
  await using desk = await auditorAt("fj-auditor");
  const { page } = desk;
  const rows = await askFor(page, told.name);
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  const verify = page.getByRole("button", { name: "Verify" });
  await verify.click();
  await page.getByText("No checkpoint of this log was kept in this browser").waitFor();
  const proved = page.getByText(/each proved in this browser in the log of/);
  const [, size] = /log of (\d+)/.exec(await proved.innerText())!;
  await verify.click();
  await page.getByText(/^The log continues the checkpoint of \d+ entries/).waitFor();
  const before = await checkpointSize();
  expect(before).toBeGreaterThanOrEqual(Number(size));
  await tell(scene.hub, "fj-publisher", { audience: { participants: ["TO"] } });
  await vi.waitFor(async () => expect(await checkpointSize()).toBeGreaterThan(before), patiently);
  const tampering = await tamperWith(page, ExchangeLogService.getCheckpoint, (answer) => ({
    ...answer,
    consistency: answer.consistency.map(turned),
  }));
  const fork = page.getByRole("alert").filter({ hasText: "THE LOG DOES NOT CONTINUE" });
  await verify.click();
  await fork.waitFor();
  expect(await proved.count()).toBe(0);
  await page.goto(`${scene.console}/log/trail/${told.name}`);
  await verify.click();
  await fork.waitFor();
  expect(await proved.count()).toBe(0);
  expect(tampering.count()).toBeGreaterThan(0);
  await tampering.stop();
  await verify.click();
  await page.getByText(/^The log continues the checkpoint of \d+ entries/).waitFor();
  await proved.waitFor();
  expect(desk.complaints).toEqual([]);
});

test("a checkpoint of another key that the browser kept is saved and let go, and the log is followed anew", async () => {
  await using desk = await auditorAt("oco-auditor", "/log/proof");
  const { page } = desk;
  const first = page.getByText("No checkpoint of this log was kept in this browser");
  await first.waitFor();
  const other = "another.example/log\n1\n\n— another.example/log AAAA\n";
  await page.evaluate(async (note) => {
    const opening = indexedDB.open("talanoa-logs");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const change = opening.result.transaction("checkpoints", "readwrite");
    const keys = change.objectStore("checkpoints").getAllKeys();
    keys.addEventListener("success", () => {
      change.objectStore("checkpoints").put(note, keys.result[0]);
    });
    await new Promise((resolve) => change.addEventListener("complete", resolve));
    opening.result.close();
  }, other);
  const look = page.getByRole("button", { name: "Look again", exact: true });
  await look.click();
  const alert = page.getByRole("alert").filter({ hasText: "is not one of this log’s key" });
  await alert.getByText("The log’s key:").waitFor();
  const { name, text } = await saved(page, () =>
    alert.getByRole("button", { name: "Save what was kept" }).click(),
  );
  expect({ name, text }).toEqual({ name: "kept.checkpoint", text: other });
  const letGo = { name: "Let it go and begin anew" };
  await alert.getByRole("button", letGo).click();
  const dialog = page.getByRole("dialog", letGo);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await look.click();
  // Nothing was done yet.
  await alert.getByRole("button", letGo).click();
  await dialog.getByRole("button", letGo).click();
  await page.getByText("It was let go, and stays as evidence.").waitFor();
  await look.click();
  await first.waitFor();
  await look.click();
  await page.getByText(/^The log continues the checkpoint of \d+ entries/).waitFor();
  expect(desk.complaints).toEqual([]);
});

/** A part of a record that reads as before, with a field more that nobody knows. */
function changedEnd(part: Uint8Array): Uint8Array {
  // Field 1000, a varint of 1.
  return Buffer.concat([part, Buffer.from([0xc0, 0x3e, 0x01])]);
}

import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { jsonLines, type Shell, steering } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };

let hub: TestHub;
let shell: Shell;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
}, 180_000);
afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

async function talanoa(name: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await shell.run(["--as", name, ...args]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(steering(out)).toEqual([]);
  return out;
}

async function sent(publisher: string, more: object): Promise<NoticeRef> {
  const draft = alertDraft({ marking: "TLP:AMBER", audience: { participants: ["WS"] }, ...more });
  const { ref } = (await publish(await hub.as(publisher), { draft })).publication;
  const reader = await hub.as("ws-liaison");
  await vi.waitFor(() => getNotice(reader, ref), PATIENCE);
  return ref;
}

test("what happened on the first day and is reported on the second stands first, marked late", async () => {
  const audience = { participants: ["TO", "WS"] };
  const sighted = await sent("fj-publisher", { title: "Sighted", when: "2026-03-02", audience });
  const reader = await hub.as("to-liaison");
  await vi.waitFor(() => getNotice(reader, sighted), PATIENCE);
  const references = [`FJ/${sighted.id}/1`];
  const left = await sent("to-publisher", { title: "Left port", when: "2026-03-01", references });
  const seized = await sent("fj-publisher", { title: "Seized", when: "2026-03-03", references });
  const other = await sent("fj-publisher", { title: "Elsewhere", when: "2026-02-01" });

  const ids = (rows: readonly { readonly [field: string]: unknown }[]) =>
    rows.map(({ id, late }) => [id, late]);
  const order = [
    [left.id, true],
    [sighted.id, false],
    [seized.id, false],
  ];
  await vi.waitFor(async () => {
    const rows = jsonLines(await talanoa("ws-liaison", "--json", "list", "--by-event"));
    expect(ids(rows)).toEqual([[other.id, false], ...order]);
  }, PATIENCE);
  for (const { origin, id } of [left, sighted, seized]) {
    const [shown] = jsonLines(
      await talanoa("ws-liaison", "--json", "show", `${origin}/${id}`, "--case"),
    );
    expect(ids(shown!["case"] as { [field: string]: unknown }[])).toEqual(order);
  }
  const page = await talanoa("ws-liaison", "show", `FJ/${sighted.id}`, "--case");
  const [, line = ""] = page.split("its case, in the order of events");
  expect(line).toMatch(/2026-03-01 +LATE 20.*Left port[^]*2026-03-02 +20.*Sighted[^]*Seized/);
  expect(line).not.toContain("Elsewhere");

  // Who was not sent a notice sees the line without it.
  const tonga = await talanoa("to-liaison", "--json", "show", `FJ/${sighted.id}`, "--case");
  expect(ids(jsonLines(tonga)[0]!["case"] as { [field: string]: unknown }[])).toEqual([
    [left.id, true],
    [sighted.id, false],
  ]);
  const kiribati = await talanoa("ki-liaison", "--json", "list", "--by-event", "--origin", "FJ");
  expect(kiribati).toBe("");
});

test("a correction does not make late what was reported in time", async () => {
  const number = { case_reference: "FJ-2026-7" };
  const first = await sent("fj-publisher", { title: "Loaded", when: "2026-04-01", ...number });
  const next = await sent("fj-publisher", { title: "Opened", when: "2026-04-02", ...number });
  const typed = JSON.stringify({ title: "Loaded at night" });
  const args = ["revise", `FJ/${first.id}`, "-", "--correction"];
  expect(await shell.run(["--as", "fj-publisher", ...args], { typed })).toMatchObject({ code: 0 });
  await vi.waitFor(async () => {
    const out = await talanoa("ws-liaison", "--json", "show", `FJ/${next.id}`, "--case");
    expect(jsonLines(out)[0]!["case"]).toMatchObject([
      { id: first.id, version: 2, late: false },
      { id: next.id, version: 1, late: false },
    ]);
  }, PATIENCE);
});

import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { enterPartner } from "./support/partner.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 300 };
const ID = "NZ-SPINDRIFT";

let hub: TestHub;
let shell: Shell;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
  await enterPartner(hub, "NAVY", "TO");
}, 180_000);
afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const talanoa = (name: string, ...args: string[]) => shell.as(name, args);

const json = (name: string, ...args: string[]) => shell.json(name, args);

function refOf(fate: { readonly [field: string]: unknown } | undefined): NoticeRef {
  const [origin = "", id = "", version = ""] = String(fate?.["notice"]).split("/");
  return { origin, id, version: Number(version) };
}

interface Board {
  operation: { phase: string; participants: object[] } | null;
  tasks: { notice: string; request: { state: string } }[];
  situation_reports: { notice: string }[];
  closing_reports: { notice: string; sections: { [field: string]: unknown }[] }[];
  notices: { notice: string }[];
  results: object[];
  tasks_asked: number;
  tasks_answered: number;
}

async function boardOf(name: string, ...options: string[]): Promise<Board> {
  const [board] = await json(name, "operation", "board", ID, ...options);
  return board as unknown as Board;
}

/** The ids of all that stands on a board, by its parts. */
function idsOn(board: Board) {
  const ids = (rows: { notice: string }[]) => rows.map(({ notice }) => notice.split("/")[1]);
  return {
    tasks: ids(board.tasks),
    reports: ids(board.situation_reports),
    closing: ids(board.closing_reports),
    notices: ids(board.notices),
  };
}

async function held(officer: string, ref: NoticeRef) {
  const client = await hub.as(officer);
  return vi.waitFor(() => getNotice(client, ref), PATIENCE);
}

test("the board of an operation shows each participant what it was sent, and others nothing at all", async () => {
  const open = ["operation", "open", ID, "--name", "Spindrift", "--objective", "Yachts"];
  await json("nz-liaison", ...open, "--starts", "2026-01-01", "--with", "TO,CK,NAVY");

  const audience = { operations: [ID] };
  const draft = alertDraft({ marking: "TLP:AMBER", audience });
  const alert = (await publish(await hub.as("to-publisher"), { draft })).publication.ref;
  const first = ["--text", "Two yachts boarded off Niue.", "--results", "yachts boarded=2 yachts"];
  const early = refOf((await json("to-liaison", "operation", "report", ID, ...first))[0]);
  const ask = ["--by", "7d", "--text", "Board the yacht Sample."];
  const all = refOf((await json("nz-liaison", "operation", "task", ID, "--to", "all", ...ask))[0]);
  const one = refOf((await json("nz-liaison", "operation", "task", ID, "--to", "to", ...ask))[0]);
  await held("ck-liaison", all);
  await json("nz-liaison", "operation", "leave", ID, "CK");
  await json("nz-liaison", "operation", "join", ID, "WS");
  await json("nz-liaison", "operation", "join", ID, "VU");

  const more = ["--text", "Cocaine found.", "--results", "Yachts boarded=3 yachts,cocaine=12.5 kg"];
  const late = refOf((await json("navy-liaison", "operation", "report", ID, ...more))[0]);
  await held("ws-liaison", late);
  await held("to-liaison", one);
  const state = ["--state", "answered", "--text", "Boarded."];
  await json("to-liaison", "reply", `NZ/${one.id}`, ...state);
  await json("navy-liaison", "reply", `NZ/${all.id}`, ...state);

  const coordinator = await vi.waitFor(async () => {
    const board = await boardOf("nz-liaison");
    expect(board).toMatchObject({ tasks_asked: 2, tasks_answered: 1 });
    return board;
  }, PATIENCE);
  expect(idsOn(coordinator)).toEqual({
    tasks: [one.id, all.id],
    reports: [late.id, early.id],
    closing: [],
    notices: [alert.id],
  });
  expect(coordinator.results).toEqual([
    { measure: "yachts boarded", quantity: 5, unit: "yachts" },
    { measure: "cocaine", quantity: 12.5, unit: "kg" },
  ]);
  expect(coordinator.operation!.participants).toContainEqual(
    expect.objectContaining({ participant: "NAVY", sponsor: "TO" }),
  );

  // A partner is reached through the operation, and sees of a task its own state alone.
  await vi.waitFor(async () => {
    const navy = await boardOf("navy-liaison");
    expect(idsOn(navy)).toMatchObject({
      tasks: [all.id],
      reports: [late.id, early.id],
      notices: [alert.id],
    });
    expect(navy.tasks[0]!.request).toMatchObject({ state: "answered", awaited: [] });
  }, PATIENCE);

  // Who joined late sees what came from then on; who left keeps what it had, and gets no more.
  const joined = await boardOf("ws-liaison");
  expect(idsOn(joined)).toEqual({ tasks: [], reports: [late.id], closing: [], notices: [] });
  const left = await boardOf("ck-liaison");
  expect(left.operation).toBeNull();
  expect(idsOn(left)).toMatchObject({ tasks: [all.id], reports: [early.id] });
  expect((await talanoa("ck-liaison", "operation", "board", ID)).out).toContain(
    "You are not in it now",
  );
  expect(await failure(getNotice(await hub.as("ck-liaison"), late))).toMatchObject({
    code: "not-found",
  });

  // The coordinator says so: then also who joined late sees what was sent before.
  await json("nz-liaison", "operation", "join", ID, "VU", "--sees-earlier");
  await held("vu-liaison", early);
  await vi.waitFor(async () => {
    const board = idsOn(await boardOf("vu-liaison"));
    expect(board).toMatchObject({ reports: [early.id, late.id], notices: [alert.id] });
  }, PATIENCE);

  for (const name of ["ki-liaison", "fj-liaison"]) {
    const more = ["--text", "Words"];
    for (const its of [
      ["board"],
      ["task", "--to", "all", "--by", "7d", ...more],
      ["report", ...more],
    ]) {
      const [command = "", ...options] = its;
      const stranger = await talanoa(name, "operation", command, ID, ...options);
      expect(stranger).toMatchObject({ out: "", code: 2 });
      expect(stranger.err).toContain(`the directory has no operation ${ID}`);
    }
    expect(await json(name, "list", "--operation", ID)).toEqual([]);
  }
  // By consent one gets one notice, and with it neither the board nor what else is on it.
  const shared = `TO/${early.id}`;
  const { out } = await talanoa("nz-liaison", "consent", "ask", shared, "FJ");
  const [, question = ""] = /--asked (NZ\/[0-9a-f-]{36})/.exec(out)!;
  await json("to-liaison", "consent", "grant", shared, "FJ", "--asked", question);
  await held("fj-liaison", early);
  expect((await talanoa("fj-liaison", "operation", "board", ID)).err).toContain("no operation");
  expect(await json("fj-liaison", "list", "--operation", ID)).toEqual([]);

  // A subscription takes the same filter.
  const feed = ["feed", "--name", "spindrift", "--from-start", "--count", "1", "--operation", ID];
  const watched = jsonLines((await talanoa("ws-liaison", "--json", ...feed)).out);
  expect(watched.map(({ id }) => id)).toEqual([late.id]);

  // The Secretariat sees who is in it, and nothing that was sent.
  const nothing = { tasks: [], reports: [], closing: [], notices: [] };
  expect(idsOn(await boardOf("oco-liaison"))).toEqual(nothing);
  expect((await talanoa("oco-liaison", "operation", "board", ID)).out).toContain(
    "You are not in it",
  );

  const page = await talanoa("nz-liaison", "operation", "board", ID);
  expect(page.out).toMatch(/window +from 2026-01-01/);
  expect(page.out).toMatch(/participant +NAVY +from .* sponsor TO/);
  expect(page.out).toContain("tasks (2)");
  expect(page.out).toContain("yachts boarded: 5 yachts");
  expect(page.out).toContain("tasks: 2 asked, 1 answered");
});

test("one that holds a notice does not learn by the filter that it was sent to an operation", async () => {
  const audience = { operations: [ID], participants: ["FJ"] };
  const draft = alertDraft({ marking: "TLP:AMBER", audience });
  const { ref } = (await publish(await hub.as("nz-publisher"), { draft })).publication;
  await held("fj-liaison", ref);
  const listed = async (name: string, ...options: string[]) =>
    (await json(name, "list", ...options)).map(({ id }) => id);
  await vi.waitFor(async () => expect(await listed("fj-liaison")).toContain(ref.id), PATIENCE);
  expect(await listed("fj-liaison", "--operation", ID)).toEqual([]);
  expect(await listed("ws-liaison", "--operation", ID)).toContain(ref.id);
});

test("a task goes to those in the operation, and a report to one in which one takes part", async () => {
  const ask = ["--by", "7d", "--text", "Board her."];
  const outside = await talanoa("nz-liaison", "operation", "task", ID, "--to", "KI", ...ask);
  expect(outside).toMatchObject({ code: 2, err: expect.stringContaining("KI is not in") });
  const partner = await talanoa("nz-liaison", "operation", "task", ID, "--to", "NAVY", ...ask);
  expect(partner.err).toContain("Give --to all, or ask its sponsor TO");
  const results = ["--text", "Words", "--results", "yachts"];
  const bad = await talanoa("nz-liaison", "operation", "report", ID, ...results);
  expect(bad).toMatchObject({ code: 2, out: "" });
  // By the door of notices: the operation of others is as one that does not exist.
  const report = (id: string) => ({
    kind: "operation",
    title: "Report",
    operation: {
      id,
      notice: "situation-report",
      name: "Spindrift",
      phase: "action",
      starts: "2026-01-01",
      objective: "Yachts",
      participants: ["KI"],
    },
    marking: "TLP:AMBER",
    audience: { participants: ["TO"] },
  });
  const kiribati = await hub.as("ki-liaison");
  const [known, unknown] = await Promise.all([
    failure(publish(kiribati, { draft: report(ID) })),
    failure(publish(kiribati, { draft: report("NZ-NONE") })),
  ]);
  expect(known).toEqual(unknown);
  expect(known.violations).toMatchObject([
    { field: "operation.id", rule: "operation-in-directory" },
  ]);
});

test("closing sends the closing report with its figures once, then closes the operation", async () => {
  const member = await talanoa("to-liaison", "operation", "close", ID);
  expect(member).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("NZ coordinates"),
  });
  const exercise = ["--text", "Played.", "--results", "yachts boarded=99 yachts", "--exercise"];
  const played = refOf((await json("nz-liaison", "operation", "report", ID, ...exercise))[0]);
  await held("to-liaison", played);
  await vi.waitFor(async () => {
    expect(idsOn(await boardOf("nz-liaison", "--exercises")).reports).toContain(played.id);
  }, PATIENCE);
  expect(idsOn(await boardOf("nz-liaison")).reports).not.toContain(played.id);
  const page = async (...options: string[]) =>
    (await talanoa("nz-liaison", "operation", "board", ID, ...options)).out;
  const real = await page();
  expect(real).not.toMatch(/EXERCISE|99 yachts/);
  const [, count] = /situation reports \((\d+)\)/.exec(real)!;
  const whole = await page("--exercises");
  expect(whole).toContain(`situation reports (${Number(count) + 1})`);
  expect(whole).toContain("EXERCISE yachts boarded: 99 yachts");

  const dry = await talanoa("nz-liaison", "operation", "close", ID, "--dry-run");
  expect(dry.out).toContain("closing-report");
  expect((await boardOf("nz-liaison")).operation!.phase).toBe("planning");
  const [sent, entry] = await json("nz-liaison", "operation", "close", ID, "--text", "Well done.");
  expect(sent).toMatchObject({ fate: "accepted" });
  expect(entry).toMatchObject({ id: ID, phase: "closed" });
  await held("navy-liaison", refOf(sent));
  const board = await vi.waitFor(async () => {
    const its = await boardOf("to-liaison");
    expect(its.closing_reports).toHaveLength(1);
    return its;
  }, PATIENCE);
  expect(board.operation!.phase).toBe("closed");
  expect(board.closing_reports[0]!.sections).toContainEqual(
    expect.objectContaining({
      section: "operation",
      notice: "closing-report",
      phase: "closed",
      participants: ["NZ", "TO", "NAVY", "WS", "VU"],
      results: [
        { measure: "yachts boarded", quantity: 5, unit: "yachts" },
        { measure: "cocaine", quantity: 12.5, unit: "kg" },
      ],
      tasks: { asked: 2, answered: 1 },
    }),
  );
  const again = await talanoa("nz-liaison", "operation", "close", ID);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("is closed already") });
  const after = await talanoa("to-liaison", "operation", "report", ID, "--text", "Too late.");
  expect(after.err).toContain("closed");
  expect(after.code).not.toBe(0);
});

test("who was stopped between the closing report and closing sends no second report", async () => {
  for (const [id, more] of [
    ["NZ-STOPPED", []],
    ["NZ-UNREPORTED", ["--no-report"]],
  ] as const) {
    const open = ["operation", "open", id, "--name", "Stopped", "--objective", "Yachts"];
    await json("nz-liaison", ...open, "--starts", "2026-01-01", "--with", "TO");
    const draft = {
      kind: "operation",
      title: "Closing report",
      operation: {
        id,
        notice: "closing-report",
        name: "Stopped",
        phase: "closed",
        starts: "2026-01-01",
        objective: "Yachts",
        participants: ["NZ", "TO"],
      },
      marking: "TLP:AMBER",
      audience: { operations: [id] },
    };
    const closing = async () => {
      const [board] = await json("to-liaison", "operation", "board", id);
      return (board!["closing_reports"] as object[]).length;
    };
    const reports = more.length === 0 ? 1 : 0;
    if (reports > 0) {
      await publish(await hub.as("nz-liaison"), { draft });
      await vi.waitFor(async () => expect(await closing()).toBe(reports), PATIENCE);
    }
    const closed = await talanoa("nz-liaison", "operation", "close", id, ...more);
    expect(closed).toMatchObject({ code: 0, out: expect.stringContaining(`Closed ${id}, closed`) });
    expect(closed.err.includes("stands already")).toBe(reports > 0);
    expect(await closing()).toBe(reports);
  }
});

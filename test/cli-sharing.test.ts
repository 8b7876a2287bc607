import { setTimeout as sleep } from "node:timers/promises";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { SectionType, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { openNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
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

const talanoa = (name: string, ...args: string[]) => shell.as(name, args);

const json = (name: string, ...args: string[]) => shell.json(name, args);

async function sent(publisher: string, draft: object): Promise<NoticeRef> {
  return (await publish(await hub.as(publisher), { draft: alertDraft({ ...draft }) })).publication
    .ref;
}

async function held(officer: string, ref: NoticeRef) {
  const client = await hub.as(officer);
  return vi.waitFor(async () => openNotice((await getNotice(client, ref)).notice!), PATIENCE);
}

test("a reader asks, the originator grants or refuses, each by one command, and once", async () => {
  const ref = await sent("fj-publisher", {
    marking: "TLP:AMBER",
    audience: { participants: ["TO"] },
  });
  await held("to-liaison", ref);
  const name = `FJ/${ref.id}`;
  const asked = await talanoa("to-liaison", "consent", "ask", name, "ws");
  expect(asked.out).toContain("Asked to share with WS:");
  const [, question = ""] = /--asked (TO\/[0-9a-f-]{36})/.exec(asked.out)!;

  const feed = await talanoa(
    "fj-liaison",
    "feed",
    "--name",
    "sharing",
    "--from-start",
    "--count",
    "2",
  );
  expect(feed.out).toContain(`to share it with WS (--asked ${question})`);

  const grant = ["consent", "grant", name, "WS", "--asked", question, "--sections", "places"];
  const [granted] = await json("fj-liaison", ...grant);
  expect(granted).toMatchObject({
    says: "consent-granted",
    said: { participant: "WS", asker: "TO", asked: question.slice(3) },
  });
  const notice = await held("ws-liaison", ref);
  expect(sectionOf(notice, SectionType.PLACES)).not.toBeNull();
  expect(sectionOf(notice, SectionType.NARRATIVE)).toBeNull();

  const again = await talanoa("fj-liaison", "consent", "refuse", name, "WS", "--asked", question);
  expect(again.code).not.toBe(0);
  expect(again.err).toContain("this question has one already");
  const nobody = await talanoa("to-liaison", "consent", "grant", name, "WS", "--asked", question);
  expect(nobody.err).toContain("Leave this to the originator");
  const wrong = await talanoa("fj-liaison", "consent", "grant", name, "WS", "--asked", "that one");
  expect(wrong.err).toContain("names no statement");
});

test("exercises are listed and found where they are asked for alone, and left out of a feed where that is asked", async () => {
  const word = `dinghy${Date.now()}`;
  const to = { marking: "TLP:AMBER", audience: { participants: ["TO"] }, title: `A ${word}` };
  const drill = await sent("fj-publisher", { ...to, exercise: true });
  const real = await sent("fj-publisher", to);
  const ids = async (...args: string[]) =>
    (await json("to-liaison", ...args)).map(({ id }) => id).filter((id) => id !== undefined);
  await vi.waitFor(async () => {
    expect(await ids("search", word, "--exercises")).toEqual([real.id, drill.id]);
  }, PATIENCE);
  expect(await ids("search", word)).toEqual([real.id]);
  expect(await ids("list", "--text", word)).toEqual([real.id]);
  expect(await ids("list", "--text", word, "--by-event")).toEqual([real.id]);
  expect(await ids("list", "--text", word, "--exercises")).toEqual([real.id, drill.id]);
  const none = await talanoa("to-liaison", "list", "--text", word, "--country", "PW");
  expect(none.err).toContain("Exercises are left out: see --exercises.");
  const live = ["feed", "--text", word, "--no-statements", "--from-start", "--quiet"];
  expect(await ids(...live, "--count", "2")).toEqual([drill.id, real.id]);
  expect(await ids(...live, "--no-exercises", "--count", "1")).toEqual([real.id]);
});

test("the originator alone lists what waits for its answer, and answers by a part of the question's id", async () => {
  const to = { marking: "TLP:AMBER", audience: { participants: ["TO", "VU"] } };
  const ref = await sent("fj-publisher", to);
  const drill = await sent("fj-publisher", { ...to, exercise: true });
  for (const each of [ref, drill])
    for (const officer of ["to-liaison", "vu-liaison"]) await held(officer, each);
  const name = `FJ/${ref.id}`;
  const ask = async (officer: string, notice: string, participant: string) => {
    const [said] = await json(officer, "consent", "ask", notice, participant);
    return String(said!["statement"]);
  };
  // Ids begin alike for 65 s: so long that both are asked in it.
  const left = 65_536 - (Date.now() % 65_536);
  if (left < 20_000) await sleep(left);
  const byTonga = await ask("to-liaison", name, "NZ");
  const byVanuatu = await ask("vu-liaison", name, "NZ");
  await ask("to-liaison", `FJ/${drill.id}`, "NZ");
  const again = await talanoa("to-liaison", "consent", "ask", name, "NZ");
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("Wait for the answer") });

  const about = async (...args: string[]) => {
    const rows = await json("fj-liaison", "consent", "list", ...args);
    return rows.filter(({ notice }) => [ref.id, drill.id].includes(String(notice).split("/")[1]!));
  };
  expect(await about()).toMatchObject([
    { question: byVanuatu, notice: `${name}/1`, asker: "VU", participant: "NZ", state: "open" },
    { question: byTonga, notice: `${name}/1`, asker: "TO", participant: "NZ", answered_at: null },
  ]);
  expect(await about("--exercises")).toMatchObject([{ exercise: true }, {}, {}]);
  const page = (await talanoa("fj-liaison", "consent", "list")).out;
  const short = (id: string) => `${id.slice(0, 3)}${id.slice(-8)}`;
  expect(page).toMatch(new RegExp(`${short(byTonga)} +FJ/${ref.id.slice(-8)} +TO +NZ +20.*Z`));
  for (const other of ["to-liaison", "vu-liaison", "nz-liaison"])
    expect(await json(other, "consent", "list", "--all", "--exercises")).toEqual([]);
  expect((await talanoa("fj-auditor", "consent", "list")).code).toBe(4);

  const begin = byTonga.slice(3, 12);
  const grant = (asked: string) => ["consent", "grant", name, "NZ", "--asked", asked];
  const both = await talanoa("fj-liaison", ...grant(begin));
  expect(both.code).toBe(2);
  expect(both.err).toContain(byTonga);
  expect(both.err).toContain(byVanuatu);
  const none = await talanoa("fj-liaison", ...grant("00000000"));
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining("talanoa consent list") });
  const stranger = await talanoa("to-liaison", ...grant(byTonga.slice(-8)));
  expect(stranger).toMatchObject({ code: 2, err: expect.stringContaining("FJ alone answers") });

  const [granted] = await json("fj-liaison", ...grant(short(byTonga)));
  expect(granted).toMatchObject({ said: { participant: "NZ", asked: byTonga.slice(3) } });
  const refuse = ["consent", "refuse", name, "NZ", "--asked", byVanuatu.slice(-8)];
  const [refused] = await json("fj-liaison", ...refuse);
  expect(refused).toMatchObject({ says: "consent-refused" });
  expect(await about()).toEqual([]);
  expect(await about("--all")).toMatchObject([
    { question: byVanuatu, state: "refused", answered_at: expect.any(String) },
    { question: byTonga, state: "granted", answered_at: expect.any(String) },
  ]);
  const late = await talanoa("fj-liaison", ...grant(byTonga.slice(-8)));
  expect(late.err).toContain("this question has one already");
});

test("the Secretariat enters, changes and ends agreements, and the two parties see them", async () => {
  const set = ["agreement", "set", "VU-SB-1", "--from", "vu", "--to", "SB", "--data", "personal"];
  const partly = await talanoa("oco-secretariat", ...set);
  expect(partly.err).toContain("a new agreement needs --purpose");
  const more = ["--purpose", "serious-crime", "--since", "2025-01-01", "--title", "Arrangement"];
  const [entered] = await json("oco-secretariat", ...set, ...more);
  expect(entered).toMatchObject({ id: "VU-SB-1", data: ["personal"], in_force: true });

  const ref = await sent("vu-publisher", {
    audience: { participants: ["SB"] },
    purpose: "serious-crime",
    persons: [{ name: "A. Person" }],
  });
  expect(sectionOf(await held("sb-liaison", ref), SectionType.PERSONS)).not.toBeNull();
  const explained = await talanoa("vu-liaison", "explain", `VU/${ref.id}`);
  expect(explained.out).toContain(`VU-SB-1 (${String(entered!["revision"])})`);

  for (const name of ["vu-liaison", "sb-auditor", "oco-secretariat"]) {
    const ids = (await json(name, "directory", "agreements")).map(({ id }) => id);
    expect(ids).toContain("VU-SB-1");
  }
  expect((await json("ck-liaison", "agreement")).map(({ id }) => id)).not.toContain("VU-SB-1");
  expect((await talanoa("vu-liaison", "agreement", "list")).out).toContain("in force");

  const dry = ["agreement", "end", "VU-SB-1", "--on", "2025-06-01", "--dry-run"];
  const tried = await talanoa("oco-secretariat", ...dry);
  expect(tried.err).toContain("Nothing is changed.");
  expect(tried.out).toMatch(
    /SB .*delivered by named-participant +delivered by named-participant, less/,
  );
  expect(tried.out).not.toContain("CK");
  expect((await talanoa("vu-liaison", ...dry)).err).toContain("only the Secretariat");
  await json("oco-secretariat", "agreement", "end", "VU-SB-1");
  const after = await sent("vu-publisher", {
    audience: { participants: ["SB"] },
    purpose: "serious-crime",
    persons: [{ name: "A. Person" }],
  });
  expect(sectionOf(await held("sb-liaison", after), SectionType.PERSONS)).toBeNull();
  const why = "no-agreement: Personal and passenger data go only where an agreement";
  expect((await talanoa("sb-liaison", "show", `VU/${after.id}`)).out).toContain(why);
  const withheld = (await talanoa("vu-liaison", "explain", `VU/${after.id}`)).out;
  expect(withheld).toContain(why);
  expect(withheld).toContain("persons by no-agreement");
  expect(withheld).toContain("agreement ended VU-SB-1");
  const later = await talanoa("oco-secretariat", "agreement", "end", "VU-SB-1");
  expect(later.err).toMatch(/agreement VU-SB-1 ends on .* already/);
  const none = await talanoa("oco-secretariat", "agreement", "end", "NONE");
  expect(none.err).toContain("no agreement NONE");
});

test("a Member opens an operation, lets others join and leave, and closes it", async () => {
  const open = ["operation", "open", "NZ-SEASPRAY", "--name", "Seaspray", "--objective", "Yachts"];
  const dated = ["--starts", "2026-01-01", "--with", "to,ck"];
  const opened = await talanoa("nz-liaison", ...open, ...dated);
  expect(opened.out).toContain("Opened NZ-SEASPRAY, planning: NZ, TO, CK");
  const audience = { operations: ["NZ-SEASPRAY"] };
  const early = await sent("nz-publisher", { marking: "TLP:AMBER", audience });
  await held("ck-liaison", early);

  const dry = await talanoa("nz-liaison", "operation", "join", "NZ-SEASPRAY", "WS", "--dry-run");
  expect(dry.err).toContain("Nothing is changed.");
  expect(dry.out).toMatch(/WS +withheld by not-addressed +delivered by operation-participant/);
  const others = await talanoa(
    "to-liaison",
    "operation",
    "phase",
    "NZ-SEASPRAY",
    "action",
    "--dry-run",
  );
  expect(others.err).toContain("only its coordinator");
  await json("nz-liaison", "operation", "join", "NZ-SEASPRAY", "WS");
  const later = await sent("to-publisher", { marking: "TLP:AMBER", audience });
  await held("ws-liaison", later);
  const unseen = await getNotice(await hub.as("ws-liaison"), early).catch(
    (error: unknown) => error,
  );
  expect(unseen).toMatchObject({ code: "not-found" });
  await json("nz-liaison", "operation", "join", "NZ-SEASPRAY", "WS", "--sees-earlier");
  await held("ws-liaison", early);

  const [left] = await json("nz-liaison", "operation", "leave", "NZ-SEASPRAY", "CK");
  expect(left!["participants"]).toContainEqual(
    expect.objectContaining({ participant: "CK", until: expect.any(String) }),
  );
  expect(await json("ck-liaison", "operation", "list")).toEqual([]);
  const stranger = await talanoa("vu-liaison", "operation", "join", "NZ-SEASPRAY", "VU");
  expect(stranger.err).toContain("no operation NZ-SEASPRAY");
  const member = await talanoa("to-liaison", "operation", "join", "NZ-SEASPRAY", "VU");
  expect(member.err).toContain("only its coordinator");
  expect((await talanoa("nz-liaison", "operation", "phase", "NZ-SEASPRAY", "action")).code).toBe(0);
  expect((await talanoa("nz-liaison", "operation", "close", "NZ-SEASPRAY")).out).toContain(
    "Closed",
  );
  const [row] = await json("to-liaison", "directory", "operations");
  expect(row).toMatchObject({ id: "NZ-SEASPRAY", phase: "closed", coordinator: "NZ" });
  const late = await sent("nz-publisher", { marking: "TLP:AMBER", audience }).catch(
    (error: unknown) => error,
  );
  expect(late).toMatchObject({ message: expect.stringContaining("closed") });
});

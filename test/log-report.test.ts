import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publish } from "@talanoa/client/publish.ts";
import { type NoticeRef, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { commitsTo } from "@talanoa/sharing/record/commits-to.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { parseVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { verifyInclusion } from "@talanoa/tlog/tree/inclusion.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type JsonLine, jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };
const audit = ["--purpose", "audit"];
const PERSON = "Sample Person of the Report";

let hub: TestHub;
let shell: Shell;
/** A notice that Tonga and Samoa are given, Tonga reads, and Fiji corrects and recalls. */
let notice: NoticeRef;
let exercise: NoticeRef;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "2" });
  shell = await openCommands(hub.stack.identitiesDir);
  const audience = { participants: ["TO", "WS"] };
  const persons = [{ name: PERSON }];
  notice = await published({ audience, persons });
  exercise = await published({ audience, exercise: true });
  const feed = await shell.as("to-liaison", ["feed", "--from-start", "--count", "2"]);
  expect(feed.code).toBe(0);
  for (const ref of [notice, exercise]) {
    expect((await shell.as("to-liaison", ["show", nameOf(ref)])).code).toBe(0);
    expect((await shell.as("to-liaison", ["ack", nameOf(ref)])).code).toBe(0);
  }
  await shell.as("ws-liaison", ["list"]);
  const asked = ["request", "--to", "TO", "--by", "7d", "--text", "Who owns the yacht?"];
  const [request] = await shell.json("fj-liaison", asked);
  const question = String(request!["notice"]).split("/").slice(0, 2).join("/");
  await vi.waitFor(
    async () => expect((await shell.as("to-liaison", ["show", question])).code).toBe(0),
    PATIENCE,
  );
  const answer = ["reply", question, "--state", "nothing-known"];
  expect((await shell.as("to-liaison", answer)).code).toBe(0);
  // Refused: a liaison officer publishes no alerts.
  const officer = await hub.as("nz-liaison");
  await expect(publish(officer, { draft: alertDraft() })).rejects.toMatchObject({
    code: "permission-denied",
  });
  await shell.as("to-auditor", [
    "log",
    "trail",
    nameOf(notice),
    "--purpose",
    "court",
    "--case",
    "C 7",
  ]);
  const recall = ["recall", nameOf(notice), "--reason", "wrong"];
  expect((await shell.as("fj-liaison", recall)).code).toBe(0);
  await logged(notice, "erased");
}, 240_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const nameOf = ({ origin, id }: NoticeRef) => `${origin}/${id}`;

async function published(more: object): Promise<NoticeRef> {
  const client = await hub.as("fj-publisher");
  const { publication } = await publish(client, { draft: alertDraft({ ...more }) });
  await logged(publication.ref, "routed");
  return publication.ref;
}

/** Waits until the log has a step of a notice. */
async function logged({ origin, id }: NoticeRef, awaited: string): Promise<void> {
  const auditor = await hub.as("oco-auditor");
  await vi.waitFor(async () => {
    const entries = await trailOf(auditor, { origin, id, version: 0 });
    expect(entries.map(({ step }) => step)).toContain(awaited);
  }, PATIENCE);
}

/** The trail of the notice as a person reads it. */
const story = async (name: string) =>
  (await shell.as(name, ["log", "trail", nameOf(notice), ...audit])).out;

/** Participants that a text names by their codes. */
const namedIn = (text: string) =>
  ["AU", "CK", "NZ", "TO", "VU", "WS"].filter((code) => new RegExp(`\\b${code}\\b`).test(text));

describe("the trail of a notice", () => {
  test("tells its originator who was entitled and why, what each did, and who asked about it", async () => {
    const text = await story("fj-auditor");
    expect(text).toContain("Accepted");
    expect(text).toContain("addressed to this participant by name. (named-participant)");
    expect(text).toMatch(/AU, CK.*not entitled +The originator did not address/);
    expect(text).toContain("Personal and passenger data go only where");
    expect(text).toMatch(/\n {2}TO +1 +released +20.* by subscription.* \d+\n/);
    expect(text).toMatch(/\n {2}WS +1 +neither received, opened nor acknowledged\n/);
    expect(text).toMatch(/content erased by entry \d+ \(recalled\)/);
    expect(text).toMatch(/opened by TO; released to, and not known to be opened by: WS/);
    expect(text).toMatch(/\d+ +20\S+ \S+Z.* TO +trail +court/);
    expect(text).not.toContain("C 7");
  });

  test("tells a reader nothing of other recipients", async () => {
    const text = await story("to-auditor");
    expect(text).toContain("What each participant did");
    expect(namedIn(text)).toEqual(["TO"]);
    expect(text).toMatch(/ opened .* by to-liaison/);
  });

  test("says which entry was altered behind the log's back, and tells the rest", async () => {
    const entries = await trailOf(await hub.as("fj-auditor"), { ...notice, version: 0 });
    const { index } = entries.find(({ step }) => step === "received")!;
    const client = new pg.Client(hub.stack.postgresUrl("audit_log"));
    await client.connect();
    const flip =
      "update entries set record = set_byte(record, 4, get_byte(record, 4) # 1) where index = $1";
    await client.query(flip, [index]);
    try {
      const ended = await shell.as("fj-auditor", ["log", "trail", nameOf(notice), ...audit]);
      expect(ended.code).toBe(5);
      expect(ended.out).toMatch(new RegExp(`${index} +altered: what the hub`));
      expect(ended.out).toContain("named-participant");
      const lines = await shell.as("fj-auditor", [
        "--json",
        "log",
        "trail",
        nameOf(notice),
        ...audit,
      ]);
      expect(jsonLines(lines.out)).toContainEqual({ index, altered: true, state: "altered" });
      const report = await shell.as("fj-auditor", [
        "log",
        "report",
        nameOf(notice),
        ...audit,
        "--out",
        "altered.html",
      ]);
      expect(report).toMatchObject({ code: 5, err: expect.stringContaining(`entry ${index}`) });
    } finally {
      await client.query(flip, [index]);
      await client.end();
    }
    expect((await shell.as("fj-auditor", ["log", "trail", nameOf(notice), ...audit])).code).toBe(0);
  });
});

interface Exported {
  readonly step: string;
  readonly at: number;
  readonly exercise: boolean;
  readonly facts: { readonly [field: string]: any };
}

/** All entries as `log query --json` prints them. */
async function exported(name: string): Promise<Exported[]> {
  const args = ["log", "query", ...audit, "--exercises", "--limit", "100000"];
  return (await shell.json(name, args)).flatMap((line: JsonLine): Exported[] => {
    const parts = line["parts"] as {
      exercise: boolean;
      participant: string;
      [step: string]: unknown;
    }[];
    const [part] = parts;
    if (!part) return [];
    const step = String(line["step"]);
    const facts = { participant: part.participant, ...(part[step] as object) };
    return [{ step, at: Date.parse(String(line["at"])), exercise: part.exercise, facts }];
  });
}

/** The figures of one participant, from what was exported. */
function figures(all: readonly Exported[], who: string, exercises: boolean) {
  const counted = all.filter((entry) => exercises || !entry.exercise);
  const of = (step: string) => counted.filter((entry) => entry.step === step);
  const acceptedAt = new Map(
    all
      .filter(({ step }) => step === "accepted")
      .map(({ at, facts }) => [JSON.stringify(facts["notice"]), at]),
  );
  const own = of("accepted").filter(({ facts }) => facts["notice"].origin === who);
  const firsts = (deeds: readonly { at: number; key: string }[]) => {
    const first = new Map<string, number>();
    for (const { at, key } of deeds) first.set(key, Math.min(at, first.get(key) ?? Infinity));
    const took = [...first]
      .map(([key, at]) => Math.max(0, at - acceptedAt.get(key)!))
      .sort((a, b) => a - b);
    const rank = (share: number) => took[Math.ceil(share * took.length) - 1];
    const measured = { count: took.length, median_ms: rank(0.5), p95_ms: rank(0.95) };
    return { count: took.length, measured: took.length > 0 ? measured : null };
  };
  const received = firsts(
    of("received")
      .filter(({ facts }) => facts["participant"] === who)
      .flatMap(({ at, facts }) =>
        (
          (facts["copies"] ?? []) as {
            notice: { origin: string };
            statement?: string;
            reminder?: string;
          }[]
        )
          .filter(
            (copy) =>
              !copy.statement &&
              (!copy.reminder || copy.reminder === "#0") &&
              copy.notice.origin !== who,
          )
          .map((copy) => ({ at, key: JSON.stringify(copy.notice) })),
      ),
  );
  const acknowledged = firsts(
    of("acknowledged")
      .filter(({ facts }) => facts["participant"] === who)
      .map(({ at, facts }) => ({ at, key: JSON.stringify(facts["notice"]) })),
  );
  const refused = of("refused").filter(({ facts }) => facts["participant"] === who);
  return {
    participant: who,
    published: own.length,
    received: received.count,
    to_received: received.measured,
    acknowledged: acknowledged.count,
    to_acknowledged: acknowledged.measured,
    asked: own.filter(({ facts }) => facts["kind"] === "request").length,
    answered: own.filter(({ facts }) => facts["kind"] === "reply").length,
    refused: refused.reduce((sum, { facts }) => sum + facts["count"], 0),
  };
}

describe("the figures", () => {
  test("are those that the exported entries give, for all to the Secretariat and of its own to a participant", async () => {
    const all = await exported("oco-auditor");
    for (const exercises of [false, true]) {
      const more = exercises ? ["--exercises"] : [];
      const rows = await shell.json("oco-auditor", ["log", "stats", ...audit, ...more]);
      for (const who of ["FJ", "TO", "NZ"]) {
        const row = rows.find(({ participant }) => participant === who);
        expect(row).toMatchObject(figures(all, who, exercises));
        const own = await shell.json(`${who.toLowerCase()}-auditor`, [
          "log",
          "stats",
          ...audit,
          ...more,
        ]);
        expect(own).toEqual([row]);
      }
    }
    const real = figures(all, "TO", false);
    expect(real).toMatchObject({ acknowledged: 1, answered: 1 });
    expect(figures(all, "TO", true)).toMatchObject({
      acknowledged: 2,
      received: real.received + 1,
    });
    expect(figures(all, "FJ", false)).toMatchObject({ asked: 1 });
    expect(figures(all, "NZ", false).refused).toBeGreaterThan(0);
  });

  test("are a table, CSV and JSON, by period and participant", async () => {
    const table = await shell.as("oco-auditor", ["log", "stats", ...audit, "--by", "week"]);
    expect(table.out).toMatch(/period +participant +published/);
    expect(table.out).toMatch(/\d{4}-W\d\d +TO /);
    const csv = await shell.run([
      "--as",
      "to-auditor",
      "log",
      "stats",
      ...audit,
      "--by",
      "day",
      "--format",
      "csv",
    ]);
    expect(csv.out).toMatch(/^period,participant,published,.*\r\n\d{4}-\d\d-\d\d,TO,/);
    const none = await shell.as("to-auditor", ["log", "stats", ...audit, "--to", "2020-01-01"]);
    expect(none).toMatchObject({ code: 0, err: expect.stringContaining("Nothing") });
    const other = await shell.as("to-auditor", ["log", "stats", ...audit, "--participant", "FJ"]);
    expect(other).toMatchObject({ code: 4, err: expect.stringContaining("Secretariat") });
    const noCase = await shell.as("to-auditor", ["log", "stats"]);
    expect(noCase).toMatchObject({ code: 2, err: expect.stringContaining("--case") });
  });
});

async function report(name: string, args: readonly string[], file: string): Promise<string> {
  const ended = await shell.as(name, ["log", "report", ...args, ...audit, "--out", file]);
  expect(ended).toMatchObject({ code: 0, err: "" });
  return readFile(join(shell.folder, file), "utf8");
}

/** The lines of proofs in a report. */
function proofs(text: string) {
  const [, block = ""] = /-----BEGIN EXCHANGE LOG PROOFS-----\n(.*?)\n-----END/s.exec(text)!;
  const entries: { index: number; entry: Buffer; shown: Buffer[]; hashes: Buffer[] }[] = [];
  let checkpoint = Buffer.alloc(0);
  for (const [word = "", value = ""] of block.split("\n").map((line) => line.split(" "))) {
    const bytes = Buffer.from(value, "base64");
    if (word === "checkpoint") checkpoint = bytes;
    if (word === "index")
      entries.push({ index: Number(value), entry: bytes, shown: [], hashes: [] });
    const last = entries.at(-1);
    if (word === "entry") last!.entry = bytes;
    if (word === "common" || word === "part") last!.shown.push(bytes);
    if (word === "hash") last!.hashes.push(bytes);
  }
  return { checkpoint, entries };
}

describe("a report", () => {
  test("is one page without scripts, with every recipient, and its proofs verify", async () => {
    const html = await report("fj-auditor", [nameOf(notice)], "one.html");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|<img|<link|<[^>]*\son\w+=|https?:\/\//i);
    expect(html).not.toContain(PERSON);
    for (const who of ["FJ", "TO", "WS"]) expect(html).toContain(`<th scope="row">${who}</th>`);
    expect(html).toContain("not entitled");
    expect(html).toContain("Personal and passenger data go only where");
    expect(html).toContain("opened by TO; released to, and not known to be opened by: WS");
    expect(html).toContain("No witness cosigned");

    const key = parseVerifierKey((await hub.as("fj-auditor")).identity.hub.logKey!);
    const { checkpoint: note, entries } = proofs(html);
    const policy = { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
    const { checkpoint } = openCheckpoint(note, policy);
    expect(entries.length).toBeGreaterThan(8);
    for (const { index, entry, shown, hashes } of entries) {
      verifyInclusion(leafHash(entry), index, checkpoint, hashes);
      expect(shown.length).toBeGreaterThan(1);
      for (const bytes of shown) expect(commitsTo(entry, bytes)).toBe(true);
    }
  });

  test("is checked by the command without a hub, and by OpenSSL alone; a changed one is not", async () => {
    const file = "checked.html";
    const html = await report("fj-auditor", [nameOf(notice)], file);
    const { logKey = "" } = (await hub.as("fj-auditor")).identity.hub;
    const verified = await shell.run([
      "--identities",
      "nowhere",
      "verify",
      file,
      "--log-key",
      logKey,
    ]);
    expect(verified).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The proofs hold, the text was NOT COMPARED: /),
    });
    expect(verified.out).toContain("(named-participant)");

    // By the command of the guide.
    const guide = await readFile(join(import.meta.dirname, "../docs/log-reports.md"), "utf8");
    const takeOut = /^ {4}(sed .* > check\.sh)$/m.exec(guide)![1]!.replace("pack.html", file);
    const options = { cwd: shell.folder, encoding: "utf8" } as const;
    execFileSync("sh", ["-c", takeOut], options);
    const said = execFileSync("sh", ["check.sh", file, logKey], options);
    expect(said).toContain("Signature Verified Successfully");
    expect(said).toContain("All entries are proved.");
    expect(said.match(/: proved/g)!.length).toBe(proofs(html).entries.length);

    const { entries } = proofs(html);
    const part = entries[0]!.shown[1]!.toString("base64");
    const changed = Buffer.from(part, "base64");
    changed[30]! ^= 1;
    await writeFile(
      join(shell.folder, "changed.html"),
      html.replace(part, changed.toString("base64")),
    );
    const refused = await shell.run(["verify", "changed.html", "--log-key", logKey]);
    expect(refused).toMatchObject({ code: 5, out: expect.stringContaining("NOT PROVED") });
    const failing = { ...options, stdio: "pipe" } as const;
    expect(() => execFileSync("sh", ["check.sh", "changed.html", logKey], failing)).toThrow(
      "check.sh",
    );
  });

  test("of a participant tells what that participant sees, whoever makes it, and is of a time", async () => {
    const span = ["--member", "TO", "--from", "1d", "--to", "2099-01-01"];
    const byItself = await report("to-auditor", span, "itself.md");
    const bySecretariat = await report("oco-auditor", span, "secretariat.md");
    for (const text of [byItself, bySecretariat]) {
      expect(text).toContain(`# Exchange of TO`);
      expect(text).toContain(notice.id);
      expect(text).not.toContain(exercise.id);
      const [, told = ""] = text.split(`## ${nameOf(notice)}`);
      expect(namedIn(told.split("\n## ")[0]!)).toEqual(["TO"]);
      for (const { shown } of proofs(text).entries) {
        const parts = shown.slice(1).map((bytes) => RecordPart.decode(bytes));
        expect(parts.map(({ party }) => party)).toEqual(["TO"]);
      }
    }
    const none = await shell.as("nz-auditor", ["log", "report", nameOf(exercise), ...audit]);
    expect(none).toMatchObject({ code: 3, out: "" });
    const args = ["log", "report", ...span, ...audit, "--out", "itself.md"];
    const again = await shell.as("to-auditor", args);
    expect(again).toMatchObject({ code: 0, err: "It replaces the file that stood there.\n" });
    const timeless = await shell.as("to-auditor", ["log", "report", "--member", "TO", ...audit]);
    expect(timeless).toMatchObject({ code: 2, err: expect.stringContaining("--from") });
  });
});

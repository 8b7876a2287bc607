import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Identity } from "@talanoa/client/identity.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { caseFile } from "@talanoa/devstack/demo/case-files.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasTerminals, jsonLines, readable, type Shell, steering } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { readExchange } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { openMuteLink } from "./support/mute-link.ts";
import { putUnchecked } from "./support/unchecked.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 90_000, interval: 200 };

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

const talanoa: Shell["as"] = (...words) => shell.as(...words);

/** The notice that an answer names first. */
function refIn(text: string): NoticeRef {
  const [, origin = "", id = "", version = ""] = /([A-Z]{2,3})\/([0-9a-f-]{36})\/(\d+)/.exec(text)!;
  return { origin, id, version: Number(version) };
}

const named = ({ origin, id }: NoticeRef) => `${origin}/${id}`;

/** Waits until a notice is in an officer's feed. */
async function inFeed(officer: string, ref: NoticeRef): Promise<void> {
  const client = await hub.as(officer);
  await vi.waitFor(() => getNotice(client, ref), PATIENCE);
}

async function idsInFeed(officer: string): Promise<string[]> {
  const copies = await Array.fromAsync(listNotices(await hub.as(officer)));
  return copies.flatMap(({ notice }) => (notice ? NoticeHeader.decode(notice.header).id : []));
}

/** Subjects of the notices that stand in the stream. */
async function noticeSubjects(): Promise<string[]> {
  const messages = await readExchange(hub.stack.natsUrl);
  return messages.flatMap(({ subject }) => (subject.startsWith("notice.") ? subject : []));
}

/** Waits until the log has a step of a notice; all steps of it. */
function stepsOf(ref: NoticeRef, awaited: string): Promise<string[]> {
  return vi.waitFor(async () => {
    const trail = await trailOf(await hub.as("oco-auditor"), ref);
    const steps = trail.map(({ step }) => step);
    expect(steps).toContain(awaited);
    return steps;
  }, PATIENCE);
}

/** Violations as they stand in an answer, one a line. */
function told(text: string): string[] {
  return [...text.matchAll(/^ {2}(\S+) +\S.* \(([a-z-]+)\)$/gm)].map(
    ([, field, rule]) => `${field} ${rule}`,
  );
}

async function written(file: string, content: string | Uint8Array | object): Promise<string> {
  const path = join(shell.folder, file);
  await mkdir(dirname(path), { recursive: true });
  const isText = typeof content === "string" || content instanceof Uint8Array;
  await writeFile(path, isText ? content : JSON.stringify(content));
  return path;
}

describe("talanoa", () => {
  test("publishes a real case that another Member sees live and acknowledges, and the log shows each step", async () => {
    const feed = shell.start(["--as", "to-liaison", "feed", "--count", "1"]);
    await feed.says("Watching (");
    const file = caseFile("2024-01-14-fj-nadi-methamphetamine");
    const published = await talanoa("fj-publisher", ["publish", file]);
    expect(published).toMatchObject({ code: 0, out: expect.stringMatching(/^Accepted /) });
    const ref = refIn(published.out);

    const seen = await feed.ended;
    expect(seen).toMatchObject({ code: 0, out: expect.stringContaining("IMMEDIATE: Four tonnes") });
    expect(seen.out).toContain(`FJ/${ref.id.slice(-8)}`);
    expect(steering(seen.out + seen.err)).toEqual([]);

    const acknowledged = await talanoa("to-liaison", ["ack", `FJ/${ref.id.slice(-8)}`]);
    expect(acknowledged).toMatchObject({ code: 0, out: expect.stringContaining(named(ref)) });

    await stepsOf(ref, "acknowledged");
    const args = ["log", "trail", named(ref), "--purpose", "audit", "--json"];
    const trail = await talanoa("oco-auditor", args);
    expect(trail.code).toBe(0);
    const steps = jsonLines(trail.out).map(({ step }) => step);
    const wanted = ["accepted", "routed", "released", "received", "opened", "acknowledged"];
    const firsts = wanted.map((step) => steps.indexOf(step));
    expect(firsts).not.toContain(-1);
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
    expect(steps.slice(0, 2)).toEqual(["accepted", "routed"]);
  });

  test("publishes the README's own alert from standard input, and whom it is for can list and show it", async () => {
    const readme = await readFile(join(import.meta.dirname, "..", "README.md"), "utf8");
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(readme)!;
    const published = await talanoa("fj-publisher", ["publish", "-"], { typed: yaml });
    expect(published.code).toBe(0);
    const ref = refIn(published.out);
    await inFeed("ws-liaison", ref);
    const list = await talanoa("ws-liaison", ["list", "--text", "tongatapu"]);
    expect(list).toMatchObject({ code: 0, out: expect.stringContaining(ref.id.slice(-8)) });
    const page = await talanoa("ws-liaison", ["show", ref.id.slice(-8)]);
    expect(page.out).toMatch(/^TLP:GREEN {2}FJ\//);
    expect(page.out).toContain("White hull, last seen heading west.");
    expect(page.out).toContain("genuine: signed by FJ");
  });

  test("publishes hundreds of notices as JSON lines, in order, and leaves out the line that breaks a rule", async () => {
    const draft = alertDraft({ audience: { participants: ["NR"] } });
    const lines: object[] = Array.from({ length: 300 }, (_, i) => ({
      ...draft,
      title: `Box ${i}`,
    }));
    lines[150] = { ...draft, title: "" };
    const typed = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const before = await noticeSubjects();
    const { code, out, err } = await talanoa("fj-publisher", ["publish", "-", "--json"], { typed });
    expect(code).toBe(2);
    expect(err).toContain("299 accepted, 1 unfit and not sent.");
    const fates = jsonLines(out);
    expect(fates.filter(({ fate }) => fate === "unfit")).toMatchObject([
      { place: "line 151", violations: [{ field: "title", rule: "title-required" }] },
    ]);
    const accepted = fates.filter(({ fate }) => fate === "accepted");
    // An id begins with the time at which its line was sealed.
    const times = accepted.map(({ id }) => String(id).slice(0, 13));
    expect(times).toEqual(times.toSorted());
    expect(new Set(accepted.map(({ sequence }) => sequence)).size).toBe(299);
    expect(await noticeSubjects()).toHaveLength(before.length + 299);
    await vi.waitFor(async () => {
      const ids = await idsInFeed("nr-liaison");
      expect(accepted.filter(({ id }) => !ids.includes(String(id)))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    }, PATIENCE);
  });

  test("names each field and rule of a bad draft on a line, ends with 2, and sends nothing", async () => {
    const before = await noticeSubjects();
    const draft = {
      kind: "alert",
      type: "seizure",
      when: "2026-03-14",
      goods: [{ hs_heading: "7" }],
    };
    const file = await written("bad.json", draft);
    const { code, out, err } = await talanoa("ck-publisher", ["publish", file]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(told(err).toSorted()).toEqual([
      "audience audience-required",
      "goods[0] goods-named",
      "goods[0].hs_heading hs-heading-form",
      "marking.tlp tlp-required",
      "title title-required",
      "where section-required",
    ]);
    expect(await noticeSubjects()).toEqual(before);
    const outbox = await talanoa("ck-publisher", ["outbox"]);
    expect(outbox).toMatchObject({ code: 0, err: expect.stringMatching(/^Nothing waits/) });
  });

  test("tells a script what the hub refused from what it does not permit, and keeps the reason", async () => {
    const draft = alertDraft({ audience: { groups: ["NO-SUCH"] } });
    const file = await written("group.json", draft);
    const refused = await talanoa("ck-publisher", ["publish", file]);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toMatch(/^Refused /);
    expect(told(refused.err)).toEqual(["audience.groups[0] group-in-directory"]);
    const kept = jsonLines((await talanoa("ck-publisher", ["outbox", "--json"])).out);
    expect(kept).toMatchObject([
      { state: "refused", reason: expect.stringContaining("group-in-directory") },
    ]);

    const denied = await talanoa("ck-liaison", ["publish", await written("ok.json", alertDraft())]);
    expect(denied).toMatchObject({ code: 4, out: "" });
    expect(denied.err).toContain("role publisher");
  });

  test("answers for a notice that one was not sent as for one that does not exist, with 3", async () => {
    const { publication } = await publish(await hub.as("fj-publisher"), { draft: alertDraft() });
    await inFeed("to-liaison", publication.ref);
    const absent = { ...publication.ref, id: "0190a0b0-0000-7000-8000-000000000000" };
    const hidden = await talanoa("nr-liaison", ["show", named(publication.ref)]);
    expect(hidden).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("talanoa list"),
    });
    expect(await talanoa("nr-liaison", ["show", named(absent)])).toEqual(hidden);
  });

  test("keeps a notice in the outbox while the link is dead, and delivers it once when it is back", async () => {
    await hub.stack.stop("alert-intake");
    const file = await written("dead.json", alertDraft());
    const waiting = await talanoa("ws-publisher", ["publish", file, "--wait", "1"]);
    expect(waiting).toMatchObject({ code: 75, out: "" });
    expect(waiting.err).toContain("talanoa outbox send");
    const ref = refIn(waiting.err);
    const [row, ...more] = jsonLines((await talanoa("ws-publisher", ["outbox", "--json"])).out);
    expect(row).toMatchObject({ notice: `${named(ref)}/1`, state: "waiting" });
    expect(more).toEqual([]);
    const still = await talanoa("ws-publisher", ["outbox", "send", "--wait", "0"]);
    expect(still).toMatchObject({ code: 75, out: "" });

    await hub.stack.restart("alert-intake");
    const sent = await talanoa("ws-publisher", ["outbox", "send"]);
    expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/^Accepted /) });
    expect(refIn(sent.out)).toEqual(ref);
    const again = await talanoa("ws-publisher", ["outbox", "send"]);
    expect(again).toEqual({ code: 0, out: "", err: "Nothing waits.\n" });
    const subjects = await noticeSubjects();
    expect(subjects.filter((subject) => subject.includes(ref.id))).toHaveLength(1);
    const receipt = await receiptFile("ws-publisher", ref);
    const proven = await talanoa("ws-publisher", ["verify", receipt]);
    expect(proven).toMatchObject({ code: 0, out: expect.stringContaining(`${named(ref)}/1`) });
  });

  test("killed before the receipt came, gets the first receipt later and nothing is doubled", async () => {
    const { identity } = await hub.as("ws-publisher");
    await using link = await openMuteLink(identity.hub.intake);
    const far = { ...identity, hub: { ...identity.hub, intake: link.address } };
    const identities = dirname(await written("far/identities/ws-publisher.json", far));
    const there = ["--identities", identities];
    const file = await written("killed.json", alertDraft());
    const killed = shell.start([...there, "publish", file, "--wait", "120"]);
    const waiting = join(shell.folder, "far", "outbox", "ws-publisher", "waiting");
    const [id = ""] = await vi.waitFor(async () => {
      const ids = (await readdir(waiting)).flatMap(
        (name) => /^[0-9a-f-]{36}(?=\.)/.exec(name) ?? [],
      );
      expect(ids).toHaveLength(1);
      return ids;
    }, PATIENCE);
    const standing = await vi.waitFor(async () => {
      const messages = await readExchange(hub.stack.natsUrl);
      const its = messages.find(
        ({ subject }) => subject.startsWith("notice.") && subject.includes(id),
      );
      expect(its).toBeDefined();
      return its!;
    }, PATIENCE);
    killed.kill("SIGKILL");
    expect(await killed.ended).toEqual({ code: null, out: "", err: "" });

    await written("far/identities/ws-publisher.json", identity satisfies Identity);
    const list = jsonLines((await shell.run([...there, "outbox", "--json"])).out);
    expect(list).toMatchObject([{ notice: `WS/${id}/1`, state: "waiting" }]);
    const sent = await shell.run([...there, "outbox", "send", "--json", "--wait", "120"]);
    expect(sent.code).toBe(0);
    expect(jsonLines(sent.out)).toMatchObject([
      { notice: `WS/${id}/1`, fate: "accepted", sequence: standing.sequence },
    ]);
    const subjects = await noticeSubjects();
    expect(subjects.filter((subject) => subject.includes(id))).toHaveLength(1);
    expect((await shell.run([...there, "outbox", "--json"])).out).toBe("");
  });

  test("goes on with a feed that was left by Ctrl-C where it was", async () => {
    const fiji = await hub.as("fj-publisher");
    const draft = alertDraft({ audience: { participants: ["TV"] } });
    const args = ["--as", "tv-liaison", "feed", "--name", "desk", "--json"];
    const feed = shell.start(args);
    await feed.says("from now on");
    const first = await publish(fiji, { draft });
    await feed.says(first.publication.ref.id);
    feed.kill("SIGINT");
    expect((await feed.ended).code).toBe(0);
    const second = await publish(fiji, { draft });
    const resumed = await talanoa("tv-liaison", [...args.slice(2), "--count", "1"]);
    expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining("where it was left") });
    expect(jsonLines(resumed.out)).toMatchObject([
      { id: second.publication.ref.id, genuine: true },
    ]);
    const own = (...more: string[]) => talanoa("tv-liaison", ["feed", ...more]);
    expect(jsonLines((await own("--subscriptions", "--json")).out)).toEqual([
      { name: "desk", moved_at: expect.any(String) },
    ]);
    expect(await own("--drop", "desk")).toMatchObject({ code: 0, err: "Dropped desk.\n" });
    expect(await own("--subscriptions")).toMatchObject({ err: "You have no subscription.\n" });
    expect(await own("--drop", "never")).toMatchObject({ code: 3 });
    const audit = ["log", "query", "--purpose", "audit", "--step", "subscription-dropped"];
    await vi.waitFor(async () => {
      const logged = await talanoa("tv-auditor", [...audit, "--json"]);
      expect(jsonLines(logged.out)).toHaveLength(4);
    }, 30_000);
  });

  test("lists and finds lines that open nothing, and whole notices as opened, which a program asks for", async () => {
    const title = `Vaka ${Date.now()}`;
    const audience = { participants: ["NU"] };
    const draft = alertDraft({ title, narrative: "Beneath the deck.", audience });
    const { ref } = (await publish(await hub.as("fj-publisher"), { draft })).publication;
    const nu = (...args: string[]) => talanoa("nu-liaison", args);
    const ways = [
      ["list", "--text", title],
      ["search", title],
    ];
    for (const way of ways) {
      const said = await vi.waitFor(async () => {
        const { out } = await nu(...way, "--json");
        expect(jsonLines(out)).toMatchObject([{ id: ref.id, genuine: true }]);
        return out;
      }, PATIENCE);
      expect(said).not.toContain("Beneath");
      expect((await nu(...way)).out).toContain(title);
      expect(await nu(...way, "--whole")).toMatchObject({
        code: 2,
        err: expect.stringContaining("--json"),
      });
    }
    expect(await stepsOf(ref, "released")).not.toContain("opened");
    for (const way of [...ways, ["list", "--by-event"]])
      expect((await nu(...way, "--whole", "--json")).out).toContain("Beneath the deck.");
    const opened = async () =>
      (await stepsOf(ref, "opened")).filter((step) => step === "opened").length;
    await vi.waitFor(async () => expect(await opened()).toBe(3), PATIENCE);
  });

  test("shows what there is as a table for a person and as lines of JSON for a program", async () => {
    const draft = alertDraft({ title: "Table wine", audience: { participants: ["TO"] } });
    const { publication } = await publish(await hub.as("fj-publisher"), { draft });
    const short = `FJ/${publication.ref.id.slice(-8)}`;
    await inFeed("to-liaison", publication.ref);
    await stepsOf(publication.ref, "opened");
    const audit = ["--purpose", "audit"];
    const all: [name: string, args: string[], text: string, json: object][] = [
      ["to-liaison", ["list", "--text", "table wine"], short, { id: publication.ref.id }],
      ["to-liaison", ["show", short], "Cigarettes", { tlp: "TLP:GREEN" }],
      [
        "fj-publisher",
        ["explain", short],
        "delivered to 2 of 26",
        { participant: "TO", delivered: true },
      ],
      [
        "fj-auditor",
        ["log", "trail", named(publication.ref), ...audit],
        "Accepted",
        { step: "routed" },
      ],
      [
        "oco-auditor",
        ["log", "query", ...audit, "--step", "queried"],
        "fj-auditor",
        { step: "queried" },
      ],
      ["to-liaison", ["directory", "participants"], "Tonga", { id: "TO", sub_region: "polynesia" }],
      ["to-liaison", ["directory", "keys"], "receipt", { participant: "FJ", use: "sign" }],
      ["to-liaison", ["directory", "groups"], "YACHT", { id: expect.stringContaining("YACHT") }],
      ["to-liaison", ["whoami"], "127.0.0.1", { participant: "TO", roles: ["liaison"] }],
    ];
    const unread = await talanoa("fj-auditor", ["log", "trail", short, ...audit]);
    expect(unread).toMatchObject({ code: 2, out: "", err: expect.stringContaining("whole") });
    for (const [name, args, text, json] of all) {
      const forPerson = await talanoa(name, args);
      expect({ args, ...forPerson }).toMatchObject({ args, code: 0, err: "" });
      expect(forPerson.out).toContain(text);
      const forProgram = await talanoa(name, [...args, "--json"]);
      expect({ args, ...forProgram }).toMatchObject({ args, code: 0, err: "" });
      expect(jsonLines(forProgram.out)).toContainEqual(expect.objectContaining(json));
    }
  });

  test("verifies a notice and a receipt without a hub, and ends with 5 when one byte is changed", async () => {
    const file = await written("proof.json", alertDraft());
    const ref = refIn((await talanoa("to-publisher", ["publish", file])).out);
    await inFeed("ws-liaison", ref);
    const notice = join(shell.folder, "proof.notice");
    await talanoa("ws-liaison", ["show", named(ref), "--save", notice]);
    const receipt = await receiptFile("to-publisher", ref);
    const online = await talanoa("ws-liaison", ["verify", notice]);
    expect(online).toMatchObject({ code: 0, out: expect.stringContaining("signed by TO") });
    const { out } = await talanoa("ws-liaison", ["directory", "keys", "--json"]);
    const keys = await written("keys.jsonl", out);
    const nowhere = ["--identities", join(shell.folder, "nowhere")];
    const verify = (path: string) => shell.run([...nowhere, "verify", path, "--keys", keys]);

    for (const [path, text, changed] of [
      [notice, "signed by TO", "furniture"],
      [receipt, "receipt of the hub", ref.id],
    ] as const) {
      const genuine = await verify(path);
      expect(genuine).toMatchObject({ code: 0, err: "" });
      expect(genuine.out).toContain(text);
      const bytes = await readFile(path);
      const at = bytes.indexOf(changed);
      expect(at).toBeGreaterThan(0);
      bytes[at]! ^= 1;
      const forged = await verify(await written("forged", bytes));
      expect(forged).toMatchObject({ code: 5, out: "" });
    }
  });

  test.each(["alert", "operation"])(
    "prints a template of an %s that can be sent as it is",
    async (kind) => {
      const { out: typed } = await talanoa("fj-publisher", ["publish", "--template", kind]);
      const { code, out } = await talanoa("fj-publisher", ["publish", "-", "--json"], { typed });
      expect(code).toBe(0);
      expect(jsonLines(out)).toMatchObject([{ fate: "accepted", warnings: [] }]);
    },
  );

  test("prints a completion script that bash takes, and says which shells it knows", async () => {
    const { out } = await talanoa("fj-publisher", ["completion", "bash"]);
    expect(execFileSync("bash", ["-n"], { input: out, encoding: "utf8" })).toBe("");
    const other = await talanoa("fj-publisher", ["completion", "tcsh"]);
    expect(other).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("bash, zsh or fish"),
    });
  });

  test("says which identities there are when it is given one that there is not", async () => {
    const typo = await talanoa("fj-publsher", ["whoami"]);
    expect(typo).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("--as fj-publisher"),
    });
    const other = await talanoa("nobody", ["whoami"]);
    expect(other).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("one of: as-auditor"),
    });
    const none = await shell.run(["whoami"]);
    expect(none).toMatchObject({ code: 2, out: "", err: expect.stringContaining("as whom?") });
  });

  test.each(["without a terminal", ...(hasTerminals() ? ["on a terminal"] : [])])(
    "shows what a notice holds so that it steers no terminal, %s",
    async (where) => {
      const onTerminal = where === "on a terminal";
      const evil = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202etxt\u2066\u200f\r\b";
      const ref = await putUnchecked(
        hub,
        "fj-publisher",
        alertDraft({
          title: `Title ${evil}`,
          where: { name: `Place ${evil}`, unlocode: "FJSUV" },
          goods: [{ name: `Goods ${evil}`, quantity: 1, unit: `kg ${evil}` }],
          narrative: `First ${evil}\n\tsecond ${evil}`,
          case_reference: `Case ${evil}`,
          conveyance: { name: `Vessel ${evil}`, call_sign: evil },
          audience: { participants: ["KI"] },
        }),
      );
      await inFeed("ki-liaison", ref);
      const kept = join(shell.folder, `evil-${onTerminal}.notice`);
      for (const args of [
        [
          "feed",
          "--count",
          "1",
          "--from-start",
          "--name",
          onTerminal ? "evil-t" : "evil-p",
          "--text",
          "title",
        ],
        ["list"],
        ["show", named(ref), "--save", kept],
        ["show", named(ref), "--json"],
        ["verify", kept],
        ["ack", named(ref)],
      ]) {
        const { code, out, err } = await shell.run(["--as", "ki-liaison", ...args], { onTerminal });
        const found = steering(out + err, { onTerminal });
        expect({ args, code, found }).toEqual({ args, code: 0, found: [] });
        expect(out).toContain("Title");
        if (args.includes("--json"))
          expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(`Title ${evil}`));
      }
    },
  );

  test.skipIf(!hasTerminals())(
    "asks a person at a terminal for an alert, and publishes it",
    async () => {
      const asking = shell.start(["--as", "fj-publisher", "publish", "--ask"], {
        onTerminal: true,
      });
      for (const [question, answer] of [
        ["Title", "Tobacco in a locker"],
        ["What was it", "seiz"],
        ["When", "2026-03-14"],
        ["Where", "FJSUV"],
        ["Goods", "Tobacco"],
        ["Class", "tobacco"],
        ["How much", "12 kg"],
        ["What happened", ""],
        ["case number", ""],
        ["Marking", "GREEN"],
        ["For whom", "TO"],
      ] as const) {
        await asking.says(question);
        await asking.says(": ");
        asking.type(`${answer}\r`);
      }
      await asking.says("Tonga (TO)");
      await asking.says("Send it? [y/N] ");
      asking.type("y\r");
      const { code, out } = await asking.ended;
      expect(readable(out)).toContain("Accepted  FJ/");
      expect(code).toBe(0);
      const ref = refIn(readable(out).slice(readable(out).indexOf("Accepted")));
      await inFeed("to-liaison", ref);
      const { out: page } = await talanoa("to-liaison", ["show", named(ref)]);
      expect(page).toContain("Tobacco in a locker");
      expect(page).toContain("12 kg");
    },
  );

  test("says where to go on when the hub goes away in the middle of the input, and nothing is doubled", async () => {
    const draft = alertDraft({ audience: { participants: ["PW"] } });
    const lines = Array.from({ length: 320 }, (_, i) =>
      i === 1 ? "no JSON\n" : `${JSON.stringify({ ...draft, title: `Crate ${i}` })}\n`,
    );
    const places = lines.map((_, i) => `line ${i + 1}`);
    const file = await written("bulk.jsonl", lines.join(""));
    await hub.stack.stop("alert-intake");
    const cut = await talanoa("fj-publisher", ["publish", file, "--json", "--wait", "1"]);
    await hub.stack.restart("alert-intake");
    expect(cut.err).toContain("0 accepted, 1 unfit and not sent, ");
    const [, skip = ""] = /was not read: go on with --skip (\d+)\.$/m.exec(cut.err)!;
    const left = jsonLines(cut.out);
    expect(left.map(({ place, fate }) => `${String(place)} ${String(fate)}`).toSorted()).toEqual(
      places
        .slice(0, Number(skip))
        .map((place, i) => `${place} ${i === 1 ? "unfit" : "waiting"}`)
        .toSorted(),
    );

    const rest = await talanoa("fj-publisher", ["publish", file, "--json", "--skip", skip]);
    expect(rest.code).toBe(0);
    const answers = jsonLines(rest.out);
    const its = answers.flatMap(({ place }) => place ?? []);
    expect(its).toEqual(places.slice(Number(skip)));
    const waited = answers.flatMap(({ place, id }) => (place === undefined ? id : []));
    expect(waited.toSorted()).toEqual(left.flatMap(({ id }) => id ?? []).toSorted());
    expect(new Set(answers.map(({ id }) => id)).size).toBe(319);
    const subjects = await noticeSubjects();
    const standing = answers.map(
      ({ id }) => subjects.filter((subject) => subject.includes(String(id))).length,
    );
    expect(new Set(standing)).toEqual(new Set([1]));
  });

  test.skipIf(!hasTerminals())(
    "keeps in a file what a person typed when the hub refuses it",
    async () => {
      const asking = shell.start(["--as", "fj-publisher", "publish", "--ask"], {
        onTerminal: true,
      });
      for (const [question, answer] of [
        ["Title", "Seen at night"],
        ["What was it", "sighting"],
        ["When", "2026-03-14"],
        ["Where", "FJSUV"],
        ["Goods", ""],
        ["What happened", "Left west."],
        ["case number", ""],
        ["Marking", "GREEN"],
        ["For whom", "XX"],
        ["Send it", "y"],
      ] as const) {
        await asking.says(question);
        await asking.says(question === "Send it" ? "] " : ": ");
        asking.type(`${answer}\r`);
      }
      const { code, out } = await asking.ended;
      expect({ code, out: readable(out) }).toMatchObject({
        code: 1,
        out: expect.stringContaining("alert-draft.yaml"),
      });
      const kept = await readFile(join(shell.folder, "alert-draft.yaml"), "utf8");
      expect(kept).toContain("title: Seen at night");
    },
  );

  test("lists each notice of the outbox with one reason, drops those that are named, and sends the rest under one head", async () => {
    const refused = await written("no.json", alertDraft({ audience: { groups: ["NO-SUCH"] } }));
    const good = await written("yes.json", alertDraft());
    const first = refIn((await talanoa("sb-publisher", ["publish", refused])).err);
    const listed = await talanoa("sb-publisher", ["outbox", "list"]);
    expect(listed.out).toMatch(
      /\n\S+ +refused +\S+ \S+ +\d+ +audience\.groups\[0\]: Name .* \(group-in-directory\)\n$/,
    );
    expect(listed.out.match(/audience\.groups/g)).toHaveLength(1);
    const gone = await talanoa("sb-publisher", ["outbox", "drop", first.id.slice(-8)]);
    expect(gone).toEqual({ code: 0, out: `Dropped   ${named(first)}/1\n`, err: "" });
    const again = await talanoa("sb-publisher", ["outbox", "drop", named(first)]);
    expect(again).toMatchObject({ code: 3, out: "" });

    await hub.stack.stop("alert-intake");
    const waiting: NoticeRef[] = [];
    for (let i = 0; i < 3; i++) {
      const { err } = await talanoa("sb-publisher", ["publish", good, "--wait", "0"]);
      waiting.push(refIn(err));
    }
    const dropped = await talanoa("sb-publisher", ["outbox", "drop", named(waiting[0]!)]);
    expect(dropped).toMatchObject({
      code: 0,
      err: expect.stringContaining("was not refused, it waited"),
    });
    await hub.stack.restart("alert-intake");
    const sent = await talanoa("sb-publisher", ["publish", good]);
    expect(sent.code).toBe(0);
    expect(sent.err).toBe("From the outbox, 2 notices that waited:\n");
    const subjects = await noticeSubjects();
    const standing = waiting.map(({ id }) => subjects.some((subject) => subject.includes(id)));
    expect(standing).toEqual([false, true, true]);
  });
});

/** The receipt that an identity's outbox keeps. */
async function receiptFile(name: string, { id }: NoticeRef): Promise<string> {
  const folder = join(hub.stack.dataDir, "outbox", name, "receipts");
  const file = (await readdir(folder)).find((each) => each.startsWith(id));
  return join(folder, file!);
}

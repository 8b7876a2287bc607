import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice, searchNotices, showNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { readExchange, recordIn } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };

let hub: TestHub;
let shell: Shell;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const talanoa: Shell["as"] = (...words) => shell.as(...words);

const answer: Shell["json"] = (...words) => shell.json(...words);

function refOf(line: { readonly [field: string]: unknown } | undefined): NoticeRef {
  const [origin = "", id = "", version = "1"] = String(line?.["notice"]).split("/");
  return { origin, id, version: Number(version) };
}

const nameOf = ({ origin, id }: NoticeRef) => `${origin}/${id}`;

async function inFeed(officer: string, ref: NoticeRef): Promise<void> {
  const client = await hub.as(officer);
  await vi.waitFor(() => getNotice(client, ref), PATIENCE);
}

/** Sends a request of Fiji, and waits until those who were asked have it. */
async function ask(args: readonly string[], asked: readonly string[]): Promise<NoticeRef> {
  const [sent] = await answer("fj-liaison", ["request", ...args]);
  expect(sent).toMatchObject({ fate: "accepted", warnings: [] });
  const ref = refOf(sent);
  for (const each of asked) await inFeed(`${each.toLowerCase()}-liaison`, ref);
  return ref;
}

/** Waits until an officer's list shows a request in a state; the line. */
function listed(officer: string, ref: NoticeRef, state: string) {
  return vi.waitFor(async () => {
    const lines = await answer(officer, ["request", "list", "--state", state]);
    const line = lines.find(({ notice }) => refOf({ notice }).id === ref.id);
    expect(line).toMatchObject({ kind: "request", request: { state } });
    return line!["request"];
  }, PATIENCE);
}

describe("a request, from who asks to the last answer", () => {
  test("is asked, answered and seen on both sides, each its own", async () => {
    const text = "Who owns the yacht Sample?\nWhen did she clear?";
    const ref = await ask(["--to", "TO,WS", "--by", "7d", "--text", text], ["TO", "WS"]);
    expect(await listed("fj-liaison", ref, "open")).toMatchObject({ awaited: ["TO", "WS"] });
    expect(await listed("to-liaison", ref, "open")).toMatchObject({ awaited: ["TO"] });

    // By options, in the name of an officer; the title and the marking are the request's.
    const [sent] = await answer("to-liaison", [
      "reply",
      nameOf(ref),
      "--state",
      "answered",
      "--text",
      "Sample Trading Ltd.",
    ]);
    const reply = refOf(sent);
    await inFeed("fj-liaison", reply);
    const fiji = await hub.as("fj-liaison");
    const content = await checkCopy(await getNotice(fiji, reply), directoryKeys(fiji));
    expect(content).toMatchObject({ kind: "notice", notice: { header: { origin: "TO", tlp: 3 } } });

    expect(await listed("to-liaison", ref, "answered")).toMatchObject({ awaited: [] });
    expect(await listed("fj-liaison", ref, "open")).toMatchObject({
      awaited: ["WS"],
      answers: [{ participant: "TO", reply: `TO/${reply.id}/1` }],
    });
    // Samoa is told neither of Tonga nor of its answer.
    expect(await listed("ws-liaison", ref, "open")).toMatchObject({ awaited: ["WS"], answers: [] });
    const samoa = await hub.as("ws-liaison");
    expect((await failure(getNotice(samoa, reply))).code).toBe("not-found");

    // By a draft that the command makes.
    const { out: draft } = await talanoa("ws-liaison", ["reply", nameOf(ref), "--template"]);
    await writeFile(
      join(shell.folder, "reply.yaml"),
      draft.replace("state: answered", "state: nothing-known"),
    );
    const [second] = await answer("ws-liaison", ["reply", nameOf(ref), "reply.yaml"]);
    expect(second).toMatchObject({ fate: "accepted" });
    expect(await listed("fj-liaison", ref, "answered")).toMatchObject({ awaited: [] });

    const { out } = await talanoa("fj-liaison", ["request", "list", "--own"]);
    expect(out).toContain("answered");
    expect(out).toContain("Who owns the yacht Sample?");
    expect(out).toContain(`TO by TO/${reply.id.slice(-8)}`);
    const shown = await talanoa("fj-liaison", ["show", nameOf(ref)]);
    expect(shown.out).toMatch(/request +answered, answer by/);
    const listedAsked = await answer("fj-liaison", ["request", "list", "--asked"]);
    expect(listedAsked).toEqual([]);

    // Whom else the answerer names gets the reply, and learns nothing more of the request.
    const also = ["--state", "partly", "--also", "WS", "--text", "She cleared on 2 July."];
    const [further] = await answer("to-liaison", ["reply", nameOf(ref), ...also]);
    await inFeed("ws-liaison", refOf(further));
    expect(await listed("ws-liaison", ref, "answered")).toMatchObject({
      answers: [{ participant: "WS" }],
    });
  });

  test("is sent as a draft, and says what is missing", async () => {
    const { out: typed } = await talanoa("fj-liaison", ["publish", "--template", "request"]);
    const [sent] = await answer("fj-liaison", ["request", "-"], { typed });
    expect(sent).toMatchObject({ fate: "accepted" });
    const nothing = await talanoa("fj-liaison", ["request", "--to", "TO"]);
    expect(nothing).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("--by, --text"),
    });
    const both = await talanoa("fj-liaison", ["request", "-", "--text", "Who?"], { typed });
    expect(both).toMatchObject({ code: 2, out: "" });
    const late = ["request", "--to", "TO", "--by", "2020-01-01", "--text", "Who?"];
    expect(await talanoa("fj-liaison", late)).toMatchObject({
      code: 2,
      err: expect.stringContaining("answer-by-after-issue"),
    });
    const dry = await answer("fj-liaison", [
      "request",
      "--to",
      "TO",
      "--by",
      "48h",
      "--text",
      "Board her",
      "--action",
      "--dry-run",
    ]);
    expect(dry).toMatchObject([
      {
        sent: false,
        sections: expect.arrayContaining([expect.objectContaining({ type: "action" })]),
      },
    ]);
  });

  test("is answered by nobody else: what one was not asked is answered as what does not exist", async () => {
    const ref = await ask(["--to", "TO", "--by", "7d", "--text", "Who?"], ["TO"]);
    const nothing = { ...ref, id: "0190a0b0-0000-7000-8000-000000000000" };
    const refusals = await Promise.all(
      [ref, nothing].map((each) =>
        talanoa("ki-liaison", ["reply", nameOf(each), "--state", "refused"]),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: 3, out: "" });
    expect(refusals[1]!.err).toBe(refusals[0]!.err);
    // Also when its name and digest are known from elsewhere.
    const fiji = await hub.as("fj-liaison");
    const content = await checkCopy(await getNotice(fiji, ref), directoryKeys(fiji));
    const digest = content.kind === "notice" ? Buffer.from(content.notice.digest) : Buffer.alloc(0);
    const draft = (its: NoticeRef) => ({
      kind: "reply",
      title: "The owner",
      reply: {
        request: `FJ/${its.id}/1`,
        request_digest: digest.toString("hex"),
        state: "refused",
      },
      marking: "TLP:AMBER",
      audience: { participants: ["FJ"] },
    });
    const kiribati = await hub.as("ki-liaison");
    const [known, unknown] = await Promise.all([
      failure(publish(kiribati, { draft: draft(ref) })),
      failure(publish(kiribati, { draft: draft(nothing) })),
    ]);
    expect(known).toEqual(unknown);
    expect(known.violations).toMatchObject([{ rule: "reply-request-held" }]);

    const missing = await talanoa("to-liaison", ["reply", nameOf(ref)]);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("--state") });
  });

  test("is withdrawn by its requester alone, and then nobody is awaited as overdue", async () => {
    const ref = await ask(["--to", "TO", "--by", "7d", "--text", "Who?"], ["TO"]);
    const other = await talanoa("to-liaison", ["request", "withdraw", nameOf(ref)]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("FJ asked: it alone") });
    expect(other.err).not.toContain("role");
    const done = await talanoa("fj-liaison", ["request", "withdraw", nameOf(ref)]);
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining("Withdrawn") });
    await listed("fj-liaison", ref, "withdrawn");
    await listed("to-liaison", ref, "withdrawn");
    const { publication } = await publish(await hub.as("fj-publisher"), { draft: alertDraft() });
    await inFeed("to-liaison", publication.ref);
    const alert = await talanoa("to-liaison", [
      "reply",
      nameOf(publication.ref),
      "--state",
      "refused",
    ]);
    expect(alert).toMatchObject({ code: 2, err: expect.stringContaining("is no request") });
  });

  test("that all have answered stays answered when it is withdrawn, and its requester is told so", async () => {
    const ref = await ask(["--to", "TO", "--by", "7d", "--text", "Who?"], ["TO"]);
    const reply = ["reply", nameOf(ref), "--state", "answered", "--text", "Sample Trading."];
    expect(await talanoa("to-liaison", reply)).toMatchObject({ code: 0 });
    await listed("fj-liaison", ref, "answered");
    const done = await talanoa("fj-liaison", ["request", "withdraw", nameOf(ref)]);
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining("it stays answered") });
    await listed("fj-liaison", ref, "answered");
    await vi.waitFor(async () => {
      const more = await talanoa("to-liaison", reply);
      expect(more.err).toContain("was withdrawn");
    }, PATIENCE);
  });
});

test("who is late is reminded, both sides see it, and the log has it once", async () => {
  const by = new Date(Date.now() + 15_000).toISOString();
  const question = ["--to", "TO,WS", "--by", by, "--text", "Who?"];
  const ref = await ask(question, ["TO", "WS"]);
  const drill = await ask([...question, "--exercise"], ["TO", "WS"]);
  const reminded = async (officer: string) => {
    await using feed = subscribe(await hub.as(officer), { name: "reminders", fromStart: true });
    for await (const { number, content } of feed) {
      feed.received(number);
      if (content.kind === "reminder" && content.reminder.notice?.id === ref.id)
        return content.reminder.participants;
    }
    throw new Error("the feed ended");
  };
  expect(await reminded("fj-liaison")).toEqual(["TO", "WS"]);
  expect(await reminded("to-liaison")).toEqual(["TO"]);
  await listed("fj-liaison", ref, "overdue");
  const late = async (officer: string, option: string) => {
    const lines = await answer(officer, ["overdue", option]);
    return lines.filter(({ notice }) => refOf({ notice }).id === ref.id);
  };
  expect(await late("fj-liaison", "--own")).toMatchObject([{ of: "answer", late: ["TO", "WS"] }]);
  expect(await late("fj-liaison", "--due")).toEqual([]);
  expect(await late("to-liaison", "--due")).toMatchObject([{ own: false, late: ["TO"] }]);
  expect(await late("ki-liaison", "--due")).toEqual([]);
  const { out } = await talanoa("to-liaison", ["overdue"]);
  expect(out).toContain("your administration");

  // Of the exercise, which is as late, nothing is said unless one asks.
  const seen = async (officer: string, command: string[]) => {
    const lines = await answer(officer, command);
    return [ref, drill].map(({ id }) => lines.some(({ notice }) => refOf({ notice }).id === id));
  };
  for (const officer of ["fj-liaison", "to-liaison"])
    for (const command of [["overdue"], ["request", "list"]]) {
      expect(await seen(officer, command)).toEqual([true, false]);
      expect(await seen(officer, [...command, "--exercises"])).toEqual([true, true]);
    }

  await answer("to-liaison", ["reply", nameOf(ref), "--state", "partly", "--text", "One of two."]);
  await listed("to-liaison", ref, "answered");
  await vi.waitFor(async () => {
    expect(await late("fj-liaison", "--own")).toMatchObject([{ late: ["WS"] }]);
  }, PATIENCE);
  expect(await late("to-liaison", "--due")).toEqual([]);

  const overdue = (await readExchange(hub.stack.natsUrl)).flatMap((message) => {
    const its = recordIn(message);
    return its?.step === "overdue" && its.record.facts!.overdue!.notice?.id === ref.id ? [its] : [];
  });
  expect(overdue).toHaveLength(1);
  // In the log Tonga's auditor reads of Tonga alone.
  const inLog = async (auditor: string) => {
    const entries = await wholeLog(await hub.as(auditor));
    return entries.flatMap(({ parts }) =>
      parts.flatMap(({ facts }) =>
        facts?.overdue?.notice?.id === ref.id ? [facts.overdue.participants] : [],
      ),
    );
  };
  await vi.waitFor(async () => expect(await inLog("to-auditor")).toEqual([["TO"]]), PATIENCE);
  expect(await inLog("fj-auditor")).toEqual([["TO", "WS"]]);
  expect(await inLog("ki-auditor")).toEqual([]);
});

describe("a search", () => {
  const conveyance = { name: "Pacific Sample", imo: "9074729", mmsi: "503111110" };
  const found = async (officer: string, text: string, identifiers = {}) => {
    const copies = await Array.fromAsync(
      searchNotices(await hub.as(officer), { text, identifiers }),
    );
    return copies.map(({ notice }) => NoticeHeader.decode(notice!.header).id);
  };

  test("finds what one holds by words and numbers, and names where else they are", async () => {
    const fiji = await hub.as("fj-publisher");
    const audience = { participants: ["TO"] };
    const marking = "TLP:AMBER";
    const title = "Yacht Pacific Sample off Nuku'alofa, word-planted";
    const first = (
      await publish(fiji, { draft: alertDraft({ title, conveyance, audience, marking }) })
    ).publication.ref;
    const second = (await publish(fiji, { draft: alertDraft({ conveyance, audience, marking }) }))
      .publication.ref;
    await vi.waitFor(async () => {
      expect(await found("to-liaison", "nukualofa planted")).toEqual([first.id]);
      expect(await found("to-liaison", "", { imo: ["IMO 9074729"] })).toEqual([
        second.id,
        first.id,
      ]);
    }, PATIENCE);
    const { alsoIn } = await showNotice(await hub.as("to-liaison"), first);
    expect(alsoIn).toMatchObject([{ notice: second, shared: { imo: ["9074729"] } }]);

    // Nobody else of all Members, by no door of the search.
    const wrong = hub.stack.identities
      .filter(
        ({ roles, participant }) => roles[0] === "liaison" && !["FJ", "TO"].includes(participant),
      )
      .map(({ name }) => name);
    expect(wrong.length).toBeGreaterThan(20);
    for (const officer of wrong) {
      expect(await found(officer, "planted")).toEqual([]);
      expect(await found(officer, "", { mmsi: ["503111110"] })).toEqual([]);
    }
    expect(await found("to-publisher", "planted")).toEqual([]);
    expect((await failure(found("to-auditor", "planted"))).code).toBe("permission-denied");
    // What was looked for stands nowhere in the stream.
    const records = (await readExchange(hub.stack.natsUrl)).filter(({ subject }) =>
      subject.startsWith("record."),
    );
    expect(records.some((message) => JSON.stringify(recordIn(message)).includes("planted"))).toBe(
      false,
    );

    const { code, out } = await talanoa("to-liaison", ["search", "NUKUALOFA", "--imo", "9074729"]);
    expect({ code, found: out.includes("Yacht Pacific Sample") }).toEqual({ code: 0, found: true });
    const shown = await talanoa("to-liaison", ["show", nameOf(first)]);
    expect(shown.out).toContain(`also in\n  FJ/${second.id}/1  IMO 9074729, MMSI 503111110`);
    const none = await talanoa("ki-liaison", ["search", "nukualofa", "planted"]);
    expect(none).toMatchObject({ code: 0, out: "", err: expect.stringContaining("Nothing") });
    const nothing = await talanoa("to-liaison", ["search"]);
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining("for what") });
    const bad = await talanoa("to-liaison", ["search", "--imo", "9074728"]);
    expect(bad).toMatchObject({ code: 1, err: expect.stringContaining("imo-form") });
  });

  test("goes on after its service was killed, and finds what came meanwhile", async () => {
    await hub.stack.kill("member-feeds", "SIGKILL", { stayDown: true });
    const fiji = await hub.as("fj-publisher");
    const { publication } = await publish(fiji, {
      draft: alertDraft({ title: "Afterwards planted", audience: { participants: ["TO"] } }),
    });
    await hub.stack.restart("member-feeds");
    await vi.waitFor(async () => {
      expect(await found("to-liaison", "afterwards")).toEqual([publication.ref.id]);
    }, PATIENCE);
  });
});

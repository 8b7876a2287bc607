import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { screen } from "@talanoa/client/screen.ts";
import { state } from "@talanoa/client/state.ts";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import {
  type Flag,
  FlagDecision,
  FlagNotice,
  FlagService,
  FlagState,
  Kind,
  type NoticeRef,
  Outcome,
  ProfileChange,
  ProfileService,
  SectionType,
  type SourcePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openCommands } from "./support/commands.ts";
import { copiesIn, readExchange, recordIn } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { type MadeUpTraveller, passengerList } from "./support/passenger-list.ts";

const patient = { timeout: 60_000, interval: 200 };
const LIST = "wanted";
let hub: TestHub;
/** New Zealand's system that sends messages, and an officer of its who decides. */
let system: HubClient;
let officer: HubClient;
const wanted = Array.from({ length: 3 + 4 * 4 }, (_, i) => traveller("ZQWANTED", i));

const someoneElse = { surname: "ZQOTHER", given: "MELE", birth: "910714", passport: "ZQ770001" };

function traveller(surname: string, number: number): MadeUpTraveller {
  return { surname, given: `SIONE${number}`, birth: "840229", passport: `ZQ88001${number}` };
}

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" }, { whole: true });
  system = connect(await loadIdentity(join(hub.stack.screeningDir, "nz-screening.json")));
  officer = await hub.as("nz-publisher");
  const others = [93, 95, 96, 97].map((number) => traveller("ZQWANTED", number));
  const entries = [...wanted, ...others].map(({ surname, given, passport }) => ({
    id: passport,
    names: [{ text: `${given} ${surname}` }],
    birthDates: ["1984-02-29"],
    documents: [{ number: passport, issuer: "TO" }],
  }));
  await importWatchlist(officer, LIST, { entries });
}, 300_000);
afterAll(async () => {
  await system?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function flags(): Promise<Flag[]> {
  return (await officer.call(FlagService.listFlags, { limit: 500 })).flags;
}

async function flagOf({ passport }: MadeUpTraveller): Promise<Flag> {
  const [flag, ...others] = (await flags()).filter((its) => its.documentNumber === passport);
  expect(others).toEqual([]);
  return flag!;
}

/** The flag of a traveller, raised, confirmed and taken by the hub. */
async function told(who: MadeUpTraveller): Promise<Flag & { ref: NoticeRef }> {
  await screen(system, passengerList([who, someoneElse]));
  const { id } = await flagOf(who);
  await officer.call(FlagService.decideFlag, { id, decision: FlagDecision.CONFIRM });
  const flag = await vi.waitFor(async () => {
    const its = await flagOf(who);
    expect(its.noticeState).toBe(FlagNotice.ACCEPTED);
    return its;
  }, patient);
  const [origin = "", notice = "", version] = flag.notice.split("/");
  return { ...flag, ref: { origin, id: notice, version: Number(version) } };
}

async function precisionOf(watchlist: string): Promise<SourcePrecision | undefined> {
  const { sources } = await officer.call(FlagService.listPrecision, {});
  return sources.find((source) => source.watchlist === watchlist);
}

async function held(name: string, ref: NoticeRef): Promise<OpenedNotice> {
  const reader = await hub.as(name);
  const content = await checkCopy(await getNotice(reader, ref), directoryKeys(reader));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  expect(content.signsOnly).toEqual([Kind.RISK_FLAG]);
  return content.notice;
}

describe("a traveller who is on a Member's list", () => {
  test("is told of to the Members on the journey once an officer confirms, and to nobody else", async () => {
    const who = wanted[0]!;
    const { ref, id } = await told(who);
    const copy = await vi.waitFor(() => held("fj-liaison", ref), patient);
    expect(sectionOf(copy, SectionType.RISK_FLAG)).toMatchObject({
      reference: id,
      flight: "ZZ410",
      departs: "NZAKL",
      arrives: "FJNAN",
      grade: "A",
      reasons: ["name-match"],
      profile: "watchlist",
    });
    // New Zealand has an agreement with Fiji on passengers.
    expect(sectionOf(copy, SectionType.PASSENGERS)?.passengers).toMatchObject([
      { name: `${who.surname}/${who.given}`, documentNumber: who.passport },
    ]);
    for (const other of ["to-liaison", "au-liaison"]) {
      expect((await failure(getNotice(await hub.as(other), ref))).code).toBe("not-found");
    }
    const trail = await trailOf(await hub.as("nz-auditor"), { ...ref, version: 0 });
    expect(trail.map(({ step }) => step)).toEqual(
      expect.arrayContaining(["flag-decided", "accepted", "routed"]),
    );
  });

  test("and whose booking is cancelled is told of no more", async () => {
    const who = wanted[1]!;
    const { ref } = await told(who);
    await vi.waitFor(() => held("fj-liaison", ref), patient);
    await screen(system, passengerList([who], { begin: "BGM+745+XR" }));
    expect((await flagOf(who)).state).toBe(FlagState.WITHDRAWN);
    const next = await vi.waitFor(() => held("fj-liaison", { ...ref, version: 2 }), patient);
    expect(sectionOf(next, SectionType.RISK_FLAG)?.withdrawn).toBe(true);
    expect(sectionOf(next, SectionType.PASSENGERS)).toBeNull();
  });

  test("is told of whatever is wrong with another Member's identity, whose own flags go when it is mended", async () => {
    const file = join(hub.stack.screeningDir, "to-screening.json");
    const [right, tongan] = [await readFile(file, "utf8"), await hub.as("to-publisher")];
    const [theirs, ours] = [traveller("ZQTHEIRS", 94), traveller("ZQWANTED", 95)];
    const wanted = {
      id: theirs.passport,
      names: [{ text: theirs.surname }],
      documents: [{ number: theirs.passport, issuer: "TO" }],
    };
    await importWatchlist(tongan, LIST, { entries: [wanted] });
    await using theirSystem = connect(await loadIdentity(file));
    await screen(theirSystem, passengerList([theirs]));
    const identity = JSON.parse(right) as { token: string };
    await writeFile(file, JSON.stringify({ ...identity, token: "no.longer.good" }));
    const theirFlag = async () => (await tongan.call(FlagService.listFlags, {})).flags[0]!;
    const { id } = await theirFlag();
    await tongan.call(FlagService.decideFlag, { id, decision: FlagDecision.CONFIRM });
    await told(ours);
    expect((await theirFlag()).noticeState).toBe(FlagNotice.WAITING);
    // Half written, as by a copy that was interrupted.
    await writeFile(file, right.slice(0, 100));
    await told(traveller("ZQWANTED", 93));
    await writeFile(file, right);
    await vi.waitFor(
      async () => expect((await theirFlag()).noticeState).toBe(FlagNotice.ACCEPTED),
      patient,
    );
  });
});

describe("what comes of a flag", () => {
  test("at the border is counted for the list that raised it", async () => {
    const { ref } = await told(traveller("ZQWANTED", 2));
    const notice = await vi.waitFor(() => held("fj-liaison", ref), patient);
    const before = await precisionOf(LIST);
    await state(await hub.as("fj-liaison"), notice, { outcome: { outcome: Outcome.CONFIRMED } });
    await vi.waitFor(async () => {
      const { checked, checkConfirmed } = (await precisionOf(LIST))!;
      expect({ checked, checkConfirmed }).toEqual({ checked: 1, checkConfirmed: 1 });
    }, patient);
    expect(await precisionOf(LIST)).toMatchObject({ raised: before!.raised, version: 0 });
    const others = await (await hub.as("fj-publisher")).call(FlagService.listPrecision, {});
    expect(others.sources).toEqual([]);
  });

  test("of a profile that says so is told at once, by the hub itself", async () => {
    const age = (years: number) => ({ traveller: { age: years } });
    const profile = JSON.stringify({
      id: "of-seventy-nine",
      title: "Of an age",
      expression: "traveller.age == 79",
      reasons: ["random"],
      examples: [
        { title: "Of it", hits: true, facts: age(79) },
        { title: "Younger", hits: false, facts: age(30) },
      ],
    });
    const request = { profile, grade: "D", atOnce: true };
    const { id, version } = (await officer.call(ProfileService.saveProfile, request)).profile!;
    const change = (by: HubClient, its: ProfileChange) =>
      by.call(ProfileService.changeProfile, { id, version, change: its });
    await change(officer, ProfileChange.PROPOSE);
    await change(await hub.as("nz-liaison"), ProfileChange.ACTIVATE);
    const year = new Date(Date.now() + 86_400_000).getUTCFullYear() - 80;
    const birth = `${String(year).slice(2)}1231`;
    const who = { surname: "ZQOTHER", given: "SEINI", birth, passport: "ZQ770002" };
    await screen(system, passengerList([who], { flight: "ZZ0600" }));
    const flag = await vi.waitFor(async () => {
      const its = await flagOf(who);
      expect(its.noticeState).toBe(FlagNotice.ACCEPTED);
      return its;
    }, patient);
    expect(flag).toMatchObject({ profile: id, decidedBy: "", grade: "D", reasons: ["random"] });
    await using shell = await openCommands(hub.stack.identitiesDir);
    // Told, and nobody has said yet what the check came to.
    expect(await shell.json("nz-publisher", ["profile", "precision", id])).toEqual([
      expect.objectContaining({
        profile: id,
        version,
        raised: 1,
        confirmed: 1,
        checked: 0,
        check_unsaid: 1,
        precision: null,
        retire: false,
      }),
    ]);
    expect(await shell.json("nz-publisher", ["profile", "precision", "another"])).toEqual([]);
    await change(officer, ProfileChange.RETIRE);
  });
});

describe("the commands", () => {
  test("import a list, show and decide its flags, and remove it", async () => {
    await using shell = await openCommands(hub.stack.identitiesDir);
    const [who, other] = [91, 92].map((number) => traveller("ZQWANTED", number)) as [
      MadeUpTraveller,
      MadeUpTraveller,
    ];
    const rows = [who, other].map(
      ({ surname, given, passport }) =>
        `person,${passport},${given} ${surname},,,1984-02-29,TO:${passport},M,TO,,,,`,
    );
    const header =
      "kind,id,name,aliases,weak_aliases,birth_dates,documents,sex,nationalities,imo,mmsi,call_sign,flag";
    const file = join(shell.folder, "list.csv");
    await writeFile(file, [header, ...rows, "vessel,v1,MV Made Up,,,,,,,9074729,,,"].join("\n"));
    const as = (...args: string[]) => shell.json("nz-publisher", args);
    const [imported] = await as("watchlist", "import", "cases", file);
    expect(imported).toMatchObject({
      id: "cases",
      version: 1,
      entries: 3,
      persons: 2,
      vessels: 1,
      companies: 0,
    });
    expect(await as("watchlist", "list")).toContainEqual(
      expect.objectContaining({ id: "cases", entries: 3, imported_by: officer.identity.principal }),
    );
    await screen(system, passengerList([who, other], { flight: "ZZ0777" }));
    const waiting = (await as("flag", "list")).filter(({ watchlist }) => watchlist === "cases");
    expect(waiting.map(({ surname, state }) => [surname, state])).toEqual([
      ["ZQWANTED", "draft"],
      ["ZQWANTED", "draft"],
    ]);
    const ids = waiting.map(({ id }) => String(id));
    const short = await shell.as("nz-publisher", ["flag", "confirm", ids[0]!.slice(-5)]);
    expect([short.code, short.err]).toEqual([2, expect.stringContaining("6 characters or more")]);
    const [confirmed] = await as("flag", "confirm", ids[0]!.slice(-6).toUpperCase());
    expect(confirmed).toMatchObject({ id: ids[0], state: "confirmed" });
    const [dismissed] = await as("flag", "dismiss", ids[1]!);
    expect(dismissed).toMatchObject({ id: ids[1], state: "dismissed", notice: null });
    const shown = (await shell.as("nz-publisher", ["flag", "list", "--all"])).out;
    expect(shown).toContain("ZQWANTED/SIONE91");
    const voyage = passengerList([someoneElse], { flight: "ZZ0778" }).toString("latin1");
    const vessel = "TDT+20+V778+1+++++9074729:146:11:BLUE REEF:TO'";
    await screen(system, Buffer.from(voyage.replace(/TDT[^']*'/, vessel), "latin1"));
    const ofVessel = (await as("flag", "list")).filter(({ named_as: named }) => named === "vessel");
    expect(ofVessel).toMatchObject([
      { entry: "v1", entry_kind: "vessel", named: "BLUE REEF", flight: "V778", surname: "" },
    ]);
    const [ofAll] = await as("flag", "confirm", String(ofVessel[0]!["id"]));
    expect(ofAll).toMatchObject({ state: "confirmed", notice: null });
    await as("watchlist", "remove", "cases");
    expect(await as("watchlist", "list")).toHaveLength(1);
    await writeFile(file, [header, "person,,Nobody,,,1984-13-01,,,,,,,"].join("\n"));
    const refused = await shell.as("nz-publisher", ["watchlist", "import", "cases", file]);
    expect(refused.code).toBe(2);
    // A line for each fault.
    expect(refused.err).toMatch(/\n {2}line 2, id: .*\n {2}line 2, birth_dates: /);
    expect(refused.err).not.toContain("Nobody");
  });

  test("have the hub screen files, and say what it made of them", async () => {
    await using shell = await openCommands(hub.stack.identitiesDir);
    const who = traveller("ZQWANTED", 97);
    const list = passengerList([who], { flight: "ZZ0888" });
    await writeFile(join(shell.folder, "packed.edi.gz"), gzipSync(list));
    await writeFile(join(shell.folder, "letter.txt"), "Dear customs");
    const sent = ["screen", "packed.edi.gz", "letter.txt", "--send"];
    const { code, out, err } = await shell.as("nz-publisher", sent);
    const flag = (await flags()).find(({ flight }) => flight === "ZZ888");
    expect(out).toContain(`flag ${flag!.id.slice(-8)}, grade A: wanted`);
    expect(out).toMatch(/^PAXLST:\S+ new: ZZ888 \S+ \S+, 1 traveller$/m);
    expect(err).toContain("letter.txt: refused. Send PAXLST or PNRGOV messages");
    expect(err).toMatch(/1 traveller with hits; 1 file refused\n$/);
    expect(code).toBe(10);
    const told = await shell.as("nz-publisher", ["screen", "packed.edi.gz", "--send"]);
    expect(told.out).toMatch(/^Screened before, at \S+; found then:$/m);
    const again = await shell.as("nz-publisher", ["screen", "packed.edi.gz", "--send", "--json"]);
    expect(JSON.parse(again.out)).toMatchObject({
      repeated: true,
      messages: [{ kind: "paxlst", hits: [{ flag: flag!.id }] }],
    });
    expect((await shell.as("nz-auditor", ["screen", "packed.edi.gz", "--send"])).code).toBe(4);
  });

  test("count what the screening did, for its Member alone", async () => {
    await using shell = await openCommands(hub.stack.identitiesDir);
    const of = async (name: string, ...args: string[]) =>
      (await shell.json(name, ["flag", "figures", ...args]))[0]!;
    const before = await of("nz-publisher");
    await told(traveller("ZQWANTED", 96));
    const after = await of("nz-publisher", "--from", "1d");
    for (const [figure, more] of [
      ["transmissions", 1],
      ["messages", 1],
      ["travellers", 2],
      ["confirmed", 1],
      ["told", 1],
      ["dismissed", 0],
    ] as const) {
      expect([figure, Number(after[figure]) - Number(before[figure])]).toEqual([figure, more]);
    }
    expect(await of("fj-publisher")).toMatchObject({ transmissions: 0, flags: 0, told: 0 });
    expect(await of("nz-publisher", "--to", "2020-01")).toMatchObject({ messages: 0, flags: 0 });
  });

  test("show who travelled to two persons together", async () => {
    await using shell = await openCommands(hub.stack.identitiesDir);
    const who = { ...someoneElse, passport: "ZQ770003", given: "LOSA" };
    await screen(system, passengerList([who], { flight: "ZZ0999" }));
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const publisher = (...args: string[]) => shell.json("nz-publisher", ["trip", ...args]);
    const liaison = (...args: string[]) => shell.json("nz-liaison", ["trip", ...args]);
    const [trip, ...others] = await publisher("list", "zz0999", day);
    expect(others).toEqual([]);
    expect(trip).toMatchObject({ from: "AKL", to: "NAN", role: "passenger" });
    expect(JSON.stringify(trip)).not.toContain("ZQ");
    const identify = ["identify", String(trip!.id), "--case", "NZ-2026-7"];
    const [asked] = await publisher(...identify);
    expect(asked).toMatchObject({ identity: null });
    const alone = await shell.as("nz-publisher", ["trip", "grant", String(asked!.request)]);
    expect(alone.err).toContain("Another person");
    expect(await liaison("requests")).toMatchObject([
      { request: asked!.request, trip: trip!.id, case: "NZ-2026-7", granted_by: null },
    ]);
    const shown = { surname: "ZQOTHER", given_names: "LOSA", document_numbers: ["ZQ770003"] };
    const short = String(asked!.request).slice(-5);
    const tooShort = await shell.as("nz-liaison", ["trip", "grant", short]);
    expect([tooShort.code, tooShort.err]).toEqual([2, expect.stringContaining("6 characters")]);
    const six = String(asked!.request).slice(-6).toUpperCase();
    expect(await liaison("grant", six)).toMatchObject([{ identity: shown }]);
    expect(await publisher(...identify)).toMatchObject([{ identity: shown }]);
    const noCase = await shell.as("nz-publisher", ["trip", "identify", String(trip!.id)]);
    expect([noCase.code, noCase.err.includes("--case")]).toEqual([2, true]);
  });

  test("save, try and put a profile in use, by two persons", async () => {
    await using shell = await openCommands(hub.stack.identitiesDir);
    const file = join(shell.folder, "crew-of-none.yaml");
    await writeFile(
      file,
      [
        "id: small-bags",
        "title: Comes with one bag",
        "expression: bags.pieces == 1",
        "reasons: [baggage]",
        "examples:",
        "  - { title: One bag, hits: true, facts: { bags: { pieces: 1 } } }",
        "  - { title: Two bags, hits: false, facts: { bags: { pieces: 2 } } }",
      ].join("\n"),
    );
    const [saved] = await shell.json("nz-publisher", ["profile", "save", file, "--grade", "D"]);
    expect(saved).toMatchObject({ id: "small-bags", version: 1, state: "draft", grade: "D" });
    const [tried] = await shell.json("nz-publisher", ["profile", "try", file]);
    expect(tried).toMatchObject({ hits: 0 });
    const { err: said } = await shell.as("nz-publisher", ["profile", "try", file]);
    const count = Number(tried!.travellers);
    const begins = count < 10 ? `Too few travellers are held to count: ${count},` : `Of ${count} `;
    expect(said.startsWith(begins)).toBe(true);
    await shell.json("nz-publisher", ["profile", "propose", "small-bags", "1"]);
    const alone = await shell.as("nz-publisher", ["profile", "activate", "small-bags", "1"]);
    expect(alone.code).toBe(1);
    expect(alone.err).toContain("another person does.");
    const [active] = await shell.json("nz-liaison", ["profile", "activate", "small-bags", "1"]);
    expect(active).toMatchObject({ state: "active", activated_by: expect.any(String) });
    const [retired] = await shell.json("nz-liaison", ["profile", "retire", "small-bags", "1"]);
    expect(retired).toMatchObject({ state: "retired" });
    expect((await shell.as("nz-liaison", ["profile", "list"])).out).toContain("small-bags");
  });
});

/** The copies of notices, given as `NZ/0198…/1`, that a participant has. */
function copiesFor(reader: string, messages: readonly StoredMessage[], notices: readonly string[]) {
  return copiesIn(messages).filter(
    ({ participant, notice }) =>
      participant === reader && notices.some((its) => its.startsWith(notice)),
  );
}

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

const keyOf = (participant: string, digest: Uint8Array): string =>
  `${participant}/${Buffer.from(digest).toString("hex")}`;

/** Each transmission that the screening's database has, as keyOf names it. */
async function keptTransmissions(): Promise<string[]> {
  const client = new pg.Client(hub.stack.postgresUrl("risk_profile"));
  await client.connect();
  try {
    const { rows } = await client.query<{ participant: string; digest: Buffer }>(
      "select participant, digest from transmission union select participant, digest from held_transmission",
    );
    return rows.map(({ participant, digest }) => keyOf(participant, digest));
  } finally {
    await client.end();
  }
}

const victims = ["risk-profile", "postgres", "nats", "alert-intake"];

test.each(victims)(
  "kill -9 of %s, again and again: each message is screened once and recorded, each flag told once",
  async (victim) => {
    const first = 3 + 4 * victims.indexOf(victim);
    const those = wanted.slice(first, first + 4);
    const lists = those.map((who, i) => passengerList([who], { flight: `ZZ05${first + i}` }));
    const stop = new AbortController();
    const killing = (async () => {
      for (let i = 0; i < 3 && !stop.signal.aborted; i++) {
        await new Promise((resolve) => setTimeout(resolve, 150 + 170 * i));
        await hub.stack.kill(victim, "SIGKILL");
        await hub.stack.serving(victim);
      }
    })();
    const ids = await Promise.all(
      those.map(async (who, i) => {
        await screen(system, lists[i]!, { patience: 90_000 });
        const { id } = await vi.waitFor(() => flagOf(who), patient);
        const decision = { id, decision: FlagDecision.CONFIRM };
        await officer.call(FlagService.decideFlag, decision, { patience: 90_000 });
        return id;
      }),
    );
    await killing;
    stop.abort();
    await vi.waitFor(async () => {
      const states = (await flags()).filter(({ id }) => ids.includes(id));
      expect(states.map(({ noticeState }) => noticeState)).toEqual(
        ids.map(() => FlagNotice.ACCEPTED),
      );
    }, patient);
    const notices = (await flags())
      .filter(({ id }) => ids.includes(id))
      .map(({ notice }) => notice);
    // Routed once the broker is back: until then there is no copy.
    const messages = await vi.waitFor(async () => {
      const all = await readExchange(hub.stack.natsUrl);
      expect(copiesFor("FJ", all, notices).length).toBeGreaterThanOrEqual(ids.length);
      return all;
    }, patient);
    expect(copiesFor("FJ", messages, notices)).toHaveLength(ids.length);
    const records = messages.flatMap((message) => recordIn(message)?.record.facts ?? []);
    const decided = records.flatMap(({ flagDecided }) => flagDecided?.flag ?? []);
    expect(decided.filter((flag) => ids.includes(flag)).sort()).toEqual([...ids].sort());
    const screened = records.flatMap((facts) => facts.screened ?? []);
    const digests = screened.map(({ digest }) => Buffer.from(digest).toString("hex"));
    expect(new Set(digests).size).toBe(digests.length);
    const recorded = screened.map(({ participant, digest }) => keyOf(participant, digest));
    const kept = await keptTransmissions();
    expect(kept).toEqual(expect.arrayContaining(lists.map((list) => keyOf("NZ", sha256(list)))));
    expect(kept.filter((its) => !recorded.includes(its))).toEqual([]);
  },
  240_000,
);

test("no log of a service names a traveller, and no file of the screening's database does", async () => {
  const { dataDir } = hub.stack;
  const words = ["ZQWANTED", "ZQOTHER", "ZQ88001"];
  for (const folder of ["logs", "postgres", "services"]) {
    expect(await filesWith(join(dataDir, folder), words)).toEqual([]);
  }
  expect(await filesWith(join(dataDir, "postgres"), ["held_transmission"])).not.toEqual([]);
  // In the stream a confirmed flag's passengers stand, for as long as it does: the search finds what there is.
  expect(await filesWith(join(dataDir, "nats"), ["ZQWANTED"])).not.toEqual([]);
  expect(await filesWith(join(dataDir, "nats"), ["ZQ770001"])).toEqual([]);
});

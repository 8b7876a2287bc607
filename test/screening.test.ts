import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { screen } from "@talanoa/client/screen.ts";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import {
  type Flag,
  FlagDecision,
  FlagNotice,
  FlagService,
  FlagState,
  Kind,
  type NoticeRef,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
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
const wanted = Array.from({ length: 8 }, (_, i) => traveller("ZQWANTED", i));

const someoneElse = { surname: "ZQOTHER", given: "MELE", birth: "910714", passport: "ZQ770001" };

function traveller(surname: string, number: number): MadeUpTraveller {
  return { surname, given: `SIONE${number}`, birth: "840229", passport: `ZQ88001${number}` };
}

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  system = connect(await loadIdentity(join(hub.stack.screeningDir, "nz-screening.json")));
  officer = await hub.as("nz-publisher");
  const entries = wanted.map(({ surname, given, passport }) => ({
    id: passport,
    names: [{ text: `${given} ${surname}` }],
    birthDates: ["1984-02-29"],
    documents: [{ number: passport, issuer: "TO" }],
  }));
  await importWatchlist(officer, LIST, entries);
}, 120_000);
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
});

test("kill -9 of the screening, again and again: each message is screened once, each flag told once", async () => {
  const those = wanted.slice(2);
  const lists = those.map((who, i) => passengerList([who], { flight: `ZZ05${i}0` }));
  const stop = new AbortController();
  const killing = (async () => {
    for (let i = 0; i < 3 && !stop.signal.aborted; i++) {
      await new Promise((resolve) => setTimeout(resolve, 150 + 170 * i));
      await hub.stack.kill("risk-profile", "SIGKILL");
      await hub.stack.serving("risk-profile");
    }
  })();
  const ids = await Promise.all(
    those.map(async (who, i) => {
      await screen(system, lists[i]!, { patience: 90_000 });
      const { id } = await flagOf(who);
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
  const messages = await readExchange(hub.stack.natsUrl);
  const records = messages.flatMap((message) => recordIn(message)?.record.facts ?? []);
  const decided = records.flatMap(({ flagDecided }) => flagDecided?.flag ?? []);
  expect(decided.filter((flag) => ids.includes(flag)).sort()).toEqual([...ids].sort());
  const screened = records.flatMap((facts) => facts.screened ?? []);
  const digests = screened.map(({ digest }) => Buffer.from(digest).toString("hex"));
  expect(new Set(digests).size).toBe(digests.length);
  const notices = (await flags()).filter(({ id }) => ids.includes(id)).map(({ notice }) => notice);
  const copies = copiesIn(messages).filter(
    ({ participant, notice }) =>
      participant === "FJ" && notices.some((its) => its.startsWith(notice)),
  );
  expect(copies).toHaveLength(ids.length);
}, 240_000);

test("no log of a service names a traveller, and no file of the screening's database does", async () => {
  const { dataDir } = hub.stack;
  const words = ["ZQWANTED", "ZQOTHER", "ZQ88001"];
  for (const folder of ["logs", "postgres", "services"]) {
    expect(await filesWith(join(dataDir, folder), words)).toEqual([]);
  }
  // In the stream a confirmed flag's passengers stand, for as long as it does: the search finds what there is.
  expect(await filesWith(join(dataDir, "nats"), ["ZQWANTED"])).not.toEqual([]);
  expect(await filesWith(join(dataDir, "nats"), ["ZQOTHER"])).toEqual([]);
});

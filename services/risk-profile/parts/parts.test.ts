import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Flag, FlagService } from "@talanoa/contract/generated/talanoa.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openKeyFiles } from "../keys/key-files.ts";
import { sweep } from "../sweep/sweep.ts";
import { migrations } from "../tables/migrations.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { entryOf, importList } from "../testing/lists.ts";
import { bookingPush, listPart, type Person, preparedAt } from "../testing/messages.ts";
import { fiji, type RunningScreening, runScreening, screenedOf } from "../testing/run-screening.ts";

const HOUR = 3_600_000;
const DAYS = 100 * 24 * HOUR;
const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const patient = { timeout: 60_000, interval: 100 };

let screening: RunningScreening;
let people = 0;
function person(surname = "ZQMELE", given = "VAIOLA", birth = "910714"): Person {
  people += 1;
  return { surname, given, birth, passport: `ZQ900000${people}` };
}
const wanted = ["TEVITA", "PAULO", "KALOLO", "HENELE", "MOSESE"].map((given, i) =>
  person("ZQTAUFA", given, `84022${i}`),
);

beforeAll(async () => {
  screening = await runScreening();
  await importList(screening, officer, "wanted", wanted.map(entryOf));
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function send(bytes: Buffer) {
  return screenedOf((await screening.send(fiji, bytes))[0]);
}

async function flagsOf({ passport }: Person): Promise<Flag[]> {
  const token = await screening.hub.token(officer);
  const { flags } = await screening.service.call(FlagService.listFlags, { limit: 500 }, token);
  return flags.filter(({ documentNumber }) => documentNumber === passport);
}

const waiting = async () => (await screening.rows("select 1 from waiting_part")).length;

describe("a message whose parts come in transmissions of their own", () => {
  test("is screened when it is whole, in whatever order and over a restart; a part is told that it waits", async () => {
    const whole = [person(), person(), wanted[0]!];
    const last = await send(listPart([whole[2]!], "03:F"));
    expect(last.messages).toEqual([]);
    expect(last.waiting).toMatchObject([{ kind: "paxlst", type: "PAXLST:D:05B:UN:IATA", part: 3 }]);
    expect(last.waiting[0]!.until).toBeGreaterThan(Date.now());
    const first = listPart([whole[0]!], "01:C");
    const { waiting: waits } = await send(first);
    expect(waits).toHaveLength(1);
    expect(await send(first)).toMatchObject({ repeated: true, waiting: waits });
    expect(await flagsOf(wanted[0]!)).toEqual([]);
    await screening.rows("checkpoint");
    expect(await filesWith(screening.stores[1]!, ["ZQTAUFA", "ZQMELE", "ZQ900000"])).toEqual([]);
    await screening.restart();
    const middle = listPart([whole[1]!], "02");
    const joined = await send(middle);
    expect(joined.waiting).toEqual([]);
    expect(joined.messages).toMatchObject([
      { complete: true, travellers: 3, issues: [], hits: [{ watchlist: "wanted" }] },
    ]);
    expect(await flagsOf(wanted[0]!)).toHaveLength(1);
    expect(await waiting()).toBe(0);
    expect(await send(middle)).toEqual({ ...joined, repeated: true });
    // It waits no more.
    expect(await send(first)).toMatchObject({ repeated: true, waiting: [] });
    expect(await waiting()).toBe(0);
  });

  test("is screened whole when one transmission has it more than once", async () => {
    const those = [person(), person()];
    const both = those.map((each, i) => listPart([each], i === 0 ? "01:C" : "02:F", "260901"));
    const twice = await send(Buffer.concat([...both, ...both]));
    expect(twice.messages[0]).toMatchObject({ complete: true, travellers: 2 });
    expect(await waiting()).toBe(0);
  });

  test("is whole when its last parts come at once, and after a crash before the last was kept", async () => {
    const parts = [
      listPart([person()], "01:C", "260312"),
      listPart([wanted[1]!], "02", "260312"),
      listPart([person()], "03:F", "260312"),
    ];
    const answers = await Promise.all(parts.map(send));
    expect(answers.flatMap(({ messages }) => messages)).toMatchObject([{ travellers: 3 }]);
    expect(await flagsOf(wanted[1]!)).toHaveLength(1);
    expect(await waiting()).toBe(0);
    await send(listPart([person()], "01:C", "260313"));
    const last = listPart([wanted[2]!], "02:F", "260313");
    const digest = createHash("sha256").update(last).digest("hex");
    // What a crash leaves: a record, and nothing kept.
    await screening.rows(
      "alter table held_transmission add constraint fails check (digest is null) not valid",
    );
    await refusalOf(screening.send(fiji, last));
    await screening.rows("alter table held_transmission drop constraint fails");
    expect(await waiting()).toBe(1);
    expect((await send(last)).messages).toMatchObject([{ complete: true, travellers: 2 }]);
    expect(await screening.hub.stored(`record.screened.FJ.${digest}`)).toHaveLength(1);
    expect(await waiting()).toBe(0);
  });

  test("and never becomes whole is screened as far as it came once its time is over, and recorded", async () => {
    await send(listPart([wanted[3]!], "01:C", "260314"));
    await send(listPart([wanted[4]!], "03:F", "260314"));
    const before = (await screening.hub.stored("record.screened.FJ.>")).length;
    screening.ahead = 1.1 * HOUR;
    await vi.waitFor(async () => expect(await waiting()).toBe(0), patient);
    for (const who of [wanted[3]!, wanted[4]!]) expect(await flagsOf(who)).toHaveLength(1);
    const records = (await screening.hub.stored("record.screened.FJ.>")).map(recordOf);
    expect(records).toHaveLength(before + 1);
    expect(records.at(-1)).toMatchObject({
      principal: "fj-screening",
      facts: { screened: { messages: 1, travellers: 2 } },
    });
  });

  test("is screened long before its parts go, however short these are held", async () => {
    await using brief = await runScreening({ TALANOA_RAW_HOURS: "1" });
    await importList(brief, officer, "wanted", wanted.map(entryOf));
    await brief.send(fiji, listPart([wanted[0]!], "01:C", "260318"));
    brief.ahead = 0.6 * HOUR;
    await vi.waitFor(
      async () => expect(await brief.rows("select 1 from waiting_part")).toEqual([]),
      patient,
    );
    expect(await brief.rows("select 1 from flag")).toHaveLength(1);
    // What is due all the same, as after hours without the service, is told.
    await brief.send(fiji, listPart([wanted[1]!], "01:C", "260319"));
    await using database = await openDatabase<ScreeningTables>({
      url: brief.postgres.url("risk_profile"),
      name: "test",
      migrations,
    });
    const keys = await openKeyFiles(join(brief.dataDir, "keys"));
    const lifetimes = { held: HOUR, waiting: HOUR, flag: DAYS, identity: DAYS, history: DAYS };
    const swept = await sweep({ db: database.db, keys, lifetimes }, Date.now() + 4 * HOUR);
    expect(swept.unscreened).toBe(1);
  });

  test("is told from another push with its reference by when it was prepared, however they are mixed", async () => {
    const part = (time: string, who: Person, place: string) =>
      preparedAt(time, listPart([who], place, "260315"));
    const [first, second] = [
      [person(), person()],
      [person(), person()],
    ] as const;
    expect((await send(part("0600", first[0]!, "01:C"))).waiting).toHaveLength(1);
    expect((await send(part("0803", second[1]!, "02:F"))).waiting).toHaveLength(1);
    const one = await send(part("0604", first[1]!, "02:F"));
    expect(one.messages).toMatchObject([{ complete: true, travellers: 2, issues: [] }]);
    const other = await send(part("0801", second[0]!, "01:C"));
    expect(other.messages).toMatchObject([{ complete: true, travellers: 2, issues: [] }]);
    expect(await waiting()).toBe(0);
  });

  test("that is older than one that is whole is screened before it, as far as it came", async () => {
    const part = (time: string, who: Person, place: string) =>
      preparedAt(time, listPart([who], place, "260316"));
    await send(part("0600", person(), "01:C"));
    await send(part("0700", person(), "01:C"));
    const { messages } = await send(part("0700", person(), "02:F"));
    expect(messages).toMatchObject([
      { complete: false, travellers: 1, issues: [{ code: "missing-part" }] },
      { complete: true, travellers: 2 },
    ]);
    expect(await waiting()).toBe(0);
  });

  test("and is sent anew with other content joins nothing of before, also within one transmission", async () => {
    const part = (who: Person, place: string) => listPart([who], place, "260317");
    await send(part(person(), "01:C"));
    const anew = person();
    const again = await send(part(anew, "01:C"));
    expect(again.messages).toMatchObject([{ complete: false, travellers: 1 }]);
    expect(again.waiting).toMatchObject([{ part: 1 }]);
    const both = await send(
      Buffer.concat([part(person(), "01:C"), Buffer.from("\n"), part(anew, "01:C")]),
    );
    expect(both.messages).toMatchObject([{ complete: false }]);
    expect(both.waiting).toMatchObject([{ part: 1 }]);
    const whole = await send(part(person(), "02:F"));
    expect(whole.messages).toMatchObject([{ complete: true, travellers: 2 }]);
    expect(await waiting()).toBe(0);
  });

  test("of which a part comes again late is known: it waits for no one, and is not screened again", async () => {
    const late = listPart([person()], "01:C", "260318");
    await send(late);
    await send(listPart([person()], "02:F", "260318"));
    const again = await send(preparedAt("1130", late));
    expect(again).toMatchObject({
      messages: [],
      waiting: [],
      repeated: false,
      issues: [{ code: "repeated-part", severity: "warning" }],
    });
    // Sent anew as a whole it is another message, with what did not change.
    const changed = await send(preparedAt("1131", listPart([person()], "02:F", "260318")));
    expect(changed.messages).toMatchObject([{ complete: true, travellers: 2, issues: [] }]);
    const inOne = [listPart([person()], "01:C", "260319"), listPart([person()], "02:F", "260319")];
    await send(Buffer.concat([inOne[0]!, Buffer.from("\n"), inOne[1]!]));
    expect(await send(preparedAt("1200", inOne[1]!))).toMatchObject({
      waiting: [],
      issues: [{ code: "repeated-part" }],
    });
    const before = (await screening.hub.stored("record.screened.FJ.>")).length;
    expect(await waiting()).toBe(1);
    screening.ahead += 1.1 * HOUR;
    await vi.waitFor(async () => expect(await waiting()).toBe(0), patient);
    expect(await screening.hub.stored("record.screened.FJ.>")).toHaveLength(before);
  });

  test("is no larger than a transmission may be, and a Member's parts that wait have their room", async () => {
    const crowd = (place: string, travellers: number) => {
      const text = listPart([person()], place, "260320").toString("latin1");
      const more = "NAD+FL'".repeat(travellers - 1);
      return Buffer.from(text.replace("UNT+", `${more}UNT+`), "latin1");
    };
    const refusalTo = async (bytes: Buffer) => (await screening.send(fiji, bytes))[0]?.refusal;
    expect((await send(crowd("01:C", 12_000))).waiting).toHaveLength(1);
    expect(await refusalTo(crowd("02:F", 8_001))).toMatchObject({
      violations: [{ field: "chunk", reason: "message-size" }],
    });
    expect(await waiting()).toBe(1);
    const whole = await send(crowd("02:F", 8_000));
    expect(whole.messages).toMatchObject([{ travellers: 20_000 }]);
    expect(await refusalTo(crowd("01:C", 20_001))).toMatchObject({
      violations: [{ field: "chunk", reason: "transmission-travellers" }],
    });
    const pnrs = (place: string, more: number) => {
      const text = bookingPush(person(), "4111111111111111").toString("latin1");
      const part = text.replace("+ZZ410/260311'", `+ZZ410/260322+${place}'`);
      return Buffer.from(part.replace("UNT+", `${"SRC'".repeat(more - 1)}UNT+`), "latin1");
    };
    expect((await send(pnrs("01:C", 12_000))).waiting).toHaveLength(1);
    expect(await refusalTo(pnrs("02:F", 8_001))).toMatchObject({
      violations: [{ field: "chunk", reason: "message-size" }],
    });
    expect((await send(pnrs("02:F", 8_000))).messages).toMatchObject([{ bookings: 20_000 }]);
    const flights = (place: string, first: number) => {
      const text = listPart([person()], place, "260323").toString("latin1");
      const more = Array.from({ length: 300 }, (_, i) => `TDT+20+ZZ${first + i}'`).join("");
      return Buffer.from(text.replace("UNT+", `${more}UNT+`), "latin1");
    };
    expect((await send(flights("01:C", 1_000))).waiting).toHaveLength(1);
    expect(await refusalTo(flights("02:F", 2_000))).toMatchObject({
      violations: [{ field: "chunk", reason: "transmission-places" }],
    });
    screening.ahead += 1.1 * HOUR;
    await vi.waitFor(async () => expect(await waiting()).toBe(0), patient);
    // As many as may wait do.
    await screening.rows(
      `insert into waiting_part (participant, message, part, is_last, reference, content_hash, digest,
          sent_by, waits_since, slot, content)
        select 'FJ', decode(md5(n::text), 'hex'), 1, false, '', '', '', 'x', $1, '9999', ''
        from generate_series(1, 256) n`,
      [Date.now() + screening.ahead],
    );
    const one = listPart([person()], "01:C", "260321");
    expect(await refusalTo(one)).toMatchObject({
      code: 8,
      violations: [{ field: "chunk", reason: "waiting-parts" }],
    });
    await screening.rows(
      "delete from waiting_part where slot = '9999' and message = decode(md5('1'), 'hex')",
    );
    expect((await send(one)).waiting).toHaveLength(1);
    await screening.rows("update waiting_part set bytes = 1 << 20 where slot = '9999'");
    expect(await refusalTo(listPart([person()], "02", "260321"))).toMatchObject({
      violations: [{ reason: "waiting-parts" }],
    });
    await screening.rows("delete from waiting_part where slot = '9999'");
  });

  test("leaves nothing that outlasts what is held", async () => {
    screening.ahead = 50 * HOUR;
    await vi.waitFor(async () => expect(await waiting()).toBe(0), patient);
    // What waited may have been screened by then, and is held from there on.
    screening.ahead = 100 * HOUR;
    await vi.waitFor(async () => {
      expect(await readdir(join(screening.dataDir, "keys", "FJ", "held"))).toEqual([]);
    }, patient);
    expect(await screening.rows("select 1 from screened_part")).toEqual([]);
  });
});

import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Flag, FlagService } from "@talanoa/contract/generated/talanoa.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { entryOf, importList } from "../testing/lists.ts";
import { listPart, type Person } from "../testing/messages.ts";
import { fiji, type RunningScreening, runScreening, screenedOf } from "../testing/run-screening.ts";

const HOUR = 3_600_000;
const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const patient = { timeout: 20_000, interval: 100 };

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
}, 120_000);
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
    expect((await send(listPart([whole[0]!], "01:C"))).waiting).toHaveLength(1);
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

  test("leaves nothing that outlasts what is held", async () => {
    screening.ahead = 50 * HOUR;
    await vi.waitFor(async () => {
      expect(await readdir(join(screening.dataDir, "keys", "FJ", "held"))).toEqual([]);
    }, patient);
    expect(await waiting()).toBe(0);
  });
});

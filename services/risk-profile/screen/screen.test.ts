import { createHash } from "node:crypto";
import { ScreeningService } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf, refusalOf, until } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ScreeningTables } from "../tables/tables.ts";
import { entryOf, importList } from "../testing/lists.ts";
import {
  bookingPush,
  cancelledPush,
  flight,
  listPart,
  passengerList,
} from "../testing/messages.ts";
import {
  fiji,
  type RunningScreening,
  runScreening,
  screenedOf,
  tonga,
} from "../testing/run-screening.ts";

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening({ TALANOA_TRANSMISSION_BYTES: "20000" });
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

const officer = { participant: "FJ", principal: "fj-publisher", roles: ["publisher"] } as const;

let people = 0;
function person() {
  people += 1;
  const passport = `T${1_000_000 + people}`;
  return { surname: "TAUFA", given: `SIONE${people}`, birth: "840229", passport };
}

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

async function recordsOf(participant: string, bytes: Uint8Array) {
  const digest = sha256(bytes).toString("hex");
  const stored = await screening.hub.stored(`record.screened.${participant}.${digest}`);
  return stored.map(recordOf);
}

async function tripsOf(participant: string): Promise<number> {
  const counted = "select count(*)::int as trips from trip where participant = $1";
  const [row] = await screening.rows<{ trips: number }>(counted, [participant]);
  return row!.trips;
}

/** How many rows stand of all that a screening keeps. */
async function keptRows(): Promise<{ [table: string]: number }> {
  const tables = [
    "transmission",
    "held_transmission",
    "waiting_part",
    "screened_part",
    "trip",
    "flag",
  ] as const satisfies (keyof ScreeningTables)[];
  const counts: { [table: string]: number } = {};
  for (const table of tables) {
    const [row] = await screening.rows<{ kept: number }>(
      `select count(*)::int as kept from ${table}`,
    );
    counts[table] = row!.kept;
  }
  return counts;
}

describe("a transmission", () => {
  test("is answered with what was read of it, recorded without a value of it, and held", async () => {
    const list = passengerList([person(), person()]);
    const [answer] = await screening.send(fiji, list);
    const screened = screenedOf(answer);
    expect(screened).toMatchObject({ repeated: false, issues: [] });
    expect(Buffer.from(screened.digest)).toEqual(sha256(list));
    expect(screened.messages).toMatchObject([
      {
        kind: "paxlst",
        type: "PAXLST:D:05B:UN:IATA",
        function: "new",
        complete: true,
        travellers: 2,
        issues: [],
        flights: [
          {
            flight: "ZZ410",
            legs: [
              {
                from: "AKL",
                to: "NAN",
                departure: "2026-03-11T13:30",
                arrival: "2026-03-11T16:40",
              },
            ],
          },
        ],
      },
    ]);
    const records = await recordsOf("FJ", list);
    expect(records).toMatchObject([
      {
        participant: "FJ",
        principal: "fj-screening",
        facts: {
          screened: { participant: "FJ", kinds: ["paxlst"], messages: 1, travellers: 2 },
        },
      },
    ]);
    const stored = JSON.stringify(records);
    for (const word of ["TAUFA", "SIONE", "T100"]) expect(stored).not.toContain(word);
  });

  test("that comes again is neither screened nor recorded again, and gets its first answer", async () => {
    const list = passengerList([person()]);
    const [first, again] = await screening.send(fiji, list, list);
    const trips = await tripsOf("FJ");
    const [later] = await screening.send(fiji, list);
    for (const answer of [again, later]) {
      expect(screenedOf(answer)).toEqual({ ...screenedOf(first), repeated: true });
    }
    expect(await recordsOf("FJ", list)).toHaveLength(1);
    expect(await tripsOf("FJ")).toBe(trips);
  });

  test("sent by many calls at once is screened once", async () => {
    const list = passengerList([person()]);
    const before = await tripsOf("FJ");
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => screenedOf((await screening.send(fiji, list))[0])),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ screenedAt }) => screenedAt)).size).toBe(1);
    expect(await recordsOf("FJ", list)).toHaveLength(1);
    expect(await tripsOf("FJ")).toBe(before + 1);
  });

  test("is its Member's own: another that sends the same bytes has them screened for itself", async () => {
    const list = passengerList([person()]);
    await screening.send(fiji, list);
    const [answer] = await screening.send(tonga, list);
    expect(screenedOf(answer).repeated).toBe(false);
    expect(await recordsOf("TO", list)).toHaveLength(1);
  });

  test("that was recorded before a crash and not kept is kept when it comes again", async () => {
    const list = passengerList([person()]);
    const [first] = await screening.send(fiji, list);
    const digest = sha256(list);
    // What a crash between the record and the database leaves.
    for (const table of ["held_transmission", "transmission"]) {
      await screening.rows(`delete from ${table} where digest = $1`, [digest]);
    }
    const [again] = await screening.send(fiji, list);
    expect(screenedOf(again).messages).toEqual(screenedOf(first).messages);
    expect(screenedOf(again).repeated).toBe(false);
    expect(await recordsOf("FJ", list)).toHaveLength(1);
    expect(screenedOf((await screening.send(fiji, list))[0]).repeated).toBe(true);
  });

  test("whose record cannot be committed is not kept, with its parts, trips and flags neither", async () => {
    const [listed, other] = [person(), person()];
    await importList(screening, officer, "wanted", [entryOf(listed)]);
    const list = passengerList([listed]);
    const part = listPart([other], "1:C");
    const before = await keptRows();
    await screening.hub.killNats();
    try {
      for (const bytes of [list, part]) {
        expect((await refusalOf(screening.send(fiji, bytes))).code).toBe(14);
        expect(await keptRows()).toEqual(before);
      }
    } finally {
      await screening.hub.restartNats();
    }
    for (const bytes of [list, part]) {
      const [answer] = await until(() => screening.send(fiji, bytes).catch(() => null));
      expect(screenedOf(answer).repeated).toBe(false);
      expect(await recordsOf("FJ", bytes)).toHaveLength(1);
    }
    expect(await keptRows()).toEqual({
      ...before,
      transmission: before["transmission"]! + 2,
      held_transmission: before["held_transmission"]! + 2,
      waiting_part: before["waiting_part"]! + 1,
      trip: before["trip"]! + 1,
      flag: before["flag"]! + 1,
    });
  });

  test("without a message, or too large, is refused by its rule, and the next one is screened", async () => {
    const list = passengerList([person()]);
    const answers = await screening.send(
      fiji,
      Buffer.from("not a message"),
      new Uint8Array(0),
      Buffer.alloc(20_001, "A"),
      list,
    );
    expect(answers.map(({ refusal }) => refusal?.violations.map(({ reason }) => reason))).toEqual([
      ["message-readable"],
      ["message-readable"],
      ["transmission-size"],
      undefined,
    ]);
    expect(screenedOf(answers[3]).messages).toHaveLength(1);
    const [{ total }] = (await screening.rows<{ total: number }>(
      "select count(*)::int as total from transmission where digest = $1",
      [sha256(Buffer.from("not a message"))],
    )) as [{ total: number }];
    expect(total).toBe(0);
  });

  test("that ends before its last chunk is refused and not kept", async () => {
    const { service, hub } = screening;
    const call = service.open(ScreeningService.screen, await hub.token(fiji));
    call.write({ chunk: passengerList([person()]), last: false });
    call.end();
    const refused = await refusalOf(Array.fromAsync(call));
    expect(refused.violations).toMatchObject([{ reason: "transmission-whole" }]);
  });

  test("is taken from systems and officers of a Member that takes part, and from nobody else", async () => {
    const list = passengerList([person()]);
    expect(await screening.send(officer, list)).toHaveLength(1);
    const auditor = { participant: "FJ", principal: "fj-auditor", roles: ["auditor"] } as const;
    expect((await refusalOf(screening.send(auditor, list))).code).toBe(7);
    const stranger = { participant: "XX", principal: "xx", roles: ["screening"] } as const;
    expect((await refusalOf(screening.send(stranger, list))).code).toBe(7);
  });

  test("keeps its place over a restart", async () => {
    const list = passengerList([person()]);
    const [first] = await screening.send(fiji, list);
    await screening.restart();
    const [again] = await screening.send(fiji, list);
    expect(screenedOf(again)).toEqual({ ...screenedOf(first), repeated: true });
  });
});

describe("a trip", () => {
  test("told again, by a changed list, is the same trip", async () => {
    const traveller = person();
    await screening.send(fiji, passengerList([traveller]));
    const trips = await tripsOf("FJ");
    await screening.send(fiji, passengerList([traveller], flight, "BGM+745+CP"));
    expect(await tripsOf("FJ")).toBe(trips);
    await screening.send(fiji, passengerList([traveller], { ...flight, day: "260312" }));
    expect(await tripsOf("FJ")).toBe(trips + 1);
  });

  test("that is cancelled is forgotten, and no other", async () => {
    const [stays, goes] = [person(), person()];
    await screening.send(fiji, passengerList([stays, goes]));
    const trips = await tripsOf("FJ");
    await screening.send(fiji, passengerList([goes], flight, "BGM+745+XR"));
    expect(await tripsOf("FJ")).toBe(trips - 1);
  });

  test("of a PNR that is cancelled as a whole is forgotten", async () => {
    const trips = await tripsOf("FJ");
    await screening.send(fiji, bookingPush(person(), "4111111111111111", "CANC01"));
    expect(await tripsOf("FJ")).toBe(trips + 1);
    await screening.send(fiji, cancelledPush("CANC01"));
    expect(await tripsOf("FJ")).toBe(trips);
  });
});

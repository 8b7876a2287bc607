import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PassengerMessage } from "./model/message.ts";
import { messagesOf, readBytes } from "./testing/read.ts";
import { type ExpectedList, actualList, expectedList } from "./testing/vectors-paxlst.ts";
import { type ExpectedPush, actualPush, expectedPush } from "./testing/vectors-pnrgov.ts";

// Messages of others with what is in them: beside the repository, not in it.
const folder = join(import.meta.dirname, "..", "..", "..", "shared", "passenger-data");
const absent = !existsSync(folder);
const says = absent ? " (left out: shared/passenger-data is not beside the repository)" : "";
if (absent) console.warn(`the messages of others${says}`);

const expectedOf = (path: string) =>
  JSON.parse(readFileSync(join(folder, "expected", `${path.split("/")[1]}.json`), "utf8"));
const messageIn = (path: string): PassengerMessage => {
  const messages = messagesOf(readBytes(readFileSync(join(folder, path))));
  expect(messages).toHaveLength(1);
  return messages[0]!;
};

describe.skipIf(absent)(`the messages of others${says}`, () => {
  test("are all there, each with what is in it", () => {
    expect(globSync("{paxlst,pnrgov}/*", { cwd: folder })).toHaveLength(29);
    expect(globSync("expected/*.json", { cwd: folder })).toHaveLength(29);
  });

  test.each(globSync("paxlst/*", { cwd: folder }))("%s is read field by field", (path) => {
    const expected: ExpectedList = expectedOf(path);
    expect(actualList(messageIn(path))).toEqual(expectedList(expected));
  });

  test.each(globSync("pnrgov/*", { cwd: folder }))("%s is read field by field", (path) => {
    const expected: ExpectedPush = expectedOf(path);
    expect(actualPush(messageIn(path))).toEqual(expectedPush(expected));
  });

  test("say what the tests of GTAS say of them", () => {
    const example = messageIn("pnrgov/gtas-pnrMessageExample.edi");
    expect(example.bookings[0]!.itinerary[0]!.from).toBe("WDH");
    expect(example.travellers[0]!.seats.find(({ status }) => status === "assigned")!.cabin).toBe(
      "Y",
    );
    const tags = example.travellers.flatMap(({ checkIns }) =>
      checkIns.flatMap(({ baggage }) => baggage?.tags ?? []),
    );
    expect(tags).toHaveLength(18);

    const page77 = messageIn("pnrgov/gtas-pnrMessagePg77.edi");
    expect(page77.bookings[0]!.locators).toEqual([
      { carrier: "TZ", number: "W9TEND", createdAt: "2013-05-23T18:13:48" },
    ]);
    expect(page77.travellers[0]!.reference).toBe("43576");

    const shared = messageIn("pnrgov/gtas-modifyPnr77ForCodeShare.edi").bookings[0]!.itinerary;
    expect(shared.filter(({ operating }) => operating)).toMatchObject([
      {
        marketing: { carrier: "SQ", number: "5678" },
        operating: { carrier: "SK", number: "1524" },
      },
      { marketing: { carrier: "DL", number: "8976" }, operating: { carrier: "KL", number: "972" } },
    ]);

    const seats = messageIn("pnrgov/gtas-pnrSeatFormats.edi").travellers[0]!.seats;
    expect(seats).toMatchObject([{ seat: "36K" }, { seat: "74E", from: "SFO", to: "IAD" }]);

    const visa = messageIn("pnrgov/gtas-pnrWithDoco.edi").travellers[0]!.documents[1]!;
    expect(visa).toMatchObject({ number: "8675309", type: "V", issuePlace: "OTHER PLACE" });
    expect(visa.issued).toEqual({ value: "2006-12-22", precision: "day" });
    expect(visa.expires).toBeUndefined();

    const escaped = messageIn("pnrgov/gtas-pnrEdge-escape.edi").travellers[0]!.contacts;
    expect(escaped[0]!.value).toBe("MOLLY_LOUUNT+50BB@GMAIL.COM");

    const phones = messageIn("pnrgov/gtas-pnrPhoneCTCM.edi");
    const all = [...phones.bookings[0]!.contacts, ...phones.travellers[0]!.contacts];
    expect(all.filter(({ kind }) => kind === "phone").map(({ value }) => value)).toEqual([
      "8675309",
      "123456789",
    ]);
    const spaced = messageIn("pnrgov/gtas-pnrNoOrgMsg.edi").bookings[0]!.contacts;
    expect(spaced.filter(({ kind }) => kind === "phone")[1]!.value).toBe("5432109876");

    for (const layout of ["singleTdt", "multiTdt"]) {
      const { flights } = messageIn(`paxlst/gtas-unit-${layout}-loc92.edi`);
      expect(flights[0]).toMatchObject({ carrier: "KE", number: "250" });
      const legs = flights.flatMap(({ legs }) => legs.map(({ from, to }) => [from, to]));
      expect(legs).toEqual([
        ["JFK", "ANC"],
        ["ANC", "ICN"],
      ]);
    }
    expect(messageIn("paxlst/gtas-apisMessage.edi").flights).toHaveLength(2);
  });
});

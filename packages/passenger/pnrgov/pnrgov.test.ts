import { describe, expect, test } from "vitest";
import { messageOf } from "../testing/read.ts";
import { booking, pnrgov, push } from "../testing/samples.ts";

const read = (...body: string[]) => messageOf(pnrgov([...push, ...body]));
const codes = ({ issues }: { issues: readonly { code: string }[] }) =>
  issues.map(({ code }) => code);
/** The sample booking with segments after the one that begins so. */
function after(beginning: string, ...more: string[]): string[] {
  const at = booking.findIndex((segment) => segment.startsWith(beginning));
  return [...booking.slice(0, at + 1), ...more, ...booking.slice(at + 1)];
}

describe("a push", () => {
  test.each([
    ["cut by a separator says so", "TIF+O'BRIEN+SEANMR:A:2", "torn-name", true],
    [
      "longer than any may be is not complete",
      `TIF+${"A".repeat(70_000)}+SEAN:A:2`,
      "lost-name",
      false,
    ],
  ])("with a name %s", (_, name, code, complete) => {
    const message = read(...after("REF", name));
    expect(message.complete).toBe(complete);
    expect(message.issues).toContainEqual(expect.objectContaining({ code, severity: "error" }));
  });

  test("says of its flight and PNRs what they have", () => {
    const message = read(...booking);
    expect(message).toMatchObject({
      kind: "pnrgov",
      version: "13.1",
      function: "new",
      complete: true,
      flights: [{ carrier: "ZZ", number: "410", designator: "ZZ0410" }],
      issues: [],
    });
    expect(message.flights[0]!.legs).toEqual([
      { from: "AKL", to: "NAN", departure: "2026-03-11T13:30", arrival: "2026-03-11T16:40" },
    ]);
    const [pnr] = message.bookings;
    expect(pnr).toMatchObject({
      locators: [
        { carrier: "ZZ", number: "QQ7X2A", createdAt: "2026-01-02T10:15:00" },
        { carrier: "YY", number: "ABC123" },
      ],
      changedAt: "2026-03-05T11:20",
      ticketedAt: "2026-03-05T11:30",
      agency: {
        system: "YY",
        location: "SUV",
        number: "12345678",
        office: "SUVZZ0100",
        country: "FJ",
      },
      cancelled: false,
      itinerary: [
        {
          kind: "flight",
          from: "AKL",
          to: "NAN",
          departure: "2026-03-11T13:30",
          arrival: "2026-03-11T16:40",
          marketing: { carrier: "ZZ", number: "410" },
          bookingClass: "Y",
          status: "HK",
          quantity: 1,
          aircraft: "73H",
        },
      ],
    });
    expect(pnr!.contacts.map(({ kind, value }) => [kind, value])).toEqual([
      ["email", "SIONE_TAUFA-X@EXAMPLE.COM"],
      ["address", "12 BEACH ROAD, NADI, FJ, 0000"],
      ["phone", "679 555 0177"],
    ]);
  });

  test("says of a traveller what stands in the documents, tickets and check-in", () => {
    const [traveller] = read(...booking).travellers;
    expect(traveller).toMatchObject({
      role: "passenger",
      type: "adult",
      reference: "1",
      booking: 0,
      name: { surname: "TAUFA", given: "SIONE", titles: ["MR"], raw: { given: "SIONEMR" } },
      sex: "M",
      birthDate: { value: "1984-02-29", precision: "day" },
      nationality: "TON",
      birthPlace: "NUKUALOFA",
      addresses: [{ purpose: "D", country: "FJI", street: "1 HARBOUR ST", city: "SUVA" }],
      contacts: [{ kind: "phone", value: "6795550177", code: "CTCM" }],
      frequentTraveller: [{ carrier: "ZZ", number: "900100200", level: "GOLD" }],
      references: [{ qualifier: "REF", value: "ZZUNIQUE1" }],
    });
    expect(traveller!.documents).toMatchObject([
      {
        source: "DOCS",
        type: "P",
        number: "T0011223",
        issuer: "TON",
        expires: { value: "2031-05-01" },
        name: { surname: "TAUFA", given: "SIONE", middle: "VILI" },
      },
      { source: "DOCO", type: "V", number: "V778899", issuePlace: "SUVA", issuer: "FJI" },
    ]);
    expect(traveller!.tickets).toEqual([
      {
        number: "9991234567890",
        type: "T",
        booklets: "1",
        issued: "2026-03-05T11:30",
        amounts: [
          { qualifier: "B", amount: "500.00", currency: "FJD" },
          { qualifier: "T", amount: "590.00", currency: "FJD" },
        ],
        payments: [
          {
            form: "CC",
            amount: "590.00",
            vendor: "VI",
            account: "XXXXXXXXXXXX1111",
            expiry: "0928",
            payer: { name: "MELE TAUFA", address: "9 HILL ROAD SUVA", phone: "679 555 0188" },
          },
        ],
      },
    ]);
    expect(traveller!.seats.map(({ seat, status, cabin }) => [seat, status, cabin])).toEqual([
      ["12C", "requested", undefined],
      ["12C", "assigned", "Y"],
    ]);
    expect(traveller!.checkIns).toMatchObject([
      { carrier: "ZZ", number: "410", from: "AKL", sequence: "44", at: "2026-03-11T12:10" },
    ]);
    expect(traveller!.baggage).toEqual([
      {
        pieces: 2,
        weight: 31,
        unit: "kg",
        tags: [{ carrier: "ZZ", number: "100200", count: 2, destination: "NAN" }],
      },
    ]);
  });

  test.each(["10:1", "11:1", "12:1", "13:1", "14:1", "15:1"])(
    "of version %s is known",
    (version) => {
      expect(messageOf(pnrgov([...push, ...booking], version)).issues).toEqual([]);
    },
  );

  test("of a version that is none is read all the same", () => {
    const message = messageOf(pnrgov([...push, ...booking], "9:9"));
    expect(codes(message)).toEqual(["unknown-version"]);
    expect(message.travellers).toHaveLength(1);
  });

  test("of changes only is an update; a PNR with nothing left is cancelled", () => {
    const [, ...rest] = push;
    const body = ["MSG+:141", ...rest, "SRC", "RCI+ZZ:GONE01", "ORG"];
    const message = messageOf(pnrgov(body));
    expect(message.function).toBe("update");
    expect(message.bookings[0]).toMatchObject({
      cancelled: true,
      locators: [{ number: "GONE01" }],
    });
  });

  test("that is cut short cancels nothing but what was closed", () => {
    const empty = (locator: string) => ["SRC", `RCI+ZZ:${locator}`];
    const text = pnrgov([...push, ...empty("GONE01"), ...empty("WHOLE1")]);
    const cancelled = (text: string) => messageOf(text).bookings.map(({ cancelled }) => cancelled);
    expect(cancelled(text)).toEqual([true, true]);
    expect(cancelled(text.slice(0, text.indexOf("UNT")))).toEqual([true, false]);
    expect(cancelled(text.replace(/UNT[^']*'\s*/, ""))).toEqual([true, false]);
  });

  test("never takes history for itinerary or travellers", () => {
    const history = [
      "ABI+4+05FD28:GS+SUV++ZZ",
      "DAT+T:040326:0900",
      "SAC+++X",
      "TVL+120326:0700::0900+NAN+SUV+ZZ+77:Y",
      "SAC+++A",
      "TIF+OLDNAME+FORMERMR:A:1",
      "SSR+WCHR:HK:1:ZZ",
      "IFT+4:19+WHATEVER WAS SAID",
      "LTS+UNSTRUCTURED HISTORY OF SOMEBODY",
    ];
    const message = read(...booking, ...history);
    expect(message.travellers).toHaveLength(1);
    expect(message.bookings[0]!.itinerary).toHaveLength(1);
    expect(message.bookings[0]!.historyLines).toBe(1);
    expect(message.bookings[0]!.history).toMatchObject([
      {
        location: "SUV",
        carrier: "ZZ",
        at: "2026-03-04T09:00",
        items: [
          { action: "cancelled", flight: { carrier: "ZZ", number: "77", from: "NAN", to: "SUV" } },
          { action: "added", name: { surname: "OLDNAME", given: "FORMER" } },
        ],
      },
    ]);
    expect(JSON.stringify(message)).not.toMatch(/WHATEVER|UNSTRUCTURED|WCHR/);
  });

  test("takes the operating flight of a code-share from TRA or from a second TVL", () => {
    const shared = [
      "TVL+120326:0700::0900+NAN+SUV+ZZ:XX+0077:Y",
      "TVL+++++0501:M",
      "RPI+1+HK",
      "TVL+130326:0700::0900+SUV+NAN+ZZ+78:Y",
      "TRA+XX+502:M",
      "TVL+++++ARNK",
    ];
    const { itinerary } = read(...booking, ...shared).bookings[0]!;
    expect(itinerary.map(({ kind, operating }) => [kind, operating])).toEqual([
      ["flight", undefined],
      ["flight", { carrier: "XX", number: "501" }],
      ["flight", { carrier: "XX", number: "502" }],
      ["surface", undefined],
    ]);
  });

  test("keeps split PNRs and services that are no flights apart", () => {
    const more = [
      "EQN+2",
      "RCI+ZZ:SPLIT1",
      "MSG+8",
      "TVL+110326:1500:140326+NAN:PALM HOTEL++HH+9:X",
    ];
    const [pnr] = read(...booking, ...more).bookings;
    expect(pnr!.split).toEqual([
      { travellers: 2, locators: [{ carrier: "ZZ", number: "SPLIT1" }] },
    ]);
    expect(pnr!.otherServices).toMatchObject([
      { business: "8", begins: "2026-03-11T15:00", ends: "2026-03-14", place: "NAN:PALM HOTEL" },
    ]);
    expect(pnr!.itinerary).toHaveLength(1);
  });

  test("gives requests with a traveller's reference to that traveller", () => {
    const second = ["TIF+VAKA+LUPEMRS:A:2", "TVL+120326:0700::0900+NAN+SUV+ZZ+77:Y"];
    const docs = "SSR+DOCS:HK:1:ZZ:::::/P/TON/T9/TON/03MAR90/F/01MAY31/VAKA/LUPE+::2";
    const body = [
      ...booking.slice(0, 17),
      ...second,
      docs,
      "SSR+SEAT:HK:2:ZZ:::NAN:SUV+1A::1+1B::2",
    ];
    const message = read(...body);
    expect(message.travellers[1]).toMatchObject({
      name: { surname: "VAKA", given: "LUPE", titles: ["MRS"] },
      sex: "F",
      documents: [{ number: "T9" }],
      seats: [{ seat: "1B", from: "NAN", to: "SUV" }],
    });
    expect(message.travellers[0]!.seats).toMatchObject([{ seat: "1A" }]);
    expect(message.issues).toEqual([]);
  });

  test("says when a request is about nobody in the PNR", () => {
    const message = read(...after("APD", "SSR+SEAT:HK:1:ZZ:::AKL:NAN+1A::77"));
    expect(codes(message)).toEqual(["unknown-traveller"]);
  });

  test("joins an infant's requests to the infant who is named", () => {
    const infant = [
      "SSR+INFT:HK:1:ZZ:::::TAUFA/ANA/10AUG25+::1",
      "SSR+DOCS:HK:1:ZZ:::::/P/TON/T55/TON/10AUG25/FI/01MAY31/TAU FA/ANA+::1",
    ];
    const named = read(...after("REF", ...infant), "SRC", "TIF+X+Y:A:1");
    expect(named.travellers.slice(0, 2)).toMatchObject([
      {
        name: { given: "SIONE" },
        sex: "M",
        documents: [{ number: "T0011223" }, { source: "DOCO" }],
      },
      {
        name: { surname: "TAUFA", given: "ANA" },
        type: "infant",
        namedByRequest: true,
        accompanies: "1",
        booking: 0,
        sex: "F",
        birthDate: { value: "2025-08-10" },
        documents: [{ number: "T55", infant: true }],
      },
    ]);
    const own = read(...after("FOP", "TIF+TAUFA+ANA:IN:2").map((segment) => segment), "SRC");
    expect(own.travellers).toHaveLength(2);
    const both = read(
      ...after("REF", ...infant).flatMap((segment) =>
        segment.startsWith("TVL") ? ["TIF+TAUFA+ANAMISS:IN:2", segment] : [segment],
      ),
    );
    expect(both.travellers).toMatchObject([
      { documents: [{ number: "T0011223" }, { source: "DOCO" }] },
      { name: { given: "ANA" }, reference: "2", accompanies: "1", documents: [{ number: "T55" }] },
    ]);
  });

  test("never takes an infant's passport for the adult's, though nothing else names the infant", () => {
    const docs = "SSR+DOCS:HK:1:ZZ:::::/P/TON/T55/TON/10AUG25/FI/01MAY31/TAUFA/ANA+::1";
    const message = read(...after("REF", docs));
    expect(message.travellers).toMatchObject([
      { sex: "M", documents: [{ number: "T0011223" }, { source: "DOCO" }] },
    ]);
    expect(message.bookings[0]!.documents).toMatchObject([{ number: "T55", infant: true }]);
    const own = read(...after("REF", docs.replace("/TAUFA/ANA", "/TAUFA/SIONE")));
    expect(own.travellers[0]!.documents).toMatchObject([{ number: "T55" }, {}, {}]);
  });

  test("reads a date that stands a component too early, and says so", () => {
    const body = booking.map((segment) => segment.replace("::020126:101500", ":020126:1015"));
    const message = read(...body);
    expect(message.bookings[0]!.locators[0]!.createdAt).toBe("2026-01-02T10:15");
    expect(codes(message)).toEqual(["shifted-value"]);
  });

  test("says that a flight's status has swallowed the next segment", () => {
    const message = read(
      ...booking.map((segment) => segment.replace("RPI+1+HK", "RPI+1+HKAPD+73H")),
    );
    expect(codes(message)).toEqual(["bad-code"]);
    expect(message.bookings[0]!.itinerary[0]!.status).toBe("HK");
  });

  test("has a traveller too who is named after the itinerary", () => {
    const message = read(...booking.slice(0, 21), "TIF+VAKA+LUPEMRS:A:2", "REF+:LATE");
    expect(message.travellers).toMatchObject([
      { name: { surname: "TAUFA" } },
      { name: { surname: "VAKA" }, references: [{ value: "LATE" }] },
    ]);
    expect(message.issues).toEqual([]);
  });

  test("whose number of PNRs is wrong says so", () => {
    expect(codes(read(...booking, ...booking))).toEqual(["booking-count"]);
  });
});

describe("what is never kept", () => {
  test.each([
    ["SSR+AVML:HK:1:ZZ", "AVML", "special-meal"],
    ["SSR+MOML:HK:1:ZZ", "MOML", "special-meal"],
    ["SSR+WCHC:HK:1:ZZ", "WCHC", "health"],
    ["SSR+MEDA:HK:1:ZZ:::::HEART CONDITION", "HEART", "health"],
    ["SSR+OTHS:HK:1:ZZ:::::PRAYS AT NOON", "PRAYS", "free-text"],
    ["IFT+4:28::ZZ+PASSENGER IS A UNION MEMBER", "UNION", "free-text"],
  ])("%s", (segment, word, rule) => {
    const message = read(...after("REF", segment));
    expect(JSON.stringify(message)).not.toContain(word);
    expect(message.withheld[rule]).toBe(1);
  });

  test("a card's number, wherever it stands, and its codes", () => {
    const texts = [
      "IFT+4:28::ZZ+CTCM 555 CARD 4111 1111 1111 1111",
      "ADD++700:4111111111111111 ROAD:NADI:::FJ",
      "ADD++700:5454545454545454 03 27:NADI:::FJ:0000:CARD 4111111111111111 987",
      "SSR+CTCM:HK:1:ZZ:::::4111 1111 1111 1111 987",
    ];
    const message = read(...after("REF", ...texts));
    expect(JSON.stringify(message)).not.toMatch(/4111 ?1111|5454 ?5454|03 27|987|A77X/);
    expect(JSON.stringify(message)).toContain("XXXXXXXXXXXX1111");
    expect(message.withheld["card-secret"]).toBe(1);
  });

  test("but other requests are, without their words", () => {
    const message = read(...after("REF", "SSR+UMNR:HK:1:ZZ:::AKL:NAN:MET BY AUNT+::1"));
    expect(message.bookings[0]!.services).toEqual([
      { code: "UMNR", status: "HK", carrier: "ZZ", from: "AKL", to: "NAN", travellers: ["1"] },
    ]);
    expect(JSON.stringify(message)).not.toContain("AUNT");
  });
});

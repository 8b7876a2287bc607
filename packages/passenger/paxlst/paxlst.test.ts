import { describe, expect, test } from "vitest";
import { messageOf } from "../testing/read.ts";
import { flight, passenger, paxlst } from "../testing/samples.ts";
import { functionOf } from "./function.ts";
import { legsOf } from "./legs.ts";

const list = (...body: string[]) => messageOf(paxlst(body));
const withPassenger = (change: (segment: string) => string) =>
  list(...flight, ...passenger.map(change), "CNT+42:1");

describe("a passenger list", () => {
  test.each([
    ["D.02B", "PAXLST:D:02B:UN:IATA"],
    // As some write it: without the association that assigned it.
    ["D.03B", "PAXLST:D:03B:UN"],
    ["D.05B", "PAXLST:D:05B:UN:IATA"],
    ["D.12B", "PAXLST:D:12B:UN:IATA"],
  ])("of version %s says all of its travellers that it has", (version, type) => {
    const message = messageOf(paxlst([...flight, ...passenger, "CNT+42:1"], type));
    expect(message).toMatchObject({
      kind: "paxlst",
      type,
      version,
      function: "new",
      complete: true,
      reportingParty: "ZZ AIR CONTROL",
      contacts: [
        { kind: "phone", value: "679 555 0100" },
        { kind: "fax", value: "679 555 0101" },
      ],
      flights: [
        {
          carrier: "ZZ",
          number: "410",
          designator: "ZZ0410",
          legs: [
            { from: "AKL", to: "NAN", departure: "2026-03-11T13:30", arrival: "2026-03-11T16:40" },
          ],
        },
      ],
      totals: { travellers: { stated: 1, counted: 1 } },
      issues: [],
    });
    expect(message.travellers).toEqual([
      {
        role: "passenger",
        qualifier: "FL",
        name: {
          surname: "TAUFA",
          given: "SIONE",
          middle: "VILI",
          titles: [],
          raw: { surname: "TAUFA", given: "SIONE", middle: "VILI" },
        },
        sex: "M",
        birthDate: { value: "1984-02-29", precision: "day" },
        birthPlace: "NUKUALOFA",
        nationality: "TON",
        residence: "TON",
        embarkation: "AKL",
        debarkation: "NAN",
        clearance: "NAN",
        verified: true,
        addresses: [
          {
            street: "12 BEACH ROAD",
            city: "NADI",
            region: "WEST",
            postcode: "0000",
            country: "FJI",
          },
        ],
        contacts: [
          {
            kind: "phone",
            value: "6795550177",
            code: "TE",
            segment: "COM",
            raw: "6795550177:TE",
            position: 22,
          },
          {
            kind: "email",
            value: "SIONE@EXAMPLE.COM",
            code: "EM",
            segment: "COM",
            raw: "SIONE@EXAMPLE.COM:EM",
            position: 22,
          },
        ],
        references: [
          { qualifier: "AVF", value: "QQ7X2A" },
          { qualifier: "SEA", value: "012C" },
        ],
        seats: [{ seat: "12C", from: "", to: "", status: "assigned", code: "SEA" }],
        baggage: [
          {
            pieces: 2,
            weight: 31,
            unit: "kg",
            tags: [{ carrier: "", number: "ZZ100200", count: 2 }],
          },
        ],
        documents: [
          {
            source: "DOC",
            type: "P",
            number: "T0011223",
            issuer: "TON",
            expires: { value: "2031-05-01", precision: "day" },
            issued: { value: "2021-05-02", precision: "day" },
            position: 26,
          },
        ],
        tickets: [],
        frequentTraveller: [],
        checkIns: [],
        reference: "",
        position: 10,
      },
    ]);
  });

  test.each(["D:96B", "D:01B", "D:12C", "S:93A"])(
    "of version %s, which no guide names, is read all the same, and says so",
    (version) => {
      const body = [...flight, ...passenger, "CNT+42:1"];
      const message = messageOf(paxlst(body, `PAXLST:${version}:UN:IATA`));
      expect(message.issues.map(({ code }) => code)).toEqual(["unknown-version"]);
      expect(message).toMatchObject({ complete: true, travellers: [{ birthPlace: "NUKUALOFA" }] });
    },
  );

  test.each([
    ["FL", "passenger"],
    ["FM", "crew"],
    ["DDU", "transit-passenger"],
    ["DDT", "transit-crew"],
    ["VW", "other"],
  ])("names with %s a traveller who is %s", (qualifier, role) => {
    const message = withPassenger((segment) => segment.replace("NAD+FL", `NAD+${qualifier}`));
    expect(message.travellers[0]!.role).toBe(role);
  });

  describe("whose segment of a name is lost", () => {
    const first = ["NAD+FL+++TAUFA:SIONE", "ATT+2++M", "DTM+329:840229", "NAT+2+TON", "DOC+P+T111"];
    const rest = ["ATT+2++F", "DTM+329:700101", "NAT+2+IRL", "DOC+P+X999"];
    const long = "A".repeat(70_000);

    test.each([
      ["for its tag", "NAB+FL+++WANTED:MERE"],
      ["for what stands in place of a tag", "N+FL+++WANTED:MERE"],
      ["for its length", `NAD+FL+++WANTED:${long}`],
    ])("%s, gives nobody else's data to who stands before", (_, name) => {
      const { travellers, complete, issues } = list(...flight, ...first, name, ...rest);
      expect(travellers).toMatchObject([
        {
          name: { surname: "TAUFA", given: "SIONE" },
          sex: "M",
          birthDate: { value: "1984-02-29" },
          nationality: "TON",
          documents: [{ number: "T111" }],
        },
        {
          role: "other",
          name: { surname: "", given: "" },
          sex: "F",
          birthDate: { value: "1970-01-01" },
          nationality: "IRL",
          documents: [{ number: "X999" }],
        },
      ]);
      expect(travellers).toHaveLength(2);
      expect(complete).toBe(false);
      expect(issues).toContainEqual(
        expect.objectContaining({ code: "lost-name", severity: "error" }),
      );
    });

    test.each(["ATT+2++F", "DTM+329:700101"])(
      "is seen by %s alone, and by nothing that is told twice",
      (segment) => {
        expect(list(...flight, ...first, segment).travellers).toHaveLength(2);
        const twice = list(...flight, ...first, ...first.slice(1, 4));
        expect(twice).toMatchObject({ complete: true, travellers: [{ sex: "M" }] });
      },
    );

    test.each([
      ["a second nationality", ["NAT+2+NZL"], { nationality: "NZL" }],
      ["an unknown sex", ["ATT+2++U"], { sex: "M" }],
      ["an unknown sex first", ["ATT+2++U", "ATT+2++M"], { sex: "M" }],
    ])("is not thought of by %s", (_, segments, its) => {
      const message = list(
        ...flight,
        ...first.slice(0, 1),
        ...segments,
        ...first.slice(1),
        ...segments,
      );
      expect(message).toMatchObject({
        complete: true,
        travellers: [{ ...its, documents: [{ number: "T111" }] }],
      });
      expect(message.travellers).toHaveLength(1);
    });

    test.each([
      ["O'BRIEN:SEAN", "O"],
      ["D'ANA:MERE", "D"],
      ["N'O'BRIEN", "N"],
    ])("in part, as in %s, is told as an error", (name, surname) => {
      const message = list(...flight, `NAD+FL+++${name}`, ...first.slice(1), "CNT+42:1");
      expect(message).toMatchObject({
        complete: true,
        travellers: [{ name: { surname }, documents: [{ number: "T111" }] }],
      });
      expect(message.issues).toContainEqual(
        expect.objectContaining({ code: "torn-name", severity: "error" }),
      );
    });
  });

  test("takes a birth's century from the flight, not from the clock", () => {
    const born = (text: string, departs: string) => {
      const on = flight.map((segment) => segment.replace("260311", departs));
      const body = [...on, "NAD+FL+++A:B", `DTM+329:${text}`, "CNT+42:1"];
      return list(...body).travellers[0]!.birthDate?.value;
    };
    expect(born("260310", "260311")).toBe("2026-03-10");
    expect(born("260312", "260311")).toBe("1926-03-12");
    expect(born("151204", "210827")).toBe("2015-12-04");
    expect(born("151204", "140101")).toBe("1915-12-04");
    expect(born("19150229:102", "260311")).toBeUndefined();
    expect(born("19150228:102", "260311")).toBe("1915-02-28");
  });

  test("takes an expiry to be near the flight", () => {
    const until = (text: string) =>
      withPassenger((segment) => segment.replace("310501", text)).travellers[0]!.documents[0]!
        .expires?.value;
    expect(until("250101")).toBe("2025-01-01");
    expect(until("610218")).toBe("2061-02-18");
    expect(until("990101")).toBe("1999-01-01");
  });

  test.each([
    ["840000", "1984", "year"],
    ["840200", "1984-02", "month"],
    ["84XXXX", "1984", "year"],
    ["1984:602", "1984", "year"],
    ["198402:610", "1984-02", "month"],
  ])("keeps what is known of a birth on %s", (text, value, precision) => {
    const { birthDate } = withPassenger((segment) => segment.replace("840229", text))
      .travellers[0]!;
    expect(birthDate).toEqual({ value, precision });
  });

  test("loses of a bad passenger no more than what is bad", () => {
    const bad = [
      "NAD+FL+++:",
      "ATT+2++Q",
      "DTM+329:841399",
      "NAT+2+T0N",
      "MEA+CT++:MANY",
      "DOC+P+",
    ];
    const message = list(...flight, ...bad, "RFF+AVF:X", ...passenger, "CNT+42:2");
    const [nameless, other] = message.travellers;
    expect(nameless!.references).toEqual([{ qualifier: "AVF", value: "X" }]);
    expect(other!.name.surname).toBe("TAUFA");
    expect(message.issues.map(({ code, segment, position }) => [code, segment, position])).toEqual([
      ["missing-name", "NAD", 10],
      ["bad-code", "ATT", 11],
      ["bad-date", "DTM", 12],
      ["bad-country", "NAT", 13],
      ["bad-number", "MEA", 14],
      ["missing-number", "DOC", 15],
    ]);
  });

  test("says nothing of a person in what it says is wrong", () => {
    const message = list(
      ...flight,
      "NAD+FL+++SECRET:NAME",
      "DTM+329:SECRET",
      "NAT+2+SECRET",
      "CNT+42:9",
    );
    expect(message.issues.length).toBeGreaterThan(2);
    expect(JSON.stringify(message.issues)).not.toContain("SECRET");
  });

  test("whose totals are wrong says so and is read all the same", () => {
    const message = list(...flight, ...passenger, "CNT+42:47");
    expect(message.issues.map(({ code, severity }) => [code, severity])).toEqual([
      ["traveller-count", "warning"],
    ]);
    expect(message.travellers).toHaveLength(1);
  });

  test("drops remarks and counts them", () => {
    const message = list(...flight, ...passenger, "FTX+AAI+++ANYTHING ABOUT A PERSON", "CNT+42:1");
    expect(JSON.stringify(message)).not.toContain("ANYTHING");
    expect(message.withheld).toEqual({ "free-text": 1 });
  });
});

describe("what a message does", () => {
  test.each([
    ["", "", undefined, "new"],
    ["CP", "", undefined, "change"],
    ["XR", "", undefined, "cancel"],
    ["RP", "", undefined, "cancel"],
    ["CLOB", "", undefined, "close"],
    ["XF", "", undefined, "cancel"],
    ["H", "", undefined, "cancel"],
    ["MY NUMBER", "4", undefined, "change"],
    ["", "1", undefined, "cancel"],
    ["", "", 1, "new"],
    ["", "", 2, "resend"],
  ] as const)("BGM with %j, %j and revision %j: %s", (identifier, code, revision, does) => {
    expect(functionOf(identifier, code, revision)).toBe(does);
  });

  test("a transaction that is sent again says how often", () => {
    const [head, ...rest] = flight;
    const message = list(head!, "RFF+TN:ZZ0001:::002", ...rest, ...passenger, "CNT+42:1");
    expect(message.function).toBe("resend");
    expect(message.document?.transaction).toEqual({ number: "ZZ0001", revision: 2 });
  });
});

describe("the legs of a flight", () => {
  const departs = (code: string, place: string) => ({ code, place, departure: "2026-03-11T10:00" });
  const arrives = (code: string, place: string) => ({ code, place, arrival: "2026-03-11T12:00" });
  const pairs = (calls: Parameters<typeof legsOf>[0]) =>
    legsOf(calls).legs.map(({ from, to }) => `${from}-${to}`);

  test("are places in pairs", () => {
    const calls = [
      departs("92", "AKL"),
      arrives("92", "TBU"),
      departs("125", "TBU"),
      arrives("87", "NAN"),
    ];
    expect(pairs(calls)).toEqual(["AKL-TBU", "TBU-NAN"]);
  });

  test("may share a place that has both times", () => {
    const calls = [
      departs("125", "AKL"),
      { ...arrives("92", "TBU"), departure: "2026-03-11T13:00" },
      arrives("87", "NAN"),
    ];
    expect(pairs(calls)).toEqual(["AKL-TBU", "TBU-NAN"]);
  });

  test("are told by their codes where there are no times", () => {
    const calls = ["125 AKL", "87 NAN", "92 NAN", "92 SUV"].map((text) => {
      const [code = "", place = ""] = text.split(" ");
      return { code, place };
    });
    expect(pairs(calls)).toEqual(["AKL-NAN", "NAN-SUV"]);
  });

  test("leave a place that has no other end, and say so", () => {
    expect(legsOf([departs("125", "AKL")])).toEqual({ legs: [], unpaired: true });
    expect(legsOf([arrives("87", "NAN")])).toEqual({ legs: [], unpaired: true });
    const open = flight.slice(0, 6);
    expect(list(...open, ...passenger, "CNT+42:1").issues.map(({ code }) => code)).toEqual([
      "unpaired-place",
    ]);
  });
});

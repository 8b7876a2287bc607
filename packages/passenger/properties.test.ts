import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Reading, createMessageReader, readMessages } from "./read-messages.ts";
import { TENFOLD, growth } from "./testing/cost.ts";
import { issuesOf, readBytes } from "./testing/read.ts";
import { booking, flight, passenger, paxlst, pnrgov, push } from "./testing/samples.ts";

const samples = [
  paxlst([...flight, ...passenger, ...passenger, "CNT+42:2"]),
  pnrgov([...push, ...booking]),
  `telex\r\nUNA:+.? '${paxlst([...flight, ...passenger, "CNT+42:1"])}\r\ntrailing\r\n${pnrgov([...push, ...booking, ...booking])}`,
].map((text) => Buffer.from(text, "latin1"));
const sample = fc.constantFrom(...samples);

function readCut(bytes: Uint8Array, cuts: readonly number[]): Reading[] {
  const reader = createMessageReader();
  const readings: Reading[] = [];
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    readings.push(...reader.push(bytes.subarray(from, to)));
    from = to;
  }
  return [...readings, ...reader.end()];
}

/** Bytes changed, taken out and put in, service characters more often than others. */
const damage = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.integer({ min: 0, max: 40 }),
    insert: fc.oneof(
      fc.constantFrom(
        "'",
        "+",
        ":",
        "?",
        "UNA",
        "UNB+UNOA:4",
        "UNH+1+PAXLST:D",
        "UNZ+",
        "\0",
        "\n",
        "constructor",
        "__proto__",
      ),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

function damaged(bytes: Buffer, places: readonly { at: number; remove: number; insert: string }[]) {
  let result = bytes;
  for (const { at, remove, insert } of places) {
    const from = at % (result.length + 1);
    const after = result.subarray(Math.min(from + remove, result.length));
    result = Buffer.concat([result.subarray(0, from), Buffer.from(insert, "latin1"), after]);
  }
  return result;
}

describe("whatever the bytes are", () => {
  test("how they are cut changes nothing", () => {
    fc.assert(
      fc.property(sample, fc.array(fc.nat(), { maxLength: 40 }), (bytes, cuts) => {
        expect(readCut(bytes, cuts)).toEqual(readBytes(bytes));
      }),
      { numRuns: 200 },
    );
    for (const bytes of samples) {
      const everywhere = Array.from(bytes, (_, i) => i);
      expect(readCut(bytes, everywhere)).toEqual(readBytes(bytes));
    }
  });

  test("damage gives issues, never an exception, and is read alike however it is cut", () => {
    fc.assert(
      fc.property(sample, damage, fc.array(fc.nat(), { maxLength: 8 }), (bytes, places, cuts) => {
        const bad = damaged(bytes, places);
        const readings = readBytes(bad);
        expect(readCut(bad, cuts)).toEqual(readings);
        // Nothing but data, however odd its codes.
        expect(structuredClone(readings)).toEqual(readings);
        for (const { issues } of readings) {
          for (const { text, position } of issues) {
            expect(text).not.toBe("");
            expect(position).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 250 },
    );
  });

  test("a tag that is the end of a word is none, however long ago the word began", () => {
    const text = Buffer.from(`0UNB+UNOA:4+${"A".repeat(3000)}`);
    expect(issuesOf(readBytes(text))).toEqual(["no-interchange"]);
    expect(
      readCut(
        text,
        Array.from(text, (_, i) => i),
      ),
    ).toEqual(readBytes(text));
  });

  test("noise is no interchange", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(issuesOf(readBytes(bytes))).toContain("no-interchange");
      }),
      { numRuns: 200 },
    );
  });

  test("a message without its end is said to be incomplete", () => {
    fc.assert(
      fc.property(fc.constantFrom(samples[0]!, samples[1]!), fc.nat(), (bytes, at) => {
        const readings = readBytes(bytes.subarray(0, at % (bytes.indexOf("UNT+") - 1)));
        const whole = readings.filter((reading) => reading.kind !== "envelope" && reading.complete);
        expect(whole).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a poisoned message", () => {
  const head = paxlst(flight).split("UNT")[0]!;
  /** What is read of a message whose segments never end, and by how much memory grew meanwhile. */
  function poison(endless: string, bytes: number, limits = {}) {
    const block = Buffer.from(endless.repeat(Math.ceil(65_536 / endless.length)), "latin1");
    const reader = createMessageReader({ limits });
    const readings = reader.push(Buffer.from(head));
    const before = process.memoryUsage().rss;
    for (let sent = 0; sent < bytes; sent += block.length) readings.push(...reader.push(block));
    const grown = process.memoryUsage().rss - before;
    readings.push(...reader.push(Buffer.from("'UNT+1+M1'UNZ+1+26031109'")), ...reader.end());
    return { codes: new Set(issuesOf(readings)), grown };
  }
  const MEBIBYTE = 1024 * 1024;

  test.each([
    ["a segment without an end", "ABCDEFGH", "segment-too-long"],
    ["elements without an end", "+", "too-many-components"],
    ["components without an end", ":A", "too-many-components"],
    ["repetitions without an end", "*", "segment-too-long"],
    ["segments of one traveller", "RFF+AVF:ABC'", "too-many-repetitions"],
    ["segments without an end", `NAD+FL'${"RFF+AVF:ABC'".repeat(40)}`, "too-many-segments"],
    ["travellers without an end", "NAD+FL'", "too-many-travellers"],
    ["null bytes", "\0", "control-character"],
    ["empty segments", "'", "traveller-count"],
  ])("of %s is refused", (_, endless, code) => {
    const limits = { messageSegments: 200_000, messageTravellers: 10_000 };
    const { codes, grown } = poison(endless, 16 * MEBIBYTE, limits);
    // Empty segments are none: the message is whole.
    if (code === "traveller-count") expect(codes).not.toContain("too-many-segments");
    else expect(codes).toContain(code);
    expect(grown).toBeLessThan(256 * MEBIBYTE);
  });

  test("of PNRs without an end is refused", () => {
    const readings = readBytes(Buffer.from(pnrgov([...push, ...Array(1_001).fill("SRC")])), {
      limits: { messageBookings: 1_000 },
    });
    expect(issuesOf(readings)).toContain("too-many-bookings");
  });

  const list = [...flight, "NAD+FL+++A:B"];
  const pnr = [...push, "SRC", "RCI+ZZ:QQ7X2A", "TIF+A+B:A:1", "TIF+C+D:A:2"];
  // However many a group may have: below the limit it must not be slow either.
  const limits = { groupSegments: 100_000 };
  const readingOf = (segments: readonly string[]) => {
    const isList = segments[0] === flight[0];
    const bytes = Buffer.from(isList ? paxlst(segments) : pnrgov(segments));
    return () => expect(readBytes(bytes, { limits })).not.toEqual([]);
  };

  test.each([
    ["references of one traveller", list, "RFF+AVF:ABC"],
    ["documents of one traveller", list, "DOC+P+1"],
    ["places of one flight", flight, "LOC+92+AKL"],
    ["travellers of one PNR", pnr, "TIF+TAUFA+SIONE:A:1"],
    ["requests about nobody", pnr, "SSR+DOCS:HK:1:ZZ:::::/P/TON/T1/TON/01JAN80/M/01JAN30/NO/BODY"],
    ["infants", pnr, "SSR+INFT:HK:1:ZZ:::::AN/INFANT/01JAN26+::1"],
    ["check-ins", [...pnr, "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y"], "TRI++1:::1"],
    ["history", [...pnr, "ABI+4"], "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y"],
  ])("of many %s is read in time that grows as they do", (_, beginning, again) => {
    const many = (count: number) => readingOf([...beginning, ...Array<string>(count).fill(again)]);
    expect(growth(many(2_000), many(20_000))).toBeLessThan(TENFOLD);
  });

  test.each([
    [
      "a long name",
      list,
      (n: number) => `NAD+FL+++${" MR".repeat(n / 3)}:${"A B ".repeat(n / 60)}`,
    ],
    ["a long request", pnr, (n: number) => `SSR+INFT:HK:1:ZZ:::::A${" /".repeat(n / 2)}B`],
    ["a long remark", pnr, (n: number) => `IFT+4:28+CTCM ${"4111 ".repeat(n / 5)}`],
  ])("of %s is read in time that grows as it does", (_, beginning, segment) => {
    const long = (length: number) => readingOf([...beginning, segment(length), segment(length)]);
    // Above 32,000 parts of a text Node takes four times as long for each.
    expect(growth(long(3_000), long(30_000))).toBeLessThan(TENFOLD);
    long(60_000)();
  });

  test("of many small interchanges is read in time that grows as they do", () => {
    const many = (count: number) => {
      const bytes = Buffer.from("UNB+UNOA:4+A+B+260311:0915+1'UNZ+0+1'".repeat(count));
      return () => expect(issuesOf(readBytes(bytes))).toEqual([]);
    };
    expect(growth(many(2_000), many(20_000))).toBeLessThan(TENFOLD);
  });

  test("keeps a bounded number of issues", () => {
    const [message] = readBytes(
      Buffer.from(paxlst([...flight, "NAD+FL+++A:B", ...Array<string>(5000).fill("NAT+2+1")])),
      { limits: { messageIssues: 100 } },
    );
    // The total is compared last, when nothing else is added.
    expect(message!.issues).toHaveLength(101);
    expect(message!.issues.at(-1)!.code).toBe("more-issues");
  });

  test("that is too long is refused with its travellers, and the next is read", () => {
    const long = paxlst([...flight, ...passenger, ...passenger, "CNT+42:2"]);
    const next = paxlst(["BGM+745", "CNT+42:0"]);
    const readings = readBytes(Buffer.from(`${long}\r\n${next}`), {
      limits: { messageBytes: 400 },
    });
    expect(readings).toMatchObject([
      { complete: false, travellers: [] },
      { complete: true, travellers: [] },
    ]);
    expect(issuesOf(readings)).toContain("message-too-long");
  });
});

describe("time grows as the message does", () => {
  const changes = ["ABI+4+:AKL", "DAT+T:050326:1120", "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y"];
  const pnr = [...booking, ...Array.from({ length: 12 }, () => changes).flat()];
  const visa = ["DOC+V:110:111+V778899", "DTM+36:310501", "DTM+182:210502", "LOC+91+FJI"];
  const visas = Array.from({ length: 4 }, () => visa).flat();
  const messages = {
    pnrgov: { again: pnr, around: pnrgov([...push, "HERE"]) },
    paxlst: { again: [...passenger, ...visas], around: paxlst([...flight, "HERE"]) },
  };

  /** Reads one message of so many megabytes. */
  function readingOf(kind: keyof typeof messages, megabytes: number): () => void {
    const { again, around } = messages[kind];
    const text = `${again.join("'\n")}'\n`;
    const count = Math.floor((megabytes * 1_000_000) / text.length);
    const message = Buffer.from(
      around.replace("HERE'\r\n", "HERE'\n").replace("HERE'\n", text.repeat(count)),
    );
    return () => {
      const [read] = readBytes(message);
      expect(read).toMatchObject({ complete: true, totals: { travellers: { counted: count } } });
    };
  }

  test.each(["pnrgov", "paxlst"] as const)(
    "%s of 5 and of 50 MB: each byte takes the same",
    (kind) => {
      // One round: each takes seconds, and what is slow at first is past before it ends.
      const ratio = growth(readingOf(kind, 5), readingOf(kind, 50), 1);
      expect(ratio).toBeLessThan(TENFOLD);
    },
    240_000,
  );
});

test("a stream is read as it comes", async () => {
  const chunks = (async function* () {
    for (const bytes of samples) {
      await Promise.resolve();
      yield bytes.subarray(0, 100);
      yield bytes.subarray(100);
    }
  })();
  const kinds: string[] = [];
  for await (const { kind } of readMessages(chunks)) kinds.push(kind);
  expect(kinds).toEqual(["paxlst", "pnrgov", "paxlst", "pnrgov"]);
});

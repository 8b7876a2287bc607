import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK_BYTES } from "./patience.ts";
import { createMessageReader, readMessages, type Reading } from "./read-messages.ts";
import { issuesOf, readBytes } from "./testing/read.ts";
import { booking, flight, passenger, paxlst, pnrgov, push } from "./testing/samples.ts";

const list = paxlst([...flight, ...passenger, "CNT+42:1"]);
const whole = Buffer.from(list);
const header = "UNB+UNOA:4+A+B+260311:0915+1'";

test("a stream is given up when no message of it is whole for too long, and not before", () => {
  const noise = Buffer.alloc(3 * BLOCK_BYTES);
  const limits = { barrenBytes: 4 * BLOCK_BYTES };
  const twice = Buffer.concat([noise, whole, noise]);
  expect(issuesOf(readBytes(twice, { limits }))).toEqual([]);
  const readings = readBytes(Buffer.concat([whole, noise, noise, whole]), { limits });
  expect(readings).toHaveLength(2);
  expect(issuesOf(readings)).toEqual(["given-up"]);
});

test("what is open when a stream is given up is told, with what it was refused for", () => {
  const endless = "RFF+AVF:ABC'".repeat(20_000);
  const text = paxlst([...flight, ...passenger]).replace(/UNT[^]*/, endless);
  const limits = { barrenBytes: 2 * BLOCK_BYTES, groupSegments: 1_000 };
  const [message, ...more] = readBytes(Buffer.from(text), { limits });
  expect(message).toMatchObject({ kind: "paxlst", complete: false, travellers: [] });
  expect(message?.issues.map(({ code }) => code)).toEqual(["too-many-repetitions", "cut-short"]);
  expect(issuesOf(more)).toEqual(["given-up"]);
});

test("messages and interchanges of which none is whole are given up by their number", () => {
  const limits = { barrenReadings: 10 };
  const readings = readBytes(Buffer.from(header.repeat(50)), { limits });
  expect(readings).toHaveLength(12);
  expect(issuesOf(readings).at(-1)).toBe("given-up");
  const some = Buffer.concat(Array.from({ length: 5 }, () => Buffer.from(header.repeat(9) + list)));
  expect(issuesOf(readBytes(some, { limits }))).not.toContain("given-up");
});

test("of an interchange with too many messages the first are read, and so is the next interchange", () => {
  const many = `${header}${"UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'".repeat(5)}UNZ+5+1'`;
  const readings = readBytes(Buffer.concat([Buffer.from(many), whole]), {
    limits: { interchangeMessages: 3 },
  });
  expect(readings.map(({ kind }) => kind)).toEqual([
    "paxlst",
    "paxlst",
    "paxlst",
    "envelope",
    "paxlst",
  ]);
  expect(issuesOf(readings)).toContain("too-many-messages");
});

test.each([
  ["a passenger", paxlst([...flight, ...passenger, ...Array<string>(300).fill("RFF+AVF:A")])],
  ["a PNR", pnrgov([...push, ...booking, ...Array<string>(300).fill("LTS+A")])],
  ["the head of a list", paxlst([...flight, ...Array<string>(300).fill("LOC+92+AKL")])],
])("%s of too many segments costs the message", (_, text) => {
  const [message] = readBytes(Buffer.from(text), { limits: { groupSegments: 300 } });
  expect(message).toMatchObject({ complete: false, travellers: [] });
  expect(issuesOf([message!])).toContain("too-many-repetitions");
  const [read] = readBytes(Buffer.from(text), { limits: { groupSegments: 400 } });
  expect(read).toMatchObject({ complete: true });
});

test("whoever sends is not read to the end once the stream is given up", async () => {
  let sent = 0;
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(BLOCK_BYTES);
      }
    } finally {
      isClosed = true;
    }
  }
  const limits = { barrenBytes: 5 * BLOCK_BYTES };
  const readings = await Array.fromAsync(readMessages(endless(), { limits }));
  expect(issuesOf(readings)).toContain("given-up");
  expect(isClosed).toBe(true);
  expect(sent).toBe(6);
});

test("where a stream is given up does not hang on how it is cut", () => {
  const limits = { barrenBytes: BLOCK_BYTES, barrenReadings: 5, interchangeMessages: 4 };
  const pieces = fc.array(
    fc.constantFrom(whole, Buffer.from(header), Buffer.alloc(50_000), Buffer.from("UNH+1+X'")),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(), { maxLength: 10 }), (parts, cuts) => {
      const bytes = Buffer.concat(parts);
      const reader = createMessageReader({ limits });
      const readings: Reading[] = [];
      let from = 0;
      const places = cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b);
      for (const to of [...places, bytes.length]) {
        readings.push(...reader.push(bytes.subarray(from, to)));
        from = to;
      }
      expect([...readings, ...reader.end()]).toEqual(readBytes(bytes, { limits }));
    }),
    { numRuns: 100 },
  );
});

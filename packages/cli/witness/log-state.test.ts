import { formatNote } from "@talanoa/tlog/note/note.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { origin } from "@talanoa/tlog/testing/sample-keys.ts";
import { sampleEntries } from "@talanoa/tlog/testing/sample-log.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DamagedState,
  formatState,
  type LogState,
  parseState,
  stateFileName,
} from "./log-state.ts";

const head = headOf(sampleEntries(300), 300);
const checkpoint = formatNote(signedCheckpoint(head));
const state: LogState = { ...head, origin, cosignedAt: 1_700_000_000_000, checkpoint };
const bytes = formatState(state);

test("a state is read as it was written", () => {
  expect(parseState(bytes)).toEqual({ ...state, root: Buffer.from(head.root) });
});

test("whatever byte is changed or cut off, it is noticed, or says the same", () => {
  const place = fc.nat({ max: bytes.length - 1 });
  fc.assert(
    fc.property(place, fc.nat({ max: 255 }), fc.boolean(), (at, byte, isCut) => {
      const damaged = Buffer.from(isCut ? bytes.subarray(0, at) : bytes);
      if (!isCut) damaged[at] = byte;
      try {
        expect(parseState(damaged)).toEqual({ ...state, root: Buffer.from(head.root) });
      } catch (error) {
        if (!(error instanceof DamagedState)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a state whose checkpoint is of another tree is no state", () => {
  const other = { ...state, checkpoint: formatNote(signedCheckpoint({ ...head, size: 301 })) };
  expect(() => parseState(formatState(other))).toThrow(DamagedState);
});

test("origins that read alike have files of their own, inside the folder", () => {
  const origins = ["a/b", "a-b", "a--b", "../a", "..", "ä", "ö", "x".repeat(500)];
  const names = origins.map(stateFileName);
  expect(new Set(names).size).toBe(origins.length);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9.-]{1,90}\.json$/);
});

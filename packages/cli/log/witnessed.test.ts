import { cosign } from "@talanoa/tlog/note/cosignature.ts";
import { addSignatures, formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy, witnesses } from "@talanoa/tlog/testing/sample-keys.ts";
import { expect, test } from "vitest";
import { witnessed } from "@talanoa/tlog/note/witnessed.ts";
import { witnessedText } from "./witnessed.ts";

const at = Date.UTC(2026, 10, 26) / 1_000;
const checkpoint = signedCheckpoint(headOf([Buffer.from("one")], 1));

test("the time of a cosignature is told with whether it was verified, the earliest first", () => {
  const [first, second] = witnesses;
  const note = addSignatures(checkpoint, [
    cosign(checkpoint.text, second!, at + 60),
    cosign(checkpoint.text, first!, at),
  ]);
  const opened = openCheckpoint(formatNote(note), { ...policy(1), witnesses: [first!.key] });
  const by = witnessed(opened);
  expect(by.map(({ name, verified }) => [name, verified])).toEqual([
    [first!.key.name, true],
    [second!.key.name, false],
  ]);
  const text = witnessedText(by, 1);
  expect(text).toContain(`was cosigned by ${first!.key.name} at 2026-11-26 00:00:00Z: every entry`);
  expect(text).toContain(
    `says that it was cosigned by ${second!.key.name} at 2026-11-26 00:01:00Z`,
  );
  // What nobody verified proves no time.
  const claimed = witnessedText(
    witnessed(openCheckpoint(formatNote(note), { ...policy(0), witnesses: [] })),
    1,
  );
  expect(claimed).toMatch(/says that it was cosigned by .*: not verified here/);
  expect(claimed).not.toContain("every entry stood in the log");
});

test("without a witness the times are said to be the log's own", () => {
  const opened = openCheckpoint(formatNote(checkpoint), policy(0));
  expect(witnessed(opened)).toEqual([]);
  expect(witnessedText([], 1)).toContain("the log's own");
});

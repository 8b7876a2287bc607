import {
  type BackupMessage,
  Ending,
  LifeStep,
  NoticeLife,
  Precedence,
  RoutedMarker,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { ERASED_SEQUENCE } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { describe, expect, test } from "vitest";
import { type Gone, GoneFinder, isGone } from "./gone.ts";

const one = { origin: "FJ", id: "01a2199b-0000-7000-8000-000000000001", version: 1 };
const other = { ...one, id: "01a2199b-0000-7000-8000-000000000002" };
const empty = new Uint8Array();

function message(subject: string, payload: Uint8Array = empty, tombstone = false): BackupMessage {
  const headers = tombstone ? [{ name: ERASED_SEQUENCE, value: "7" }] : [];
  return { sequence: 1, storedAt: 1, subject, headers, payload, leftOut: empty };
}

const notice = (ref = one) => message(subjects.notice(Precedence.ROUTINE, ref), Buffer.from("n"));
const section = (ref = one) => message(subjects.section(ref, 1), Buffer.from("s"));
const copy = (ref = one, kind: "statement" | 1 = 1) =>
  message(
    subjects.feed("TO", Precedence.ROUTINE, kind),
    StoredCopy.encode({ card: { notice: ref }, copy: {} }),
  );
const marker = (ref: typeof one, expiresAt: number) =>
  message(
    subjects.routed(ref, "first"),
    RoutedMarker.encode({ card: { notice: ref, expiresAt }, recipients: ["TO"] }),
  );
const life = (step: LifeStep, its: Partial<NoticeLife> = {}, ref = one) =>
  message(subjects.life(ref), NoticeLife.encode({ step, notice: ref, ...its }));

function found(...messages: BackupMessage[]): GoneFinder {
  const finder = new GoneFinder();
  for (const each of messages) finder.note(each);
  return finder;
}

/** Of the first notice, what is gone; of another, nothing ever is. */
function goneOf(gone: Gone): string[] {
  for (const each of [notice(other), section(other), copy(other)])
    expect(isGone(each, gone)).toBe(false);
  return [
    ...(isGone(notice(), gone) ? ["notice"] : []),
    ...(isGone(section(), gone) ? ["section"] : []),
    ...(isGone(copy(), gone) ? ["copy"] : []),
    ...(isGone(copy(one, "statement"), gone) ? ["statement"] : []),
  ];
}

const whole = ["notice", "section", "copy"];

describe("of a notice", () => {
  test("nothing is gone while it stands", () => {
    const revised = life(LifeStep.REVISED);
    expect(goneOf(found(marker(one, 0), revised).gone(10))).toEqual([]);
  });

  test("all content is gone once it was recalled, or has expired by its life", () => {
    for (const [step, ending] of [
      [LifeStep.RECALLED, Ending.RECALLED],
      [LifeStep.EXPIRED, Ending.EXPIRED],
    ] as const)
      expect(goneOf(found(life(step, { ending })).gone(0))).toEqual(whole);
  });

  test("the personal sections alone are gone once their erasure was ordered, up to that version", () => {
    const gone = found(life(LifeStep.ERASURE_ORDERED, { personalErased: 1 })).gone(0);
    expect(goneOf(gone)).toEqual(["section"]);
    expect(isGone(section({ ...one, version: 2 }), gone)).toBe(false);
  });

  test("all content is gone when its time is over, by its newest version, though nobody has ended it", () => {
    const finder = found(marker(one, 100));
    expect(goneOf(finder.gone(99))).toEqual([]);
    expect(goneOf(finder.gone(100))).toEqual(whole);
    const longer = { ...one, version: 2 };
    expect(goneOf(found(marker(one, 100), marker(longer, 200)).gone(150))).toEqual([]);
    expect(goneOf(found(marker(one, 100), marker(longer, 0)).gone(900))).toEqual([]);
    const waits = found(marker(one, 100), life(LifeStep.REVISED, {}, longer));
    expect(goneOf(waits.gone(900))).toEqual([]);
    waits.note(marker(longer, 800));
    expect(goneOf(waits.gone(900))).toEqual(whole);
  });

  test("a version in whose place a tombstone stands is gone, and the tombstone stays", () => {
    const tombstone = message(subjects.notice(Precedence.ROUTINE, one), empty, true);
    const gone = found(tombstone).gone(0);
    expect(isGone(notice(), gone)).toBe(true);
    expect(isGone(notice({ ...one, version: 2 }), gone)).toBe(false);
    expect(isGone(tombstone, gone)).toBe(false);
  });
});

test("what stays for good is never gone", () => {
  const gone = found(life(LifeStep.RECALLED, { ending: Ending.RECALLED })).gone(0);
  for (const each of [marker(one, 1), life(LifeStep.RECALLED), message("record.queried")])
    expect(isGone(each, gone)).toBe(false);
});

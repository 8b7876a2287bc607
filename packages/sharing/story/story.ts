import type { Facts, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { wordOf } from "@talanoa/contract/words.ts";
import { refText } from "../notice/ref-text.ts";
import { type Block, heading, section, text } from "./block.ts";
import { contentState } from "./content-state.ts";
import { type CopyTold, copiesTold } from "./copies-told.ts";
import { decisionRows } from "./decided.ts";
import { english } from "./english.ts";
import { factsLine } from "./facts-line.ts";
import { deeds, isOf, type StoryWords } from "./story-words.ts";
import type { ToldEntry } from "./told-entry.ts";

/** How a story says when something was done. */
export type TimeText = (at: number) => string;

/** How a story is said: its times, and its words. */
interface Telling {
  readonly time: TimeText;
  readonly words: StoryWords;
}

/**
 * What became of a notice, grouped by what happened: who was entitled and why, what each did with it, what
 * was said about it, how it was taken back, who asked about it. As far as the entries say.
 */
export function storyOf(
  entries: readonly ToldEntry[],
  altered: readonly number[],
  notice: NoticeRef,
  time: TimeText,
  words: StoryWords = english,
): Block[] {
  const name = refText({ ...notice, version: 0 });
  const exercise = entries.some((entry) => entry.exercise);
  const telling = { time, words };
  const { step } = words.columns;
  return [
    heading(2, exercise ? words.exercise(name) : name),
    ...accepted(entries, telling),
    ...section(words.refused, step, rowsOf(entries, ["refused"], telling)),
    ...decided(entries, telling),
    ...section(words.did, words.columns.did, copyRows(entries, notice, telling)),
    ...section(words.said, step, rowsOf(entries, said, telling)),
    ...takenBack(entries, notice, telling),
    ...section(words.aside, step, aside(entries, notice, telling)),
    ...asked(entries, telling),
    ...alteredTable(altered, words),
  ];
}

const said = [
  "consentAsked",
  "consentGranted",
  "consentRefused",
  "outcome",
  "destroyed",
  "withdrawn",
  "overdue",
] as const satisfies readonly (keyof Facts)[];

const ends = ["recalled", "erasureOrdered", "expired", "erased"] as const;

function rowsOf(
  entries: readonly ToldEntry[],
  fields: readonly (keyof Facts)[],
  telling: Telling,
): string[][] {
  return entries
    .filter(({ facts }) => facts && fields.some((field) => facts[field] !== null))
    .map((entry) => rowOf(entry, telling));
}

function rowOf({ index, at, step, who, facts }: ToldEntry, { time, words }: Telling): string[] {
  return [String(index), time(at), who, `${words.step(step)}: ${factsLine(facts, words)}`];
}

function accepted(entries: readonly ToldEntry[], { time, words }: Telling): Block[] {
  const { codes } = words;
  const rows = entries.flatMap(({ index, at, who, facts }) => {
    if (!facts?.accepted) return [];
    const { notice, kind, tlp, precedence, keyId } = facts.accepted;
    const version = notice?.version ?? 0;
    const what = [
      wordOf(codes.kind, kind),
      wordOf(codes.tlp, tlp),
      wordOf(codes.precedence, precedence),
      words.signedWith(keyId),
    ].join(", ");
    const state = contentState(entries, version, words);
    return [[String(index), time(at), who, words.versionOf(version), what, state]];
  });
  return section(words.accepted, words.columns.accepted, rows);
}

function decided(entries: readonly ToldEntry[], { time, words }: Telling): Block[] {
  return entries.flatMap(({ index, at, facts }) => {
    const routed = facts?.routed;
    if (!routed || routed.statement) return [];
    const cause = routed.cause === "first" ? "" : routed.cause;
    const version = routed.notice?.version ?? 0;
    const title = words.decided({ version, cause, index, time: time(at) });
    return section(title, words.decision.columns, decisionRows(routed, words));
  });
}

function copyRows(
  entries: readonly ToldEntry[],
  notice: NoticeRef,
  { time, words }: Telling,
): string[][] {
  return copiesTold(entries, notice, words).flatMap((copy) => {
    const { participant, first, times, content } = copy;
    const version = String(copy.version);
    const done = deeds.flatMap((deed) => {
      const its = first[deed];
      if (!its) return [];
      const { index, at, who } = its.entry;
      // Others are told which participant, not which officer.
      const [, officer] = deed === "opened" || deed === "acknowledged" ? who.split(" ") : [];
      const how = [
        its.door && words.line.by(its.door),
        officer && words.line.by(officer),
        times[deed] > 1 && words.firstOf(times[deed]),
      ];
      const what = words.deeds[deed];
      const row = [participant, version, what, time(at), how.filter(Boolean).join(", ")];
      return [[...row, String(index)]];
    });
    const undone = deeds.filter((deed) => !first[deed]);
    const missing =
      undone.length === 0 || participant === notice.origin ? [] : [[words.notDone(undone), "", ""]];
    const state = [[words.contentAtHub, "", content]];
    const rest = [...missing, ...state].map((row) => [participant, version, ...row, ""]);
    return [...done, ...rest];
  });
}

function takenBack(entries: readonly ToldEntry[], notice: NoticeRef, telling: Telling): Block[] {
  const { words } = telling;
  const rows = rowsOf(entries, ends, telling);
  const first = entries.find(({ facts }) => facts && ends.some((field) => facts[field] !== null));
  if (!first) return [];
  const before = copiesTold(
    entries.filter(({ index }) => index < first.index),
    notice,
    words,
  ).filter(({ participant }) => participant !== notice.origin);
  const who = (did: (copy: CopyTold) => boolean) => [
    ...new Set(before.filter(did).map(({ participant }) => participant)),
  ];
  const opened = who(({ times }) => times.opened > 0);
  const held = who(({ times }) => times.opened === 0 && times.released > 0);
  return [
    ...section(words.takenBack, words.columns.step, rows),
    text(words.before(first.index, opened, held)),
  ];
}

/** Steps by which a statement about the notice, or a reminder of it, went its own way. */
function aside(entries: readonly ToldEntry[], notice: NoticeRef, telling: Telling): string[][] {
  return entries
    .filter(({ facts }) => {
      if (facts?.routed) return facts.routed.statement !== "";
      const copies = (facts?.released ?? facts?.received ?? facts?.opened)?.copies ?? [];
      const own = copies.filter((copy) => isOf(notice, copy.notice));
      return own.length > 0 && own.every((copy) => copy.statement !== "" || copy.reminder !== 0);
    })
    .map((entry) => rowOf(entry, telling));
}

function asked(entries: readonly ToldEntry[], { time, words }: Telling): Block[] {
  const rows = entries.flatMap(({ index, at, who, facts }) => {
    if (!facts?.queried) return [];
    const { question, purpose, caseNumber } = facts.queried;
    // Explain asks for no purpose.
    const why = purpose ? wordOf(words.codes.purpose, purpose) : "";
    return [[String(index), time(at), who, words.question(question), why, caseNumber]];
  });
  return section(words.asked, words.columns.asked, rows);
}

/** The entries that were altered, when there are any. */
export function alteredTable(altered: readonly number[], words: StoryWords = english): Block[] {
  const rows = altered.map((index) => [String(index), words.alteredRow]);
  return section(words.altered, words.columns.altered, rows);
}

import { refText } from "@talanoa/client/publication.ts";
import type { Facts, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import {
  kindWords,
  precedenceWords,
  purposeWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { factsLine } from "../facts-line.ts";
import { type Block, heading, section, text } from "./block.ts";
import { contentState } from "./content-state.ts";
import { type CopyTold, copiesTold, deeds } from "./copies-told.ts";
import { decisionColumns, decisionRows } from "./decided.ts";
import { isOf, type ToldEntry } from "./told-entry.ts";

/** How a story says when something was done. */
export type TimeText = (at: number) => string;

/**
 * What became of a notice, grouped by what happened: who was entitled and why, what each did with it, what
 * was said about it, how it was taken back, who asked about it. As far as the entries say.
 */
export function storyOf(
  entries: readonly ToldEntry[],
  altered: readonly number[],
  notice: NoticeRef,
  time: TimeText,
): Block[] {
  const name = refText({ ...notice, version: 0 });
  const exercise = entries.some((entry) => entry.exercise);
  const columns = ["entry", "when", "who", "what"];
  return [
    heading(2, exercise ? `${name} (EXERCISE)` : name),
    ...accepted(entries, time),
    ...section("Refused", columns, rowsOf(entries, ["refused"], time)),
    ...decided(entries, time),
    ...section("What each participant did", copyColumns, copyRows(entries, notice, time)),
    ...section("Said about it", columns, rowsOf(entries, said, time)),
    ...takenBack(entries, notice, time),
    ...section(
      "Copies of statements and reminders about it",
      columns,
      aside(entries, notice, time),
    ),
    ...asked(entries, time),
    ...alteredTable(altered),
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

function rowsOf(entries: readonly ToldEntry[], fields: readonly (keyof Facts)[], time: TimeText) {
  return entries
    .filter(({ facts }) => facts && fields.some((field) => facts[field] !== null))
    .map((entry) => rowOf(entry, time));
}

function rowOf({ index, at, step, who, facts }: ToldEntry, time: TimeText): string[] {
  return [String(index), time(at), who, `${step}: ${factsLine(facts)}`];
}

function accepted(entries: readonly ToldEntry[], time: TimeText): Block[] {
  const rows = entries.flatMap(({ index, at, who, facts }) => {
    if (!facts?.accepted) return [];
    const { notice, kind, tlp, precedence, keyId } = facts.accepted;
    const version = notice?.version ?? 0;
    const what = [
      wordOf(kindWords, kind),
      wordOf(tlpWords, tlp),
      wordOf(precedenceWords, precedence),
    ];
    const signed = `signed with key ${keyId}`;
    const state = contentState(entries, version);
    return [
      [String(index), time(at), who, `version ${version}`, [...what, signed].join(", "), state],
    ];
  });
  return section("Accepted", ["entry", "when", "who", "version", "what", "content"], rows);
}

function decided(entries: readonly ToldEntry[], time: TimeText): Block[] {
  return entries.flatMap(({ index, at, facts }) => {
    const routed = facts?.routed;
    if (!routed || routed.statement) return [];
    const cause = routed.cause === "first" ? "" : `, for ${routed.cause}`;
    const title = `Decided for version ${routed.notice?.version ?? 0}${cause} (entry ${index}, ${time(at)})`;
    return section(title, decisionColumns, decisionRows(routed));
  });
}

const copyColumns = ["participant", "version", "what", "when", "how", "entry"];

function copyRows(entries: readonly ToldEntry[], notice: NoticeRef, time: TimeText): string[][] {
  return copiesTold(entries, notice).flatMap((copy) => {
    const { participant, first, times, content } = copy;
    const version = String(copy.version);
    const done = deeds.flatMap((deed) => {
      const its = first[deed];
      if (!its) return [];
      const { index, at, who } = its.entry;
      // Others are told which participant, not which officer.
      const [, officer] = deed === "opened" || deed === "acknowledged" ? who.split(" ") : [];
      const how = [
        its.door && `by ${its.door}`,
        officer && `by ${officer}`,
        times[deed] > 1 && `the first of ${times[deed]} times`,
      ];
      const row = [participant, version, deed, time(at), how.filter(Boolean).join(", ")];
      return [[...row, String(index)]];
    });
    const undone = deeds.filter((deed) => !first[deed]);
    const missing =
      undone.length === 0 || participant === notice.origin ? [] : [[noneOf(undone), "", ""]];
    const state = [["content at the hub", "", content]];
    const rest = [...missing, ...state].map((row) => [participant, version, ...row, ""]);
    return [...done, ...rest];
  });
}

/** `not acknowledged`, `neither opened nor acknowledged`, `neither received, opened nor acknowledged`. */
function noneOf(undone: readonly string[]): string {
  const before = undone.slice(0, -1).join(", ");
  const last = undone.at(-1) ?? "";
  return before === "" ? `not ${last}` : `neither ${before} nor ${last}`;
}

function takenBack(entries: readonly ToldEntry[], notice: NoticeRef, time: TimeText): Block[] {
  const rows = rowsOf(entries, ends, time);
  const first = entries.find(({ facts }) => facts && ends.some((field) => facts[field] !== null));
  if (!first) return [];
  const before = copiesTold(
    entries.filter(({ index }) => index < first.index),
    notice,
  ).filter(({ participant }) => participant !== notice.origin);
  const who = (did: (copy: CopyTold) => boolean) =>
    [...new Set(before.filter(did).map(({ participant }) => participant))].join(", ") || "nobody";
  const opened = who(({ times }) => times.opened > 0);
  const held = who(({ times }) => times.opened === 0 && times.released > 0);
  return [
    ...section("Taken back", ["entry", "when", "who", "what"], rows),
    text(
      `Before entry ${first.index}, as far as one may see: opened by ${opened}; released to, and not known to be opened by: ${held}.`,
    ),
  ];
}

/** Steps by which a statement about the notice, or a reminder of it, went its own way. */
function aside(entries: readonly ToldEntry[], notice: NoticeRef, time: TimeText): string[][] {
  return entries
    .filter(({ facts }) => {
      if (facts?.routed) return facts.routed.statement !== "";
      const copies = (facts?.released ?? facts?.received ?? facts?.opened)?.copies ?? [];
      const own = copies.filter((copy) => isOf(notice, copy.notice));
      return own.length > 0 && own.every((copy) => copy.statement !== "" || copy.reminder !== 0);
    })
    .map((entry) => rowOf(entry, time));
}

function asked(entries: readonly ToldEntry[], time: TimeText): Block[] {
  const rows = entries.flatMap(({ index, at, who, facts }) => {
    if (!facts?.queried) return [];
    const { question, purpose, caseNumber } = facts.queried;
    // Explain asks for no purpose.
    const why = purpose ? wordOf(purposeWords, purpose) : "";
    return [[String(index), time(at), who, question, why, caseNumber]];
  });
  return section(
    "Who asked about it",
    ["entry", "when", "who", "question", "purpose", "case"],
    rows,
  );
}

/** The entries that were altered, when there are any. */
export function alteredTable(altered: readonly number[]): Block[] {
  const rows = altered.map((index) => [
    String(index),
    "altered: what the hub's database has here does not follow from what was logged, and is not shown",
  ]);
  return section("Altered behind the log's back", ["entry", "state"], rows);
}

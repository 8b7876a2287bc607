import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import { refText } from "@talanoa/client/publication.ts";
import { Precedence, type Statement } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { outcomeWords, overdueWords, precedenceWords, wordOf } from "@talanoa/contract/words.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { type NoticeFacts, noticeFacts } from "./notice-facts.ts";
import { isOfScreening } from "./sealed-by.ts";
import { styleOf } from "./style.ts";
import type { Cell, Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { localTime, utcAndLocal } from "@talanoa/client/times.ts";

export const markingColumn: Column = { title: "marking", width: 17, wraps: true };

/** The columns of a list or a live feed. Widths are given, since a feed's rows come one by one. */
export const copyColumns: readonly Column[] = [
  // With the local time beside it where that is another; gives that up first on a narrow terminal.
  { title: "accepted", width: localTime(Date.now()) === "" ? 20 : 38, shrinksTo: 20 },
  markingColumn,
  { title: "notice", width: 12 },
  { title: "what", width: 19, shrinksTo: 9 },
  { title: "title", width: 60, shrinksTo: 20, wraps: true },
  { title: "where", width: 30, shrinksTo: 10, wraps: true },
];

/** What a reader is to do upon a statement of the originator. */
const toDestroy: { readonly [says: string]: string } = {
  recalled: ": destroy what you keep of it, then say so by `talanoa destroyed`",
  erasureOrdered:
    ": destroy what you keep of its persons and passengers, then say so by `talanoa destroyed`",
};

/** With whom a notice is to be shared, and how the question is named when one answers it. */
function consentText({ origin, id, consentAsked, ...answered }: Statement): string {
  if (consentAsked)
    return `, to share it with ${consentAsked.participant} (--asked ${origin}/${id})`;
  const answer = answered.consentGranted ?? answered.consentRefused;
  return answer ? `, for ${answer.participant}` : "";
}

function outcomeText({ outcome }: Statement): string {
  return outcome ? `: ${wordOf(outcomeWords, outcome.outcome)}` : "";
}

/** The label, then the grade and what a reader must heed. */
export function markingCell(
  { tlp, handling }: Pick<NoticeFacts, "tlp" | "handling">,
  terminal: Pick<Terminal, "colours">,
): Cell {
  const { text, paint } = styleOf(terminal).tlp(tlp);
  return { text: [text, ...handling].join(" "), paint };
}

export function copyCells(content: CheckedCopy, terminal: Pick<Terminal, "colours">): Cell[] {
  const { bad, odd, dim, good, bold } = styleOf(terminal);
  const when = utcAndLocal(content.copy.acceptedAt);
  switch (content.kind) {
    case "notice": {
      const facts = noticeFacts(content.notice);
      const urgent = facts.precedence > Precedence.ROUTINE;
      const { replacedBy } = content.copy;
      const before = [
        ...(replacedBy ? [`REPLACED by v${replacedBy}`] : []),
        ...(facts.exercise ? ["EXERCISE"] : []),
        ...(isOfScreening(content.signsOnly) ? ["SCREENING"] : []),
        ...(urgent ? [wordOf(precedenceWords, facts.precedence).toUpperCase()] : []),
      ].join(" ");
      const version = facts.ref.version > 1 ? ` v${facts.ref.version}` : "";
      return [
        when,
        markingCell(facts, terminal),
        shortId(facts.ref) + version,
        facts.what,
        before
          ? { text: `${before}: ${facts.title}`, paint: facts.exercise ? odd : bold }
          : facts.title,
        facts.where,
      ];
    }
    case "statement": {
      const { statement, says } = content.statement;
      const word = says && steps[says];
      const about = statement.notice ? refText(statement.notice) : "";
      return [
        when,
        "",
        statement.notice ? shortId(statement.notice) : "",
        { text: word ?? "statement", paint: says && says in toDestroy ? bad : good },
        `${statement.origin} ${word ?? "states something about"} ${about}${consentText(statement)}${outcomeText(statement)}${(says && toDestroy[says]) ?? ""}`,
        "",
      ];
    }
    case "reminder": {
      const { notice, of, dueAt, participants, exercise } = content.reminder;
      const late = `${wordOf(overdueWords, of)} of ${participants.join(", ")} was due`;
      return [
        when,
        "",
        notice ? shortId(notice) : "",
        { text: "overdue", paint: odd },
        { text: `${exercise ? "EXERCISE: " : ""}${late} ${utcAndLocal(dueAt)}`, paint: odd },
        "",
      ];
    }
    case "not-genuine":
      return [
        when,
        { text: "NOT GENUINE", paint: bad },
        "",
        "",
        { text: content.reason, paint: bad },
        "",
      ];
    case "unknown":
      return [
        when,
        "",
        "",
        "",
        { text: "of a kind that this version does not know", paint: dim },
        "",
      ];
  }
  return content satisfies never;
}

import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { VersionChain } from "@talanoa/client/version-chain.ts";
import type { OutcomeKnown } from "@talanoa/contract/generated/talanoa.ts";
import { outcomeWords, wordOf } from "@talanoa/contract/words.ts";
import { withheldSentence } from "@talanoa/sharing/feed/withheld.ts";
import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { noticeFacts } from "./notice-facts.ts";
import { plain, plainLines, wrap } from "./plain-text.ts";
import { requestText } from "./request/text.ts";
import { sealedBy } from "./sealed-by.ts";
import { styleOf } from "./style.ts";
import type { Terminal } from "./terminal.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

const LABELS = 26;

/** A whole notice for a person to read: marking first, then all that one holds, then what was withheld. */
export function noticePage(
  { copy, notice, signsOnly }: Extract<CheckedCopy, { kind: "notice" }>,
  terminal: Terminal,
  earlier?: EarlierVersions,
): string[] {
  const { dim, good, odd } = styleOf(terminal);
  // The routing section is for the hub: that a reader has none hides nothing from it.
  const withheld = copy.withheld.filter(({ rule }) => rule !== "routing-section");
  const fact = (label: string, value: string) => (value ? [labelled(label, value, terminal)] : []);
  return [
    ...noticeLines(notice, terminal),
    "",
    ...fact("accepted", utcAndLocal(copy.acceptedAt)),
    ...fact("routed", utcAndLocal(copy.routedAt)),
    ...(copy.requestStatus ? fact("request", plain(requestText(copy.requestStatus))) : []),
    ...copy.outcomes.flatMap((its) => fact("outcome", plain(outcomeText(its)))),
    ...withheld.flatMap(({ rule }) =>
      labelledLines("withheld from you", `${rule}: ${withheldSentence(rule)}`, 0, terminal),
    ),
    ...(copy.replacedBy
      ? fact("replaced", odd(`by version ${copy.replacedBy}, which you hold`))
      : []),
    ...(earlier ? earlierLines(earlier, terminal) : []),
    labelled(
      "signature",
      good(`genuine: signed by ${sealedBy(notice.header.origin, signsOnly)}`),
      terminal,
    ),
    dim(labelled("key", plain(notice.keyId), terminal)),
  ];
}

/** `TO: confirmed, 2025-07-14 09:30Z`. */
function outcomeText({ participant, outcome, statedAt }: OutcomeKnown): string {
  const said = outcome ? wordOf(outcomeWords, outcome) : "stated, not known which";
  return `${participant}: ${said}, ${utcAndLocal(statedAt)}`;
}

/** What is known of the versions before one. */
export interface EarlierVersions {
  readonly chain: VersionChain;
  /** Those that one holds, the newest first. */
  readonly notices: readonly OpenedNotice[];
}

function earlierLines({ chain, notices }: EarlierVersions, terminal: Terminal): string[] {
  const { good, bad } = styleOf(terminal);
  const paint = chain.state === "holds" ? good : bad;
  return [
    ...notices.map((each) =>
      labelled(`version ${each.header.version}`, plain(noticeFacts(each).title), terminal),
    ),
    labelled("versions", paint(plain(chain.says)), terminal),
  ];
}

/** What a notice says, without what the hub adds. */
export function noticeLines(notice: OpenedNotice, terminal: Terminal): string[] {
  const { bold, odd } = styleOf(terminal);
  const { header } = notice;
  const { text, paint } = styleOf(terminal).tlp(header.tlp);
  const exercise = header.exercise ? `  ${odd("EXERCISE")}` : "";
  const { handling } = noticeFacts(notice);
  return [
    `${paint(text)}  ${bold(plain(refText(header)))}${exercise}`,
    ...(handling.length > 0 ? [odd(plain(handling.join(", ")))] : []),
    ...describeNotice(notice).flatMap((line) => lines(line, 0, terminal)),
  ];
}

function lines({ label, value, lines: under }: Line, depth: number, terminal: Terminal): string[] {
  const { bold } = styleOf(terminal);
  // A section's head: its type, and its category beside it.
  const head =
    under.length > 0 && depth === 0
      ? ["", `${bold(plain(label))}${value ? `  ${plain(value)}` : ""}`]
      : labelledLines(label, value, depth, terminal);
  return [...head, ...under.flatMap((line) => lines(line, depth + 1, terminal))];
}

function labelled(label: string, value: string, terminal: Terminal): string {
  return `${styleOf(terminal).dim(label.padEnd(LABELS))}${value}`;
}

function labelledLines(label: string, value: string, depth: number, terminal: Terminal): string[] {
  const { dim } = styleOf(terminal);
  const indent = "  ".repeat(depth);
  const space = " ".repeat(Math.max(0, LABELS - indent.length));
  const width = Math.max(30, (terminal.columns || 100) - LABELS);
  const [first = "", ...rest] = plainLines(value).flatMap((each) => wrap(each, width));
  const name = plain(label).padEnd(space.length);
  return [
    `${indent}${dim(name)}${name.endsWith(" ") ? "" : " "}${first}`.trimEnd(),
    ...rest.map((each) => `${indent}${space}${each}`.trimEnd()),
  ];
}

import { refText } from "@talanoa/client/publication.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type {
  CopyRef,
  Facts,
  NoticeRef,
  RoutedFacts,
} from "@talanoa/contract/generated/talanoa.ts";
import { type StepField, stepField } from "@talanoa/contract/records.ts";
import {
  doorWords,
  kindWords,
  outcomeWords,
  overdueWords,
  precedenceWords,
  purposeWords,
  tlpWords,
  withdrawalReasonWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { operationsOf } from "@talanoa/sharing/record/operations.ts";
import { isoTime } from "@talanoa/client/times.ts";

type FactsOf<Field extends StepField> = NonNullable<Facts[Field]>;

/** What a record says, in a line. A step without a row does not compile. */
const lineOf: { readonly [Field in StepField]: (facts: FactsOf<Field>) => string } = {
  accepted: ({ notice, kind, tlp, precedence }) =>
    join(
      refOf(notice),
      wordOf(kindWords, kind),
      wordOf(tlpWords, tlp),
      wordOf(precedenceWords, precedence),
    ),
  refused: ({ door, code, rules, notice, count }) =>
    join(
      notice ? refOf(notice) : "",
      `${door}: ${code}`,
      rules.map(({ field, rule }) => `${field} ${rule}`).join(", "),
      count > 1 ? `${count} in a minute` : "",
    ),
  routed: routedLine,
  released: ({ participant, door, subscription, attempt, copies }) =>
    join(
      copiesOf(copies),
      `to ${participant} by ${wordOf(doorWords, door)}${subscription ? ` ${subscription}` : ""}`,
      attempt > 1 ? `attempt ${attempt}` : "",
    ),
  received: ({ participant, subscription, copies }) =>
    join(
      copies.length > 0 ? copiesOf(copies) : "no copy: its position moved on",
      `by ${participant}${subscription ? ` in ${subscription}` : ""}`,
    ),
  opened: ({ participant, door, copies }) =>
    join(copiesOf(copies), `by ${participant}, ${wordOf(doorWords, door)}`),
  acknowledged: ({ participant, notice }) => join(refOf(notice), `by ${participant}`),
  consentAsked: (its) => join(refOf(its.notice), `by ${its.participant}`, `with ${its.with}`),
  consentGranted: (its) => join(refOf(its.notice), `to ${its.asker}`, `with ${its.with}`),
  consentRefused: (its) => join(refOf(its.notice), `to ${its.asker}`, `with ${its.with}`),
  recalled: ({ notice, reason }) => join(refOf(notice), wordOf(withdrawalReasonWords, reason)),
  erasureOrdered: ({ notice, reason }) =>
    join(refOf(notice), wordOf(withdrawalReasonWords, reason)),
  destroyed: ({ notice, participant }) => join(refOf(notice), `by ${participant}`),
  outcome: ({ notice, participant, outcome }) =>
    join(refOf(notice), `by ${participant}`, wordOf(outcomeWords, outcome)),
  withdrawn: ({ notice }) => refOf(notice),
  expired: ({ notice, expiresAt }) => join(refOf(notice), `at ${isoTime(expiresAt)}`),
  erased: ({ notice, cause, versions, copies, sections }) =>
    join(
      refOf(notice),
      cause,
      versions > 0 ? counted(versions, "version") : "",
      copies > 0 ? counted(copies, "copy", "copies") : "",
      sections > 0 ? `${counted(sections, "section")} apart` : "",
    ),
  overdue: ({ notice, participants, of, dueAt }) =>
    join(refOf(notice), wordOf(overdueWords, of), participants.join(", "), isoTime(dueAt) ?? ""),
  directoryChanged: ({ type, id, reason }) => join(`${type} ${id}`, reason),
  queried: ({ question, purpose, caseNumber, filter, notice }) =>
    join(
      question,
      wordOf(purposeWords, purpose),
      caseNumber ? `case ${caseNumber}` : "",
      filter || (notice ? refOf(notice) : ""),
    ),
  heads: ({ size, heads }) =>
    join(
      `of ${counted(size, "entry", "entries")}`,
      heads.map(({ party, ordinal }) => `${party} has ${ordinal}`).join(", "),
    ),
  screened: ({ digest, kinds, messages, travellers }) =>
    join(
      kinds.join(", "),
      counted(messages, "message"),
      counted(travellers, "traveller"),
      Buffer.from(digest).toString("hex").slice(0, 16),
    ),
  watchlistChanged: ({ watchlist, version, entries, removed }) =>
    join(`${watchlist} ${version}`, removed ? "removed" : counted(entries, "entry", "entries")),
  flagDecided: ({ flag, decision, grade, watchlist, profile, notice }) =>
    join(flag, decision, `grade ${grade}`, watchlist || profile, notice ? refOf(notice) : ""),
  reidentified: ({ request, askedBy, purpose, caseNumber }) =>
    join(
      request,
      `asked by ${askedBy}`,
      wordOf(purposeWords, purpose),
      caseNumber ? `case ${caseNumber}` : "",
    ),
  countryGroupsChanged: ({ version, digest }) =>
    join(`version ${version}`, Buffer.from(digest).toString("hex").slice(0, 16)),
  profileTried: ({ digest, messages, travellers, hits }) =>
    join(
      `digest ${Buffer.from(digest).toString("hex").slice(0, 16)}`,
      counted(messages, "message"),
      counted(travellers, "traveller"),
      hits === 0 ? "few hits" : counted(hits, "hit"),
    ),
  profileChanged: ({ profile, version, state }) => join(`${profile} ${version}`, state),
};

/** What the facts of a record say; empty for a step that this version does not know. */
export function factsLine(facts: Facts | null): string {
  const field = facts && stepField(facts);
  if (!field) return "";
  return (lineOf[field] as (its: unknown) => string)(facts[field]);
}

function routedLine(routed: RoutedFacts): string {
  const { notice, statement, decisions } = routed;
  const to = decisions.filter(({ deliver }) => deliver).map(({ participant }) => participant);
  const not = decisions.length - to.length;
  return join(
    statement ? `statement ${statement} about ${refOf(notice)}` : refOf(notice),
    to.length > 0 ? `to ${to.join(", ")}` : "",
    not > 0 ? `withheld from ${not}` : "",
    operationsText(operationsOf({ routed })),
  );
}

/** `operation NZ-SEASPRAY`; empty for none. */
export function operationsText(operations: readonly string[]): string {
  if (operations.length === 0) return "";
  return `${operations.length > 1 ? "operations" : "operation"} ${operations.join(", ")}`;
}

function copiesOf(copies: readonly CopyRef[]): string {
  const [first] = copies;
  if (!first) return "";
  const more = copies.length > 1 ? ` and ${copies.length - 1} more` : "";
  const what = first.statement ? `statement ${first.statement} about ` : "";
  const kind = first.reminder ? "reminder of " : what;
  return `${kind}${refOf(first.notice)}${more}`;
}

function refOf(notice: NoticeRef | null): string {
  return notice ? refText(notice) : "";
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

import type {
  CopyRef,
  Facts,
  NoticeRef,
  RoutedFacts,
} from "@talanoa/contract/generated/talanoa.ts";
import { type StepField, stepField } from "@talanoa/contract/records.ts";
import { wordOf } from "@talanoa/contract/words.ts";
import { refText } from "../notice/ref-text.ts";
import { operationsOf } from "../record/operations.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { isoTime } from "../text/time-text.ts";
import { english } from "./english.ts";
import type { StoryWords } from "./story-words.ts";

type FactsOf<Field extends StepField> = NonNullable<Facts[Field]>;

/** What a record says, in a line. A step without a row does not compile. */
const lineOf: {
  readonly [Field in StepField]: (facts: FactsOf<Field>, words: StoryWords) => string;
} = {
  accepted: ({ notice, kind, tlp, precedence }, { codes }) =>
    join(
      refOf(notice),
      wordOf(codes.kind, kind),
      wordOf(codes.tlp, tlp),
      wordOf(codes.precedence, precedence),
    ),
  refused: ({ door, code, rules, notice, count }, { line }) =>
    join(
      notice ? refOf(notice) : "",
      `${door}: ${code}`,
      rules.map(({ field, rule }) => `${field} ${rule}`).join(", "),
      count > 1 ? line.timesInAMinute(count) : "",
    ),
  routed: routedLine,
  released: ({ participant, door, subscription, attempt, copies }, words) =>
    join(
      copiesOf(copies, words),
      words.line.byDoor(participant, wordOf(words.codes.door, door), subscription),
      attempt > 1 ? words.line.attempt(attempt) : "",
    ),
  received: ({ participant, subscription, copies }, words) =>
    join(
      copies.length > 0 ? copiesOf(copies, words) : words.line.noCopy,
      words.line.inSubscription(participant, subscription),
    ),
  opened: ({ participant, door, copies }, words) =>
    join(
      copiesOf(copies, words),
      `${words.line.by(participant)}, ${wordOf(words.codes.door, door)}`,
    ),
  acknowledged: ({ participant, notice }, { line }) => join(refOf(notice), line.by(participant)),
  consentAsked: (its, { line }) =>
    join(refOf(its.notice), line.by(its.participant), line.with(its.with)),
  consentGranted: (its, { line }) =>
    join(refOf(its.notice), line.to(its.asker), line.with(its.with)),
  consentRefused: (its, { line }) =>
    join(refOf(its.notice), line.to(its.asker), line.with(its.with)),
  recalled: ({ notice, reason }, { codes }) =>
    join(refOf(notice), wordOf(codes.withdrawal, reason)),
  erasureOrdered: ({ notice, reason }, { codes }) =>
    join(refOf(notice), wordOf(codes.withdrawal, reason)),
  destroyed: ({ notice, participant }, { line }) => join(refOf(notice), line.by(participant)),
  outcome: ({ notice, participant, outcome }, { codes, line }) =>
    join(refOf(notice), line.by(participant), wordOf(codes.outcome, outcome)),
  withdrawn: ({ notice }) => refOf(notice),
  expired: ({ notice, expiresAt }, { line }) =>
    join(refOf(notice), line.at(isoTime(expiresAt) ?? "")),
  erased: ({ notice, cause, versions, copies, sections }, { line, cause: causeWord }) =>
    join(
      refOf(notice),
      causeWord(cause),
      versions > 0 ? line.versions(versions) : "",
      copies > 0 ? line.copies(copies) : "",
      sections > 0 ? line.sectionsApart(sections) : "",
    ),
  overdue: ({ notice, participants, of, dueAt }, { codes }) =>
    join(refOf(notice), wordOf(codes.overdue, of), participants.join(", "), isoTime(dueAt) ?? ""),
  directoryChanged: ({ type, id, reason }) => join(`${type} ${id}`, reason),
  queried: ({ question, purpose, caseNumber, filter, notice }, words) =>
    join(
      words.question(question),
      // Explain asks for no purpose.
      purpose ? wordOf(words.codes.purpose, purpose) : "",
      caseNumber ? words.line.caseNumber(caseNumber) : "",
      filter ? words.filter(filter) : refOf(notice),
    ),
  heads: ({ size, heads }, { line }) =>
    join(
      line.ofEntries(size),
      heads.map(({ party, ordinal }) => line.partyHas(party, ordinal)).join(", "),
    ),
  subscriptionDropped: ({ participant, subscription, precedence }, { codes, line }) =>
    join(line.inSubscription(participant, subscription), wordOf(codes.precedence, precedence)),
  screened: ({ digest, kinds, messages, travellers }, { line }) =>
    join(kinds.join(", "), line.messages(messages), line.travellers(travellers), shortHex(digest)),
  watchlistChanged: ({ watchlist, version, entries, removed }, { line }) =>
    join(`${watchlist} ${version}`, removed ? line.removed : line.entries(entries)),
  flagDecided: ({ flag, decision, grade, watchlist, profile, notice }, { line }) =>
    join(flag, decision, line.grade(grade), watchlist || profile, notice ? refOf(notice) : ""),
  reidentified: ({ request, askedBy, purpose, caseNumber }, { codes, line }) =>
    join(
      request,
      line.askedBy(askedBy),
      wordOf(codes.purpose, purpose),
      caseNumber ? line.caseNumber(caseNumber) : "",
    ),
  countryGroupsChanged: ({ version, digest }, { line }) =>
    join(line.version(version), shortHex(digest)),
  profileTried: ({ digest, messages, travellers, hits }, { line }) =>
    join(
      line.digest(shortHex(digest)),
      line.messages(messages),
      line.travellers(travellers),
      line.hits(hits),
    ),
  profileChanged: ({ profile, version, state }) => join(`${profile} ${version}`, state),
};

/** What the facts of a record say; empty for a step that this version does not know. */
export function factsLine(facts: Facts | null, words: StoryWords = english): string {
  const field = facts && stepField(facts);
  if (!field) return "";
  return (lineOf[field] as (its: unknown, words: StoryWords) => string)(facts[field], words);
}

function routedLine(routed: RoutedFacts, { line }: StoryWords): string {
  const { notice, statement, decisions } = routed;
  const to = decisions.filter(({ deliver }) => deliver).map(({ participant }) => participant);
  const not = decisions.length - to.length;
  const operations = operationsOf({ routed });
  return join(
    statement ? line.statement(statement, refOf(notice)) : refOf(notice),
    to.length > 0 ? line.to(to.join(", ")) : "",
    not > 0 ? line.withheldFrom(not) : "",
    operations.length > 0 ? line.operations(operations) : "",
  );
}

function copiesOf(copies: readonly CopyRef[], { line }: StoryWords): string {
  const [first] = copies;
  if (!first) return "";
  const ref = refOf(first.notice);
  const more = copies.length > 1 ? line.andMore(copies.length - 1) : "";
  if (first.reminder) return `${line.reminder(ref)}${more}`;
  return `${first.statement ? line.statement(first.statement, ref) : ref}${more}`;
}

function refOf(notice: NoticeRef | null): string {
  return notice ? refText(notice) : "";
}

function shortHex(digest: Uint8Array): string {
  return hex(digest).slice(0, 16);
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

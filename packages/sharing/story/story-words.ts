import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** The word of each code. */
export type CodeWords = { readonly [code: number]: string };

/** What is said between the codes of a line about one record. */
export interface LineWords {
  /** `by FJ`; `to FJ`; `with WS`. */
  by(who: string): string;
  to(who: string): string;
  with(who: string): string;
  at(time: string): string;
  byDoor(participant: string, door: string, subscription: string): string;
  inSubscription(participant: string, subscription: string): string;
  attempt(number: number): string;
  timesInAMinute(count: number): string;
  /** The subscription's position moved, and no copy with it. */
  readonly noCopy: string;
  andMore(count: number): string;
  statement(id: string, about: string): string;
  reminder(of: string): string;
  withheldFrom(participants: number): string;
  operations(ids: readonly string[]): string;
  caseNumber(number: string): string;
  askedBy(principal: string): string;
  versions(count: number): string;
  copies(count: number): string;
  sectionsApart(count: number): string;
  ofEntries(count: number): string;
  partyHas(party: string, ordinal: number): string;
  messages(count: number): string;
  travellers(count: number): string;
  entries(count: number): string;
  readonly removed: string;
  grade(grade: string): string;
  version(number: number): string;
  digest(hex: string): string;
  /** 0 for few, which are not counted. */
  hits(count: number): string;
}

/** What is said of a decision. */
export interface DecisionWords {
  readonly columns: readonly [who: string, decision: string, why: string, left: string, by: string];
  readonly entitled: string;
  readonly notEntitled: string;
  sections(count: number): string;
  officersOnly(officers: string): string;
  agreement(id: string, revision: number): string;
}

/** What is done with a copy, in its order. */
export const deeds = ["released", "received", "opened", "acknowledged"] as const;
export type Deed = (typeof deeds)[number];

/** Headings, columns and sentences of the story of a notice. */
export interface TitleWords {
  readonly accepted: string;
  readonly refused: string;
  readonly did: string;
  readonly said: string;
  readonly takenBack: string;
  readonly aside: string;
  readonly asked: string;
  readonly altered: string;
  exercise(name: string): string;
  /** `cause` is empty for the first decision. */
  decided(of: { version: number; cause: string; index: number; time: string }): string;
  readonly columns: {
    readonly step: readonly [entry: string, when: string, who: string, what: string];
    readonly accepted: readonly [
      entry: string,
      when: string,
      who: string,
      version: string,
      what: string,
      content: string,
    ];
    readonly did: readonly [
      participant: string,
      version: string,
      what: string,
      when: string,
      how: string,
      entry: string,
    ];
    readonly asked: readonly [
      entry: string,
      when: string,
      who: string,
      question: string,
      purpose: string,
      caseNumber: string,
    ];
    readonly altered: readonly [entry: string, state: string];
  };
}

/** The words of a story in one language: what is told is decided elsewhere, alike for all. */
export interface StoryWords extends TitleWords {
  readonly codes: {
    readonly kind: CodeWords;
    readonly tlp: CodeWords;
    readonly precedence: CodeWords;
    readonly purpose: CodeWords;
    readonly door: CodeWords;
    readonly outcome: CodeWords;
    readonly overdue: CodeWords;
    readonly withdrawal: CodeWords;
  };
  readonly line: LineWords;
  readonly decision: DecisionWords;
  /** A step, such as `consent-asked`. */
  step(step: string): string;
  /** What was asked of the log or of routing: query, trail, stats, records, explain, try-entry. */
  question(question: string): string;
  /** What a question asked for, which its record has as `notice=FJ/0198…/0 exercises=too`. */
  filter(text: string): string;
  /** Why content was erased: recalled, expired, erasure, outcome. */
  cause(cause: string): string;
  /** A rule of routing as a sentence, with its name. */
  rule(rule: string): string;
  readonly theHub: string;
  versionOf(number: number): string;
  signedWith(keyId: string): string;
  readonly intact: string;
  erasedBy(entry: number, cause: string): string;
  personalErasedBy(entry: number, cause: string): string;
  readonly contentAtHub: string;
  readonly deeds: { readonly [Each in Deed]: string };
  notDone(undone: readonly Deed[]): string;
  firstOf(times: number): string;
  /** Who had opened it before an entry, and who had it and is not known to have; no names for nobody. */
  before(entry: number, opened: readonly string[], held: readonly string[]): string;
  readonly alteredSays: string;
  /** What is shown in place of an altered entry of a story. */
  readonly alteredRow: string;
}

/** Whether facts name any version of a notice. */
export function isOf({ origin, id }: NoticeRef, named: NoticeRef | null | undefined): boolean {
  return named?.origin === origin && named.id === id;
}

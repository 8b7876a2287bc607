import { createHash } from "node:crypto";
import type {
  NoticeRef,
  QueryRequest,
  Reason,
  TrailRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import { Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { purposeWords, wordOf } from "@talanoa/contract/words.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { type FieldViolation, invalid } from "@talanoa/platform/errors.ts";
import { CASE_NUMBER, needsCase } from "@talanoa/sharing/record/case-number.ts";
import { stepCodes } from "../tables/migrations.ts";
import { type Place, pageToken, readPageToken } from "./page-token.ts";

export type StepWord = keyof typeof stepCodes;

/** Which entries are asked for. Empty and 0 match all. */
export interface Filter {
  /** Unix milliseconds: from inclusive, until exclusive. */
  readonly from: number;
  readonly until: number;
  /** Places in the log: from inclusive, until exclusive. */
  readonly fromIndex: number;
  readonly untilIndex: number;
  readonly steps: readonly StepWord[];
  /** Who took the step, as far as the reader's part tells. */
  readonly participant: string;
  readonly principal: string;
  /** Version 0 is all versions. */
  readonly notice: NoticeRef | null;
  /** A joint operation: what was done to it, and all about the notices that belong to it, as far as the reader's parts tell. */
  readonly operation: string;
  readonly descending: boolean;
  readonly exercises: boolean;
}

/** A question to the log, checked. */
export interface Question {
  readonly name: "query" | "trail" | "stats" | "records";
  readonly reason: Reason;
  readonly filter: Filter;
  /** At most so many entries are answered. */
  readonly size: number;
  /** Where the page begins; null for the first. */
  readonly page: Place | null;
  /** Told too by which entries content was erased. */
  readonly withErasing: boolean;
  /** What is asked, as it is recorded. */
  readonly text: string;
  /** The token of the page that begins after an entry. */
  nextPage(place: Place): string;
}

const MOST_ROWS = 1_000;
const ROWS = 100;
/** The last time that a date can have. */
const LAST_TIME = 8.64e15;

/** Reads a query. Throws `invalid-argument` with all that is wrong. */
export function parseQuery(request: QueryRequest, caller: Caller): Question {
  const { from, until, fromIndex, untilIndex, participant, principal, notice, operation } = request;
  const found = [...checkReason(request.reason), ...checkSpan(from, until)];
  for (const [field, index] of Object.entries({ from_index: fromIndex, until_index: untilIndex })) {
    if (Number.isSafeInteger(index)) continue;
    found.push(violation(field, "index-range", "Give a place in the log, below 2^53."));
  }
  if (untilIndex > 0 && untilIndex <= fromIndex) {
    found.push(violation("until_index", "index-order", "Give an end that is after the start."));
  }
  for (const [place, step] of request.steps.entries()) {
    if (isStep(step)) continue;
    const known = Object.keys(stepCodes).join(", ");
    found.push(violation(`steps[${place}]`, "step-known", `Give one of the steps ${known}.`));
  }
  found.push(...checkId("participant", participant), ...checkId("principal", principal));
  found.push(...checkId("operation", operation));
  if (notice) found.push(...checkNotice(notice));
  const steps = [...new Set(request.steps.filter(isStep))];
  const { descending, includeExercises: exercises } = request;
  const span = { from, until, fromIndex, untilIndex };
  const filter = {
    ...span,
    steps,
    participant,
    principal,
    notice,
    operation,
    descending,
    exercises,
  };
  return question("query", request, filter, caller, found);
}

/** Reads the question for a notice's trail. Throws `invalid-argument` with all that is wrong. */
export function parseTrail(request: TrailRequest, caller: Caller): Question {
  const { notice } = request;
  const found = checkReason(request.reason);
  if (notice) found.push(...checkNotice(notice));
  else found.push(violation("notice", "required", "Name the notice whose trail you want."));
  const always = { from: 0, until: 0, fromIndex: 0, untilIndex: 0 };
  const everything = { ...always, steps: [], participant: "", principal: "", operation: "" };
  const filter = { ...everything, notice, descending: false, exercises: true };
  return question("trail", request, filter, caller, found);
}

interface Asked {
  readonly reason: Reason | null;
  readonly pageSize: number;
  readonly pageToken: string;
  readonly withErasing?: boolean;
}

function question(
  name: Question["name"],
  { reason, pageSize, pageToken: token, withErasing = false }: Asked,
  filter: Filter,
  { participant, principal }: Caller,
  found: readonly FieldViolation[],
): Question {
  const violations = [...found];
  if (pageSize > MOST_ROWS) {
    violations.push(violation("page_size", "page-size", `Ask for ${MOST_ROWS} rows at most.`));
  }
  if (!reason || violations.length > 0) throw invalid(violations);
  const what = filterText(filter);
  const same = [name, participant, principal, reason.purpose, reason.caseNumber, what];
  const digest = createHash("sha256").update(JSON.stringify(same)).digest();
  const page = token === "" ? null : readPageToken(token, digest);
  if (token !== "" && !page) {
    const description =
      "Give the token with the question that it was answered to, or none to begin again.";
    throw invalid([violation("page_token", "page-token", description)]);
  }
  const words = [what, withErasing ? "erasing=too" : "", page ? `after=${page.after}` : ""];
  const text = words.filter((word) => word !== "").join(" ");
  const size = pageSize === 0 ? ROWS : pageSize;
  const nextPage = (place: Place) => pageToken(place, digest);
  return { name, reason, filter, size, page, withErasing, text, nextPage };
}

/** What is wrong with a span of time, Unix ms; 0 is no end. */
export function checkSpan(from: number, until: number): FieldViolation[] {
  const found = Object.entries({ from, until }).flatMap(([field, value]) =>
    Number.isSafeInteger(value) && value >= 0 && value <= LAST_TIME
      ? []
      : [violation(field, "time-range", "Give a time in Unix milliseconds, or 0 for none.")],
  );
  if (from > 0 && until > 0 && until <= from) {
    found.push(violation("until", "time-order", "Give an end that is after the start."));
  }
  return found;
}

export function checkId(field: string, value: string): FieldViolation[] {
  return value === "" || SUBJECT_TOKEN.test(value)
    ? []
    : [violation(field, "id-format", "Give an id: letters, digits, dashes, at most 64.")];
}

/** What is missing in the reason for which the log is read. */
export function checkReason(reason: Reason | null): FieldViolation[] {
  const { purpose = Purpose.UNSPECIFIED, caseNumber = "" } = reason ?? {};
  const found: FieldViolation[] = [];
  const field = "reason.case_number";
  if (!(purpose in purposeWords)) {
    const words = Object.values(purposeWords).join(", ");
    const description = `Say why the log is read, with one of the purposes ${words}.`;
    found.push(violation("reason.purpose", "purpose", description));
  } else if (needsCase[purpose] && caseNumber === "") {
    const description = `Give the case number: ${wordOf(purposeWords, purpose)} needs one.`;
    found.push(violation(field, "case-number-required", description));
  }
  if (caseNumber !== "" && !CASE_NUMBER.test(caseNumber)) {
    const description =
      "Give a case number of at most 64 letters, digits, spaces and ./_- that begins with a " +
      "letter or digit; no names.";
    found.push(violation(field, "case-number-format", description));
  }
  return found;
}

function checkNotice({ origin, id }: NoticeRef): FieldViolation[] {
  const ids = { "notice.origin": origin, "notice.id": id };
  return Object.entries(ids).flatMap(([field, value]) =>
    SUBJECT_TOKEN.test(value)
      ? []
      : [violation(field, "notice-id", "Name the notice by its origin and its id.")],
  );
}

/** The filter as people read it in records; the ids in it were checked. */
export function filterText(filter: Filter): string {
  const { from, until, fromIndex, untilIndex, steps, participant, principal } = filter;
  const { notice, operation, descending, exercises } = filter;
  const index = (place: number) => (place > 0 ? String(place) : "");
  const time = (ms: number) => (ms > 0 ? new Date(ms).toISOString() : "");
  const words = {
    from: time(from),
    until: time(until),
    "from-index": index(fromIndex),
    "until-index": index(untilIndex),
    step: steps.length === Object.keys(stepCodes).length ? "all" : steps.join(","),
    participant,
    principal,
    notice: notice ? `${notice.origin}/${notice.id}/${notice.version}` : "",
    operation,
    order: descending ? "newest-first" : "",
    exercises: exercises ? "too" : "",
  };
  const set = Object.entries(words).filter(([, value]) => value !== "");
  return set.map(([name, value]) => `${name}=${value}`).join(" ");
}

function isStep(word: string): word is StepWord {
  return Object.hasOwn(stepCodes, word);
}

export function violation(field: string, rule: string, description: string): FieldViolation {
  return { field, rule, description };
}

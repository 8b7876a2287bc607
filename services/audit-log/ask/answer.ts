import type {
  Erasing,
  LogArchive,
  LogRow,
  QueryRequest,
  TrailRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { type Kysely, sql } from "kysely";
import type { Pool } from "pg";
import { checkAuditor, checkTrailReader, readerOf } from "./check-auditor.ts";
import { withArchives } from "./archives-asked.ts";
import { erasingOf } from "./erasing.ts";
import { findEntries } from "./find-entries.ts";
import type { LogKeeper } from "../keep/keep-log.ts";
import { type Filter, parseQuery, parseTrail, type Question } from "./question.ts";
import { shownRows } from "./shown-row.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";

/** What the doors of the log work with. */
export interface Reading {
  readonly db: Kysely<unknown>;
  readonly pool: Pool;
  readonly committer: Committer;
  readonly keeper: LogKeeper;
  readonly directory: () => Directory;
  /** Milliseconds in which the log must have reached the question. */
  readonly freshWithin: number;
}

/** A page of rows; the same shape for both questions. */
export interface Answer {
  readonly rows: LogRow[];
  readonly nextPageToken: string;
  readonly archives: LogArchive[];
  readonly erasing: Init<Erasing> | null;
}

export function query(reading: Reading): Unary<QueryRequest, Answer> {
  return async (request, { caller }) => {
    const reader = checkAuditor(caller, reading.directory(), Date.now());
    return answer(reading, reader, caller, parseQuery(request, caller));
  };
}

export function trail(reading: Reading): Unary<TrailRequest, Answer> {
  return async (request, { caller }) => {
    const directory = reading.directory();
    const reader = checkTrailReader(caller, request.notice, directory, Date.now());
    return answer(reading, reader, caller, parseTrail(request, caller));
  };
}

/** Answers with the log as it was when the first page was asked for, complete up to there. */
async function answer(
  reading: Reading,
  reader: string,
  caller: Caller,
  question: Question,
): Promise<Answer> {
  const { filter, size } = question;
  const end = await asked(reading, caller, question);
  const page = question.page ?? { end };
  const { result, archives } = await withArchives(reading, filter, async () => {
    const found = await findEntries(reading.db, reader, filter, page, size + 1);
    const shown = found.slice(0, size);
    const rows = await shownRows(reading.pool, reader, shown);
    const after = shown.at(-1);
    const more = found.length > size && after !== undefined;
    const nextPageToken = more ? question.nextPage({ end: page.end, after }) : "";
    const erasing = question.withErasing
      ? await erasingOf(reading.pool, reader, rows, page.end)
      : null;
    return { rows, nextPageToken, erasing: erasing && { rows: erasing } };
  });
  return { ...result, archives };
}

/** What is recorded of a question. */
export type Asked = Pick<Question, "name" | "reason" | "text"> & {
  readonly filter: Pick<Filter, "notice">;
};

/**
 * Records a question, each page of it on its own: a page is shown when it is asked for, and what was not
 * asked for was not shown. Resolves when the log has reached it, with the index of its record. Throws
 * `unavailable` when that takes too long.
 */
export async function asked(
  { db, committer, keeper, directory, freshWithin }: Reading,
  caller: Caller,
  question: Asked,
): Promise<number> {
  const before = keeper.state.size;
  // The commit point: the question stands, whether an answer follows or not.
  const sequence = await recordQuestion(committer, caller, question, directory());
  if (!(await keeper.reached(sequence, freshWithin))) {
    throw new HubError("unavailable", "the log is behind the exchange: ask again in a moment");
  }
  return indexAt(db, sequence, before, keeper.state.size);
}

async function recordQuestion(
  committer: Committer,
  caller: Caller,
  { name, reason, text, filter }: Asked,
  directory: Directory,
): Promise<number> {
  const { participant, principal } = caller;
  const { purpose, caseNumber } = reason;
  // An origin that was made up must not become a party of the log.
  const known = filter.notice && directory.participant(filter.notice.origin);
  const notice = known ? filter.notice : null;
  // Its answer may be about notices of all: each can see who asked.
  const isOfAll = !filter.notice && readerOf(caller, directory) === WHOLE_LOG;
  const parties = isOfAll ? directory.participants().map(({ id }) => id) : [];
  const facts = {
    queried: { question: name, purpose, caseNumber, filter: text, notice, parties },
  };
  const record = { at: Date.now(), participant, principal, facts };
  const { firstSequence } = await committer.commit([recordMessage(record, { step: "queried" })]);
  return firstSequence;
}

/** The index of the record at a stream sequence, which stands between two sizes of the log. */
async function indexAt(
  db: Kysely<unknown>,
  sequence: number,
  from: number,
  until: number,
): Promise<number> {
  const { rows } = await sql<{ index: number }>`
    select index from entries
    where index >= ${from} and index < ${until} and stream_sequence >= ${sequence}
    order by index limit 1
  `.execute(db);
  return rows[0]?.index ?? until;
}

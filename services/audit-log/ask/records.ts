import type {
  ArchivedRecord,
  RecordsRequest,
  RecordsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError, invalid } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { type Kysely, sql } from "kysely";
import { readBeginning } from "../tables/archives.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";
import { type Asked, asked, type Reading } from "./answer.ts";
import { checkAuditor } from "./check-auditor.ts";
import { checkReason, violation } from "./question.ts";

const MOST_ROWS = 1_000;
const ROWS = 100;

/** Records as they stand in the database, to make the log again of them: for the Secretariat's auditor. */
export function records(reading: Reading): Unary<RecordsRequest, Init<RecordsResponse>> {
  return async (request, { caller }) => {
    const reader = checkAuditor(caller, reading.directory(), Date.now());
    if (reader !== WHOLE_LOG)
      throw new HubError(
        "permission-denied",
        "only an auditor of the Secretariat may have all records",
      );
    const { question, fromIndex, size } = parseRecords(request);
    const end = await asked(reading, caller, question);
    const found = await recordsFrom(reading.db, { fromIndex, end, size });
    if (found.length > 0 || fromIndex >= end) return { records: found };
    const beginning = await readBeginning(reading.pool);
    const text = `the entries before ${beginning} stand in archives, and not in the database`;
    throw new HubError("failed-precondition", text);
  };
}

function parseRecords({ reason, fromIndex, pageSize }: RecordsRequest) {
  const found = [...checkReason(reason)];
  if (!Number.isSafeInteger(fromIndex))
    found.push(violation("from_index", "index-range", "Give a place in the log, below 2^53."));
  if (pageSize > MOST_ROWS)
    found.push(violation("page_size", "page-size", `Ask for ${MOST_ROWS} rows at most.`));
  if (!reason || found.length > 0) throw invalid(found);
  const text = fromIndex > 0 ? `from-index=${fromIndex}` : "";
  const question: Asked = { name: "records", reason, filter: { notice: null }, text };
  return { question, fromIndex, size: pageSize || ROWS };
}

/** Those that follow one another from a place on. */
async function recordsFrom(
  db: Kysely<unknown>,
  { fromIndex, end, size }: { fromIndex: number; end: number; size: number },
): Promise<Init<ArchivedRecord>[]> {
  const { rows } = await sql<ArchivedRecord & { index: number }>`
    select index, stream_sequence as "streamSequence", stored_at as "storedAt", record, places
    from entries where index >= ${fromIndex} and index < ${Math.min(end, fromIndex + size)}
    order by index`.execute(db);
  const gap = rows.findIndex(({ index }, i) => index !== fromIndex + i);
  return (gap < 0 ? rows : rows.slice(0, gap)).map(
    ({ streamSequence, storedAt, record, places }) => ({
      streamSequence,
      storedAt,
      record,
      places,
    }),
  );
}

import type { RequestSelection } from "@talanoa/contract/generated/talanoa.ts";
import { requestStateWords } from "@talanoa/contract/words.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Kysely } from "kysely";
import type { FeedTables } from "./database.ts";
import { nameOf, requestStatuses } from "./request-status.ts";

interface Row {
  readonly origin: string;
  readonly id: string;
  readonly kind: number;
}

/** Throws `invalid-argument` for states that the contract does not have. */
export function checkSelection(requests: RequestSelection | null): void {
  if (!requests) return;
  if (requests.states.length > 4 || !requests.states.every((state) => state in requestStateWords)) {
    const rule = "give states of the contract: open, answered, overdue or withdrawn";
    throw invalidField("requests.states", "request-state", rule);
  }
}

/** Tells of rows whether they are of requests in the states that are asked for; of any when none is. */
export async function selected(
  db: Kysely<FeedTables>,
  caller: Caller,
  requests: RequestSelection | null,
  rows: readonly Row[],
): Promise<(row: Row) => boolean> {
  if (!requests || requests.states.length === 0) return () => true;
  const statuses = await requestStatuses(db, caller, rows, Date.now());
  return (row) => requests.states.some((state) => statuses.get(nameOf(row))?.state === state);
}

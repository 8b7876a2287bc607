import {
  FlagState,
  type ListPrecisionRequest,
  type ListPrecisionResponse,
  type SourcePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { sql } from "kysely";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";
import { checkedFlags } from "./checked-flags.ts";
import type { FoundBy } from "../tables/tables.ts";

interface Counted {
  readonly found_by: FoundBy;
  readonly source: string;
  readonly version: number;
  readonly raised: number;
  readonly confirmed: number;
  readonly dismissed: number;
  readonly withdrawn: number;
  readonly check_confirmed: number;
  readonly check_false: number;
  readonly check_nothing_found: number;
  readonly check_unsaid: number;
}

/** What came of the flags of the caller's Member, by what raised them. */
export function listPrecision(
  screening: Screening,
): Unary<ListPrecisionRequest, ListPrecisionResponse> {
  return async (_request, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const { rows } = await sql<Counted>`
      with checked as (${checkedFlags(caller.participant)})
      select found_by, source,
        case when found_by = 'profile' then source_version else 0 end as version,
        count(*)::int as raised,
        count(*) filter (where state = ${FlagState.CONFIRMED})::int as confirmed,
        count(*) filter (where state = ${FlagState.DISMISSED})::int as dismissed,
        count(*) filter (where state = ${FlagState.WITHDRAWN})::int as withdrawn,
        count(*) filter (where checked.confirmed)::int as check_confirmed,
        count(*) filter (where checked.false)::int as check_false,
        count(*) filter (where checked.nothing_found)::int as check_nothing_found,
        count(*) filter (where told and state = ${FlagState.CONFIRMED}
          and not coalesce(checked.confirmed or checked.false or checked.nothing_found, false)
        )::int as check_unsaid
      from flag left join checked on checked.flag = flag.id
      where participant = ${caller.participant}
      group by 1, 2, 3 order by 1, 2, 3`.execute(screening.db);
    const screens = new Set(
      screening.profiles
        .of(caller.participant)
        .map(({ compiled: { id, version } }) => `${id} ${version}`),
    );
    return {
      sources: rows.map((row) => ({
        ...sourcePrecision(row),
        retire: screens.has(`${row.source} ${row.version}`) && isSeldomRight(row),
      })),
    };
  };
}

function sourcePrecision(row: Counted): Init<SourcePrecision> {
  return {
    [row.found_by]: row.source,
    version: row.version,
    raised: row.raised,
    confirmed: row.confirmed,
    dismissed: row.dismissed,
    withdrawn: row.withdrawn,
    checked: row.check_confirmed + row.check_false + row.check_nothing_found,
    checkConfirmed: row.check_confirmed,
    checkFalse: row.check_false,
    checkNothingFound: row.check_nothing_found,
    checkUnsaid: row.check_unsaid,
  };
}

/** Flags of which somebody must have said something, before a profile is judged by them. */
const JUDGED = 20;

/** Whether fewer than one in 20 flags that officers or checks have judged was right. What nobody spoke of counts for nothing. */
function isSeldomRight(row: Counted): boolean {
  const { dismissed, check_confirmed: right, check_false, check_nothing_found } = row;
  const judged = dismissed + right + check_false + check_nothing_found;
  return judged >= JUDGED && right * 20 < judged;
}

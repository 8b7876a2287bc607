import {
  FlagState,
  type GetFiguresRequest,
  type GetFiguresResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { sql } from "kysely";
import { analysts } from "../analysts.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import { checkedFlags } from "./checked-flags.ts";

interface Counted {
  readonly transmissions: number;
  readonly messages: number;
  readonly travellers: number;
  readonly flags: number;
  readonly confirmed: number;
  readonly dismissed: number;
  readonly withdrawn: number;
  readonly told: number;
  readonly check_confirmed: number;
  readonly check_false: number;
  readonly check_nothing_found: number;
}

/** What the screening of the caller's Member did in a time, in figures. */
export function getFigures(screening: Screening): Unary<GetFiguresRequest, GetFiguresResponse> {
  return async ({ from, until }, { caller }) => {
    const { participant } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const before = until || screening.now() + 1;
    if (from >= before) throw refused("time-order");
    const { rows } = await sql<Counted>`
      with checked as (${checkedFlags(participant)}),
      screened as (
        select count(*)::int as transmissions, coalesce(sum(messages), 0)::float8 as messages,
          coalesce(sum(travellers), 0)::float8 as travellers
        from transmission
        where participant = ${participant} and screened_at >= ${from} and screened_at < ${before}
      ),
      raised as (
        select count(*)::int as flags,
          count(*) filter (where state = ${FlagState.CONFIRMED})::int as confirmed,
          count(*) filter (where state = ${FlagState.DISMISSED})::int as dismissed,
          count(*) filter (where state = ${FlagState.WITHDRAWN})::int as withdrawn,
          count(*) filter (where told)::int as told,
          count(*) filter (where checked.confirmed)::int as check_confirmed,
          count(*) filter (where checked.false)::int as check_false,
          count(*) filter (where checked.nothing_found)::int as check_nothing_found
        from flag left join checked on checked.flag = flag.id
        where participant = ${participant} and raised_at >= ${from} and raised_at < ${before}
      )
      select * from screened, raised`.execute(screening.db);
    const {
      check_confirmed: checkConfirmed,
      check_false: checkFalse,
      check_nothing_found: checkNothingFound,
      ...counted
    } = rows[0]!;
    const checked = checkConfirmed + checkFalse + checkNothingFound;
    return { ...counted, checked, checkConfirmed, checkFalse, checkNothingFound };
  };
}

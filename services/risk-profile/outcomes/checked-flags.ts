import { Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { type RawBuilder, sql } from "kysely";

/**
 * What checks made of the flags of a participant: flag, confirmed, false, nothing_found. A flag counts once: as
 * confirmed when anyone confirmed it, as false only when nobody found anything else.
 */
export function checkedFlags(participant: string): RawBuilder<unknown> {
  return sql`
    select flag, confirmed, "false" and not confirmed as "false",
      nothing_found and not "false" and not confirmed as nothing_found
    from (
      select flag, bool_or(outcome = ${Outcome.CONFIRMED}) as confirmed,
        bool_or(outcome = ${Outcome.FALSE}) as "false",
        bool_or(outcome = ${Outcome.NOTHING_FOUND}) as nothing_found
      from flag_outcome where participant = ${participant} group by flag
    ) stated`;
}

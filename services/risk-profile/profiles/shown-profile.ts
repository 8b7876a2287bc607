import type { Profile } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { ProfileVersion } from "@talanoa/passenger/profiles/profile-life.ts";
import type { ScreeningTables } from "../tables/tables.ts";

type Row = ScreeningTables["profile"];

export function shownProfile(row: Row): Init<Profile> {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    profile: row.content,
    grade: row.grade,
    atOnce: row.at_once,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
    proposedBy: row.proposed_by ?? "",
    activatedBy: row.activated_by ?? "",
    retiredBy: row.retired_by ?? "",
    countryGroups: row.country_groups,
  };
}

/** What a row says of the life of its version. */
export function lifeOf(row: Row): ProfileVersion {
  return {
    version: row.version,
    state: row.state,
    savedBy: row.saved_by,
    ...(row.proposed_by !== null && { proposedBy: row.proposed_by }),
    ...(row.activated_by !== null && { activatedBy: row.activated_by }),
    ...(row.retired_by !== null && { retiredBy: row.retired_by }),
  };
}

/** The life of a version as its row has it. */
export function lifeColumns({ state, proposedBy, activatedBy, retiredBy }: ProfileVersion) {
  return {
    state,
    proposed_by: proposedBy ?? null,
    activated_by: activatedBy ?? null,
    retired_by: retiredBy ?? null,
  };
}

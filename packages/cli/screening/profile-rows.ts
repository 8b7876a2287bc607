import type { Profile } from "@talanoa/contract/generated/talanoa.ts";
import type { Json } from "../json.ts";
import { printRows, type Shown } from "../print.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** Prints versions of profiles. */
export function printProfiles(context: Shown, profiles: readonly Profile[]): Promise<void> {
  return printRows(context, profiles, {
    columns: [
      { title: "profile" },
      { title: "version", align: "right" },
      { title: "state" },
      { title: "grade" },
      { title: "told" },
      { title: "saved", shrinksTo: 20 },
      { title: "by" },
      { title: "activated by" },
    ],
    cells: (each) => [
      each.id,
      String(each.version),
      each.state,
      each.grade,
      each.atOnce ? "at once" : "once confirmed",
      utcAndLocal(each.savedAt),
      each.savedBy,
      each.activatedBy,
    ],
    json: profileJson,
    none: "Your administration has no profile.",
  });
}

function profileJson(profile: Profile): Json {
  const { id, version, state, grade, atOnce } = profile;
  return {
    id,
    version,
    state,
    grade,
    at_once: atOnce,
    saved_at: isoTime(profile.savedAt),
    saved_by: profile.savedBy,
    proposed_by: profile.proposedBy || null,
    activated_by: profile.activatedBy || null,
    retired_by: profile.retiredBy || null,
    country_groups: profile.countryGroups || null,
    profile: JSON.parse(profile.profile) as Json,
  };
}

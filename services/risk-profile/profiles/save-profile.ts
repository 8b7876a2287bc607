import type {
  SaveProfileRequest,
  SaveProfileResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { riskGrades } from "@talanoa/sharing/codes/risk-grades.ts";
import { analysts } from "../analysts.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import { groupsOf } from "./country-groups.ts";
import { languageOf } from "./language.ts";
import { readProfile } from "./read-profile.ts";
import { recordChange } from "./record-change.ts";
import { shownProfile } from "./shown-profile.ts";

/** Keeps a profile as its next version, a draft. */
export function saveProfile(screening: Screening): Unary<SaveProfileRequest, SaveProfileResponse> {
  return async ({ profile: content, grade, atOnce }, { caller }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    if (!Object.hasOwn(riskGrades, grade)) throw refused("flag-grade");
    return await screening.profileChanges.run(async () => {
      const groups = await groupsOf(screening, participant);
      const { id } = readProfile(content, 1, languageOf(groups)).profile;
      const standing = await screening.db
        .selectFrom("profile")
        .select("version")
        .where("participant", "=", participant)
        .where("id", "=", id)
        .orderBy("version", "desc")
        .executeTakeFirst();
      const row = {
        participant,
        id,
        version: (standing?.version ?? 0) + 1,
        state: "draft" as const,
        saved_by: principal,
        proposed_by: null,
        activated_by: null,
        retired_by: null,
        saved_at: screening.now(),
        grade,
        at_once: atOnce,
        content,
        country_groups: groups.version,
      };
      await recordChange(screening, caller, row);
      await screening.db.insertInto("profile").values(row).execute();
      return { profile: shownProfile(row) };
    });
  };
}

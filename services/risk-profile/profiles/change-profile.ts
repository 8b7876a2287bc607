import type {
  ChangeProfileRequest,
  ChangeProfileResponse,
  ProfileChange,
} from "@talanoa/contract/generated/talanoa.ts";
import { profileChangeWords } from "@talanoa/contract/words.ts";
import { afterStep, isRefusal } from "@talanoa/passenger/profiles/profile-life.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { refusal } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { groupsOf } from "./country-groups.ts";
import { languageOf } from "./language.ts";
import { readProfile } from "./read-profile.ts";
import { recordChange } from "./record-change.ts";
import { lifeColumns, lifeOf, shownProfile } from "./shown-profile.ts";

/** A person proposes, activates, returns or retires a version; who may is decided by profile-life.ts. */
export function changeProfile(
  screening: Screening,
): Unary<ChangeProfileRequest, ChangeProfileResponse> {
  return async ({ id, version, change }, { caller }) => {
    const { participant, principal: by } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    if (!(change in profileChangeWords)) throw refused("profile-change");
    const step = profileChangeWords[change as Exclude<ProfileChange, 0>];
    return await screening.profileChanges.run(async () => {
      const rows = await screening.db
        .selectFrom("profile")
        .selectAll()
        .where("participant", "=", participant)
        .where("id", "=", id)
        .orderBy("version")
        .execute();
      const after = afterStep(rows.map(lifeOf), { step, by, version });
      if (isRefusal(after)) {
        const code = after.refused === "unknown-version" ? "not-found" : "failed-precondition";
        throw refusal(code, { field: "version", rule: after.refused, description: after.text });
      }
      if (step === "activate") {
        await checkRoom(
          screening,
          rows.find((row) => row.version === version)!,
        );
      }
      const changed = rows.map((row, place) => ({ ...row, ...lifeColumns(after[place]!) }));
      const its = changed.find((row) => row.version === version)!;
      await recordChange(screening, caller, its);
      try {
        // The commit point.
        await screening.db.transaction().execute(async (transaction) => {
          for (const [place, row] of changed.entries()) {
            if (row.state === rows[place]?.state) continue;
            await transaction
              .updateTable("profile")
              .set(lifeColumns(after[place]!))
              .where("participant", "=", participant)
              .where("id", "=", id)
              .where("version", "=", row.version)
              .execute();
          }
        });
      } finally {
        // Also where the answer of the database was lost: what screens is what it has.
        await screening.loadProfiles(participant);
      }
      return { profile: shownProfile(its) };
    });
  };
}

/** Throws HubError when a version does not fit beside the other profiles that screen. */
async function checkRoom(
  screening: Screening,
  { participant, id, version, content, country_groups: groups }: ScreeningTables["profile"],
): Promise<void> {
  const others = screening.profiles.of(participant).filter(({ compiled }) => compiled.id !== id);
  if (others.length >= most.activeProfiles) throw refused("profile-count");
  const language = languageOf(await groupsOf(screening, participant, groups));
  const all = [...others, readProfile(content, version, language)];
  const cost = all.reduce((sum, { compiled }) => sum + compiled.cost, 0);
  if (cost > most.activeCost) throw refused("profile-cost");
}

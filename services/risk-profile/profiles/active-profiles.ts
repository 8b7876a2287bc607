import type { CompiledProfile } from "@talanoa/passenger/profiles/compile-profile.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Screening } from "../screening.ts";
import { groupsOf } from "./country-groups.ts";
import { languageOf } from "./language.ts";
import { readProfile } from "./read-profile.ts";

/** A profile that screens. */
export interface ActiveProfile {
  readonly compiled: CompiledProfile;
  readonly grade: string;
  readonly atOnce: boolean;
}

/** Whether any of some profiles asks for a part of the vocabulary. */
export function asksFor(part: "changes" | "history", profiles: readonly ActiveProfile[]): boolean {
  return profiles.some(({ compiled }) =>
    [...compiled.reads.values()].some((path) => path === part || path.startsWith(`${part}.`)),
  );
}

/** The active profiles of every participant, compiled, as the database has them. */
export class ActiveProfiles {
  readonly #of = new Map<string, readonly ActiveProfile[]>();

  of(participant: string): readonly ActiveProfile[] {
    return this.#of.get(participant) ?? [];
  }

  /** Reads those of a participant, or of all, again. One that compiles no more is told of and left out. */
  async load({ db }: Pick<Screening, "db">, log: Logger, participant?: string): Promise<void> {
    let active = db.selectFrom("profile").selectAll().where("state", "=", "active").orderBy("id");
    if (participant !== undefined) active = active.where("participant", "=", participant);
    const loaded = new Map<string, ActiveProfile[]>();
    for (const row of await active.execute()) {
      const { version, grade, at_once: atOnce, content, country_groups: groups } = row;
      const profiles = loaded.get(row.participant) ?? [];
      loaded.set(row.participant, profiles);
      try {
        const language = languageOf(await groupsOf({ db }, row.participant, groups));
        profiles.push({ ...readProfile(content, version, language), grade, atOnce });
      } catch (err) {
        log.error(
          { participant: row.participant, profile: row.id, err },
          "a profile does not screen",
        );
      }
    }
    for (const [each, profiles] of loaded) this.#of.set(each, profiles);
    if (participant !== undefined && !loaded.has(participant)) this.#of.delete(participant);
  }
}

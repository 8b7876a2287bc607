import type { Unsaid } from "./screen-traveller.ts";

/** A profile that could not say of some travellers of a message whether it hits. */
export interface UnsaidProfile {
  readonly profile: string;
  readonly travellers: number;
  /** What was missing, as the vocabulary has it (`bags.pieces`), each once; none where it was no field. */
  readonly fields: readonly string[];
}

/** Counts, traveller by traveller, the profiles that could not say. */
export class UnsaidProfiles {
  readonly #counted = new Map<string, { travellers: number; readonly fields: Set<string> }>();

  /** Takes what was left unsaid of one traveller. */
  add(unsaid: readonly Unsaid[]): void {
    for (const { profile, field } of unsaid) {
      const its = this.#counted.get(profile) ?? { travellers: 0, fields: new Set() };
      this.#counted.set(profile, its);
      its.travellers += 1;
      if (field) its.fields.add(field);
    }
  }

  all(): UnsaidProfile[] {
    return [...this.#counted].map(([profile, { travellers, fields }]) => {
      return { profile, travellers, fields: [...fields] };
    });
  }
}

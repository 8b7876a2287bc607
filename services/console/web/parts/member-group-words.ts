import type { Words } from "../words/words.ts";

interface MemberGroupWords {
  readonly partners: string;
  readonly secretariat: string;
}

/** How participants that are of no sub-region are headed. */
export const memberGroupWords: Words<MemberGroupWords> = {
  en: { partners: "Partner organisations", secretariat: "Secretariat" },
  fr: { partners: "Organisations partenaires", secretariat: "Secrétariat" },
};

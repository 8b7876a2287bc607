import type { Words } from "../../words/words.ts";

export const settingsWords: Words<{ readonly title: string }> = {
  en: { title: "Settings" },
  fr: { title: "Réglages" },
};

import type { Told } from "../tables/tables.ts";

/** What is said, in a language: nothing of any notice. */
interface Wording {
  readonly name: string;
  readonly told: { readonly [Its in Exclude<Told, "code">]: string };
  readonly exercise: (line: string) => string;
  readonly code: (code: string) => string;
  readonly codeTitle: string;
  readonly codeHint: string;
  readonly signIn: (address: string) => string;
  readonly why: string;
}

export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

export const wordings: { readonly [Its in Language]: Wording } = {
  en: {
    name: "Talanoa",
    told: {
      flash: "A flash notice waits for you in Talanoa.",
      immediate: "An immediate notice waits for you in Talanoa.",
      overdue: "Something is overdue in Talanoa.",
      test: "This is a test: Talanoa reaches you here.",
    },
    exercise: (line) => `EXERCISE: ${line}`,
    code: (code) => `Your code is ${code}.`,
    codeTitle: "Talanoa: confirm this address",
    codeHint:
      "Give it under Settings in Talanoa within half an hour. If you did not ask for it, do nothing: nothing more will come.",
    signIn: (address) => `Sign in: ${address}`,
    why: "You chose to be told of this; change it under Settings. Nobody reads answers to this message.",
  },
  fr: {
    name: "Talanoa",
    told: {
      flash: "Un avis éclair vous attend dans Talanoa.",
      immediate: "Un avis immédiat vous attend dans Talanoa.",
      overdue: "Un délai est dépassé dans Talanoa.",
      test: "Ceci est un essai : Talanoa vous joint ici.",
    },
    exercise: (line) => `EXERCICE : ${line}`,
    code: (code) => `Votre code est ${code}.`,
    codeTitle: "Talanoa : confirmez cette adresse",
    codeHint:
      "Saisissez-le sous Réglages dans Talanoa dans la demi-heure. Si vous ne l’avez pas demandé, ne faites rien : rien d’autre ne viendra.",
    signIn: (address) => `Connectez-vous : ${address}`,
    why: "Vous avez choisi d’en être averti ; modifiez-le sous Réglages. Personne ne lit les réponses à ce message.",
  },
};

export function languageOf(word: string): Language {
  return languages.find((language) => language === word) ?? "en";
}

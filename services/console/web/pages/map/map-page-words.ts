import type { Words } from "../../words/words.ts";
import type { Length } from "./time-window.ts";

interface MapPageWords {
  readonly title: string;
  readonly hint: string;
  readonly window: string;
  readonly until: string;
  readonly lengths: { readonly [Each in Length]: string };
  readonly exercises: string;
  readonly concernsUs: string;
  readonly refresh: string;
  readonly asFeed: string;
  readonly most: (count: number) => string;
  readonly notGenuine: (count: number) => string;
  readonly none: string;
  readonly noneThen: string;
}

export const mapPageWords: Words<MapPageWords> = {
  en: {
    title: "Map",
    hint: "Where the notices of your feed say that something happened, and by which way. Nothing of this leaves the console.",
    window: "Time shown",
    until: "Until",
    lengths: { 1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year", 0: "All" },
    exercises: "Exercises too",
    concernsUs: "Concerns us",
    refresh: "Load again",
    asFeed: "As a list, with filters",
    most: (count) =>
      `The newest ${count} notices of this filter are shown; narrow it to see older ones.`,
    notGenuine: (count) =>
      count === 1
        ? "1 copy is not what its origin signed and is left out."
        : `${count} copies are not what their origin signed and are left out.`,
    none: "No notice of your feed passes this filter.",
    noneThen: "Nothing happened in the time shown.",
  },
  fr: {
    title: "Carte",
    hint: "Où les avis de votre fil situent les faits, et par quelle route. Rien de cela ne sort de la console.",
    window: "Période",
    until: "Jusqu’au",
    lengths: { 1: "1 jour", 7: "7 jours", 30: "30 jours", 90: "90 jours", 365: "1 an", 0: "Tout" },
    exercises: "Avec les exercices",
    concernsUs: "Nous concerne",
    refresh: "Recharger",
    asFeed: "En liste, avec filtres",
    most: (count) =>
      `Les ${count} avis les plus récents de ce filtre sont affichés ; affinez-le pour voir les plus anciens.`,
    notGenuine: (count) =>
      count <= 1
        ? `${count} copie n’est pas conforme à la signature de son origine ; elle est écartée.`
        : `${count} copies ne sont pas conformes à la signature de leur origine ; elles sont écartées.`,
    none: "Aucun avis de votre fil ne passe ce filtre.",
    noneThen: "Rien ne s’est produit pendant la période affichée.",
  },
};

import type { IdentifierField } from "@talanoa/sharing/search/identifiers.ts";
import type { Words } from "../../words/words.ts";

export const searchWords: Words<{
  readonly title: string;
  readonly text: string;
  readonly textHint: string;
  readonly numberOf: string;
  readonly number: string;
  readonly numberHint: string;
  readonly identifiers: { readonly [Field in IdentifierField]: string };
  readonly search: string;
  readonly something: string;
  readonly found: (count: number, more: boolean) => string;
  readonly more: string;
  readonly none: string;
  readonly noneHint: string;
  readonly incomplete: string;
  readonly notGenuine: string;
  readonly marking: string;
  readonly notice: string;
  readonly where: string;
  readonly accepted: string;
  readonly exercise: string;
  readonly withdrawn: string;
  readonly replacedBy: string;
}> = {
  en: {
    title: "Search",
    text: "Words",
    textHint: "Whole words, all of which stand in the notice. Capitals and accents do not count.",
    numberOf: "Number of",
    number: "Number",
    numberHint: "In any way of writing it",
    identifiers: {
      imo: "ship (IMO)",
      mmsi: "ship (MMSI)",
      callSigns: "call sign",
      containers: "container",
      flights: "flight",
      documents: "travel document",
    },
    search: "Search",
    something: "Write a word or a number.",
    found: (count, more) =>
      `${count} ${count === 1 ? "notice" : "notices"}${more ? ", there may be more" : ""}`,
    more: "Show more",
    none: "No notice that you hold has all of that.",
    noneHint: "What was withheld from you is not searched.",
    incomplete: "The hub is still making its index: search again in a moment, there may be more.",
    notGenuine:
      "A copy was found that is not what its originator signed. It is left out; tell the Secretariat.",
    marking: "Marking",
    notice: "Notice",
    where: "Where",
    accepted: "Accepted",
    exercise: "EXERCISE",
    withdrawn: "WITHDRAWN",
    replacedBy: "replaced by",
  },
  fr: {
    title: "Recherche",
    text: "Mots",
    textHint:
      "Mots entiers, tous présents dans l’avis. Les majuscules et les accents ne comptent pas.",
    numberOf: "Numéro de",
    number: "Numéro",
    numberHint: "Sous n’importe quelle écriture",
    identifiers: {
      imo: "navire (OMI)",
      mmsi: "navire (MMSI)",
      callSigns: "indicatif d’appel",
      containers: "conteneur",
      flights: "vol",
      documents: "document de voyage",
    },
    search: "Chercher",
    something: "Écrivez un mot ou un numéro.",
    found: (count, more) => `${count} avis${more ? ", il peut y en avoir d’autres" : ""}`,
    more: "En montrer d’autres",
    none: "Aucun avis en votre possession ne contient tout cela.",
    noneHint: "Ce qui ne vous a pas été communiqué n’est pas cherché.",
    incomplete:
      "Le hub prépare encore son index : cherchez à nouveau dans un instant, il peut y en avoir d’autres.",
    notGenuine:
      "Une copie trouvée n’est pas ce que son auteur a signé. Elle n’est pas montrée ; prévenez le secrétariat.",
    marking: "Marquage",
    notice: "Avis",
    where: "Lieu",
    accepted: "Accepté",
    exercise: "EXERCICE",
    withdrawn: "RETIRÉ",
    replacedBy: "remplacé par",
  },
};

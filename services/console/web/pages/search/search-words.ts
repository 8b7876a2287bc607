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
  readonly list: string;
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
    textHint:
      "Whole words, all of which stand in the notice, in any case and with or without accents. Names of persons and passengers are not searched.",
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
    list: "What was found",
    found: (count, more) =>
      `${count} ${count === 1 ? "notice" : "notices"}${more ? ", there may be more" : ""}`,
    more: "Show more",
    none: "No notice that you hold has all of that.",
    noneHint:
      "A person is found by the number of a travel document alone, never by name. What was withheld from you is not searched.",
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
      "Mots entiers, tous présents dans l’avis, sans égard aux majuscules ni aux accents. La recherche ne porte pas sur les noms de personnes et de passagers.",
    numberOf: "Genre de numéro",
    number: "Numéro",
    numberHint: "Quelle que soit la façon de l’écrire",
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
    list: "Avis trouvés",
    found: (count, more) => `${count} avis${more ? ", il peut y en avoir d’autres" : ""}`,
    more: "En montrer d’autres",
    none: "Aucun avis en votre possession ne contient tout cela.",
    noneHint:
      "Une personne se trouve par le numéro d’un document de voyage, jamais par son nom. La recherche ne porte pas sur ce qui ne vous a pas été communiqué.",
    incomplete:
      "Le hub prépare encore son index : cherchez à nouveau dans un instant, il peut y en avoir d’autres.",
    notGenuine:
      "Une copie trouvée n’est pas ce que son auteur a signé. Elle n’est pas montrée ; prévenez le Secrétariat.",
    marking: "Marquage",
    notice: "Avis",
    where: "Lieu",
    accepted: "Accepté",
    exercise: "EXERCICE",
    withdrawn: "RETIRÉ",
    replacedBy: "remplacé par",
  },
};

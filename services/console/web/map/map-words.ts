import type { PlaceRole } from "@talanoa/sharing/map/whereabouts.ts";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import type { Words } from "../words/words.ts";

interface MapWords {
  readonly map: string;
  readonly keys: string;
  readonly closer: string;
  readonly farther: string;
  readonly all: string;
  readonly skip: string;
  readonly list: string;
  readonly noPlace: string;
  readonly members: string;
  readonly legend: string;
  readonly exercise: string;
  readonly about: string;
  readonly notFound: string;
  readonly beyond: string;
  readonly onlyCountry: string;
  readonly roles: { readonly [Role in PlaceRole]: string };
  readonly carriers: { readonly vessel: string; readonly flight: string; readonly other: string };
  readonly shapes: { readonly [Key in Exclude<Precedence, 0>]: string };
  readonly letters: string;
  readonly notices: (count: number) => string;
  readonly showing: string;
  readonly showAll: string;
}

export const mapWords: Words<MapWords> = {
  en: {
    map: "Map of the Pacific",
    keys: "Drag or arrow keys move the map, + and − or the wheel bring it closer or farther, 0 shows all. On a mark, the arrow keys go to the next mark in that direction, Enter chooses it.",
    closer: "Closer",
    farther: "Farther",
    all: "Show all",
    skip: "Skip the map to its list",
    list: "What the map shows",
    noPlace: "No place is told.",
    members: "Member",
    legend: "Legend",
    exercise: "EXERCISE",
    about: "somewhere in",
    notFound: "not on the map",
    beyond: "beyond the map",
    onlyCountry: "A dashed mark: only the country is known.",
    roles: {
      scene: "where",
      origin: "origin",
      departure: "departure",
      transit: "transit",
      destination: "destination",
    },
    carriers: { vessel: "vessel", flight: "flight", other: "other transport" },
    shapes: {
      [Precedence.ROUTINE]: "Routine: circle",
      [Precedence.PRIORITY]: "Priority: square",
      [Precedence.IMMEDIATE]: "Immediate: triangle",
      [Precedence.FLASH]: "Flash: star",
    },
    letters: "The letters in a mark are its TLP label; a number says how many notices are there.",
    notices: (count) => (count === 1 ? "1 notice" : `${count} notices`),
    showing: "Chosen on the map:",
    showAll: "All again",
  },
  fr: {
    map: "Carte du Pacifique",
    keys: "Glisser ou les flèches déplacent la carte ; + et − ou la molette rapprochent ou éloignent ; 0 montre tout. Sur un repère, les flèches mènent au suivant dans cette direction, Entrée le choisit.",
    closer: "Rapprocher",
    farther: "Éloigner",
    all: "Tout montrer",
    skip: "Passer la carte, aller à sa liste",
    list: "Ce que montre la carte",
    noPlace: "Aucun lieu indiqué.",
    members: "Membre",
    legend: "Légende",
    exercise: "EXERCICE",
    about: "quelque part en",
    notFound: "absent de la carte",
    beyond: "hors de la carte",
    onlyCountry: "Repère en tirets : seul le pays est connu.",
    roles: {
      scene: "lieu",
      origin: "origine",
      departure: "départ",
      transit: "transit",
      destination: "destination",
    },
    carriers: { vessel: "navire", flight: "vol", other: "autre transport" },
    shapes: {
      [Precedence.ROUTINE]: "Routine : rond",
      [Precedence.PRIORITY]: "Prioritaire : carré",
      [Precedence.IMMEDIATE]: "Immédiat : triangle",
      [Precedence.FLASH]: "Éclair : étoile",
    },
    letters:
      "Les lettres d’un repère sont son marquage TLP ; un nombre dit combien d’avis s’y trouvent.",
    notices: (count) => (count <= 1 ? `${count} avis` : `${count} avis`),
    showing: "Choisi sur la carte :",
    showAll: "Tout revoir",
  },
};

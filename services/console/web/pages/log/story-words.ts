import {
  Door,
  Kind,
  Precedence,
  Purpose,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { type Step, steps } from "@talanoa/contract/records.ts";
import { tlpWords } from "@talanoa/contract/words.ts";
import { english } from "@talanoa/sharing/story/english.ts";
import type { Deed, StoryWords } from "@talanoa/sharing/story/story-words.ts";
import { outcomeLabels, overdueLabels } from "../../words/code-words.ts";
import { frenchRules } from "../../words/rule-words.ts";
import { askedWords, filterSaid, questionSaid } from "./asked-words.ts";
import { language } from "../../words/words.ts";

/** The steps of an exchange as French readers call them. */
const frenchSteps: { readonly [Each in Step]: string } = {
  accepted: "accepté",
  refused: "refusé",
  routed: "acheminé",
  released: "remis",
  received: "reçu",
  opened: "ouvert",
  acknowledged: "accusé de réception",
  "directory-changed": "annuaire modifié",
  queried: "journal consulté",
  "consent-asked": "consentement demandé",
  "consent-granted": "consentement donné",
  "consent-refused": "consentement refusé",
  recalled: "rappelé",
  "erasure-ordered": "effacement ordonné",
  destroyed: "copies détruites",
  outcome: "suites indiquées",
  withdrawn: "demande retirée",
  expired: "expiré",
  erased: "effacé",
  overdue: "en retard",
  heads: "état des numéros",
  "subscription-dropped": "abonnement abandonné",
  screened: "messages filtrés",
  "watchlist-changed": "liste de surveillance modifiée",
  "flag-decided": "signalement tranché",
  "profile-changed": "profil modifié",
  reidentified: "identité révélée",
  "country-groups-changed": "groupes de pays modifiés",
  "profile-tried": "profil essayé",
};

const frenchDeeds: { readonly [Each in Deed]: string } = {
  released: "remis",
  received: "reçu",
  opened: "ouvert",
  acknowledged: "accusé de réception",
};

const frenchCauses: Readonly<Record<string, string>> = {
  recalled: "rappel",
  expired: "expiration",
  erasure: "effacement",
  outcome: "suites",
};

const many = (count: number, one: string, several = `${one}s`) =>
  `${count} ${count < 2 ? one : several}`;
const names = (all: readonly string[]) => all.join(", ") || "personne";

export const french: StoryWords = {
  codes: {
    kind: {
      [Kind.ALERT]: "alerte",
      [Kind.OPERATION]: "opération",
      [Kind.REQUEST]: "demande",
      [Kind.REPLY]: "réponse",
      [Kind.RISK_FLAG]: "signalement de risque",
    },
    tlp: tlpWords,
    precedence: {
      [Precedence.ROUTINE]: "routine",
      [Precedence.PRIORITY]: "prioritaire",
      [Precedence.IMMEDIATE]: "immédiat",
      [Precedence.FLASH]: "éclair",
    },
    purpose: {
      [Purpose.CASE_WORK]: "traitement d’un dossier",
      [Purpose.AUDIT]: "audit",
      [Purpose.COMPLAINT]: "réclamation",
      [Purpose.COURT]: "procédure judiciaire",
      [Purpose.INCIDENT]: "incident",
      [Purpose.TRAINING]: "formation",
    },
    door: {
      [Door.SUBSCRIPTION]: "abonnement",
      [Door.LIST]: "liste",
      [Door.GET]: "consultation",
      [Door.SEARCH]: "recherche",
    },
    outcome: outcomeLabels.fr,
    overdue: overdueLabels.fr,
    withdrawal: {
      [WithdrawalReason.SENT_IN_ERROR]: "envoyé par erreur",
      [WithdrawalReason.WRONG]: "erroné",
      [WithdrawalReason.NO_LONGER_NEEDED]: "plus nécessaire",
      [WithdrawalReason.SOURCE_AT_RISK]: "source en danger",
      [WithdrawalReason.LEGAL]: "motif juridique",
    },
  },
  line: {
    by: (who) => `par ${who}`,
    to: (who) => `à ${who}`,
    with: (who) => `avec ${who}`,
    at: (time) => `le ${time}`,
    byDoor: (participant, door, subscription) =>
      `à ${participant} par ${door}${subscription ? ` ${subscription}` : ""}`,
    inSubscription: (participant, subscription) =>
      `par ${participant}${subscription ? ` dans ${subscription}` : ""}`,
    attempt: (number) => `tentative ${number}`,
    timesInAMinute: (count) => `${count} en une minute`,
    noCopy: "aucune copie : sa position a avancé",
    andMore: (count) => ` et ${many(count, "autre")}`,
    statement: (id, about) => `déclaration ${id} sur ${about}`,
    reminder: (of) => `rappel d’échéance de ${of}`,
    withheldFrom: (participants) => `refusé à ${participants}`,
    operations: (ids) => `${ids.length > 1 ? "opérations" : "opération"} ${ids.join(", ")}`,
    caseNumber: (number) => `dossier ${number}`,
    askedBy: (principal) => `demandé par ${principal}`,
    versions: (count) => many(count, "version"),
    copies: (count) => many(count, "copie"),
    sectionsApart: (count) => many(count, "section à part", "sections à part"),
    ofEntries: (count) => `sur ${many(count, "entrée")}`,
    partyHas: (party, ordinal) => `${party} en a ${ordinal}`,
    messages: (count) => many(count, "message"),
    travellers: (count) => many(count, "voyageur"),
    entries: (count) => many(count, "entrée"),
    removed: "supprimée",
    grade: (grade) => `niveau ${grade}`,
    version: (number) => `version ${number}`,
    digest: (hex) => `empreinte ${hex}`,
    hits: (count) => (count === 0 ? "peu de résultats" : many(count, "résultat")),
  },
  decision: {
    columns: ["participant", "décision", "motif", "retenu, et pourquoi", "limité à, par accord"],
    entitled: "destinataire",
    notEntitled: "non destinataire",
    sections: (count) => `${count} sections : `,
    officersOnly: (officers) => `agents ${officers} seulement`,
    agreement: (id, revision) => `accord ${id}, révision ${revision}`,
  },
  step: (step) => (frenchSteps as Readonly<Record<string, string>>)[step] ?? step,
  question: (question) => questionSaid(question, askedWords.fr),
  filter: (text) => filterSaid(text, askedWords.fr, (step) => french.step(step)),
  cause: (cause) => frenchCauses[cause] ?? cause,
  rule: (rule) => (frenchRules[rule] ? `${frenchRules[rule]} (${rule})` : rule),
  theHub: "le hub",
  versionOf: (number) => `version ${number}`,
  signedWith: (keyId) => `signé avec la clé ${keyId}`,
  intact: "intact",
  erasedBy: (entry, cause) => `contenu effacé par l’entrée ${entry} (${cause})`,
  personalErasedBy: (entry, cause) =>
    `sections personnelles effacées par l’entrée ${entry} (${cause}), le reste est intact`,
  contentAtHub: "contenu au hub",
  deeds: frenchDeeds,
  notDone: (undone) => `ni ${undone.map((deed) => frenchDeeds[deed]).join(", ni ")}`,
  firstOf: (times) => `la première de ${times} fois`,
  before: (entry, opened, held) =>
    `Avant l’entrée ${entry}, pour ce que l’on peut voir : ouvert par ${names(opened)} ; remis, et pas ouvert que l’on sache, à : ${names(held)}.`,
  alteredSays:
    "ALTÉRÉE : ce que la base du hub contient ici ne découle pas de l’enregistrement consigné, et n’est pas montré",
  alteredRow:
    "altérée : ce que la base du hub contient ici ne découle pas de ce qui a été consigné, et n’est pas montré",
  accepted: "Accepté",
  refused: "Refusé",
  did: "Ce que chaque participant a fait",
  said: "Ce qui en a été dit",
  takenBack: "Repris",
  aside: "Copies de déclarations et de rappels d’échéance",
  asked: "Qui a posé des questions à son sujet",
  altered: "Altérées à l’insu du journal",
  exercise: (name) => `${name} (EXERCICE)`,
  decided({ version, cause, index, time }) {
    const why = cause === "" ? "" : `, pour ${cause}`;
    return `Décision pour la version ${version}${why} (entrée ${index}, ${time})`;
  },
  columns: {
    step: ["entrée", "quand", "qui", "quoi"],
    accepted: ["entrée", "quand", "qui", "version", "quoi", "contenu"],
    did: ["participant", "version", "quoi", "quand", "comment", "entrée"],
    asked: ["entrée", "quand", "qui", "question", "finalité", "dossier"],
    altered: ["entrée", "état"],
  },
};

/** The story in English as pages tell it: what was asked in words, where the command line names it as it is typed. */
const told: StoryWords = {
  ...english,
  question: (question) => questionSaid(question, askedWords.en),
  filter: (text) => filterSaid(text, askedWords.en, english.step),
};

/** The words of a story in the language of the page. */
export function storyWords(): StoryWords {
  return language.value === "fr" ? french : told;
}

/** Every step by its word, in the order in which they happen. */
export const allSteps: readonly Step[] = Object.values(steps);

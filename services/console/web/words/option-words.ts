import {
  alertTypeWords,
  answerStateWords,
  dataPurposeWords,
  directionWords,
  operationNoticeWords,
  operationPhaseWords,
  precedenceWords,
  requestTypeWords,
  timePrecisionWords,
} from "@talanoa/contract/words.ts";
import { concealmentMethods } from "@talanoa/sharing/codes/concealment-methods.ts";
import { credibilityGrades, reliabilityGrades } from "@talanoa/sharing/codes/grading.ts";
import { transportModes } from "@talanoa/sharing/codes/transport-modes.ts";
import { travelDocuments } from "@talanoa/sharing/codes/travel-documents.ts";
import { caveatSentences, caveatWords } from "@talanoa/sharing/notice/handling.ts";
import { alertTypeLabels, precedenceLabels } from "./code-words.ts";
import type { Words } from "./words.ts";

/** The words that a field may have, each with what it is called. */
export interface Options {
  readonly [word: string]: string;
}

/** Fields of a draft with few possible words, by their path. */
export interface FieldOptions {
  readonly [path: string]: Options;
}

/** Labels by code as labels by word. */
function byWord(words: { readonly [code: number]: string }, labels: object): Options {
  const its = labels as { readonly [code: string]: string };
  return Object.fromEntries(Object.entries(words).map(([code, word]) => [word, its[code] ?? word]));
}

function inOrder(words: { readonly [code: number]: string }, labels: readonly string[]): Options {
  return Object.fromEntries(Object.values(words).map((word, at) => [word, labels[at] ?? word]));
}

const documentsInFrench = {
  P: "Passeport",
  V: "Visa",
  A: "Carte d’identité (A)",
  C: "Carte d’identité (C)",
  I: "Carte d’identité (I)",
  AC: "Certificat de membre d’équipage",
  IP: "Carte-passeport",
  F: "Autre document admis",
};

const modesInFrench = {
  "0": "Mode non précisé",
  "1": "Mer",
  "2": "Rail",
  "3": "Route",
  "4": "Air",
  "5": "Poste",
  "6": "Multimodal",
  "7": "Installations fixes",
  "8": "Navigation intérieure",
  "9": "Sans objet",
} satisfies { readonly [Mode in keyof typeof transportModes]: string };

const methodsInFrench = {
  "vessel-structure": "Dans la structure de l’embarcation",
  "vessel-stowage": "À bord, sans cache ou à peine cachée",
  "low-profile-vessel": "Embarcation à profil bas ou semi-submersible",
  "at-sea-float": "Mise à l’eau pour être récupérée",
  "wash-up": "Trouvée à terre ou cachée sur une plage",
  "container-rip": "Rip-off en conteneur",
  "container-structure": "Dans la structure du conteneur",
  "in-cargo": "Parmi des marchandises déclarées",
  "in-product": "À l’intérieur des marchandises",
  misdeclared: "Fausse désignation de tout l’envoi",
  "false-documents": "Faux documents de valeur, d’origine ou d’identité",
  "liquid-solution": "Dissoute dans un liquide",
  impregnated: "Imprégnée dans un tissu ou autre matière",
  baggage: "Dans les bagages",
  "baggage-structure": "Dans la structure des bagages",
  "body-worn": "Sur le corps",
  "body-internal": "In corpore",
  "postal-parcel": "Colis postal ou express",
  vehicle: "Dans un véhicule",
  "aircraft-cabin": "À bord d’un avion léger",
  "premises-storage": "Entreposée à terre",
  "not-published": "Non publiée",
} satisfies { readonly [Method in keyof typeof concealmentMethods]: string };

const gradesOf = (grades: { readonly [grade: string]: { readonly title: string } }): Options =>
  Object.fromEntries(
    Object.entries(grades).map(([grade, { title }]) => [grade, `${grade} · ${title}`]),
  );

const graded = (titles: { readonly [grade: string]: string }): Options =>
  Object.fromEntries(
    Object.entries(titles).map(([grade, title]) => [grade, `${grade} · ${title}`]),
  );

const numbered = (labels: Options): Options =>
  Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, `${code} · ${label}`]));

const caveats: Options = Object.fromEntries(
  Object.entries(caveatWords).map(([caveat, word]) => [
    word,
    caveatSentences[caveat as keyof typeof caveatWords],
  ]),
);

export const optionWords: Words<FieldOptions> = {
  en: optionsOf({
    type: byWord(alertTypeWords, alertTypeLabels.en),
    precedence: byWord(precedenceWords, precedenceLabels.en),
    direction: inOrder(directionWords, ["Import", "Export", "Transit", "Internal"]),
    precision: inOrder(timePrecisionWords, [
      "To the minute",
      "To the hour",
      "The day",
      "The month",
      "Some time between start and end",
      "The day it was announced",
    ]),
    purpose: inOrder(dataPurposeWords, [
      "Customs enforcement",
      "Serious crime",
      "Border security",
      "Health and safety",
    ]),
    phase: inOrder(operationPhaseWords, ["Planning", "Action", "Closing", "Closed"]),
    notice: inOrder(operationNoticeWords, ["Announcement", "Situation report", "Closing report"]),
    request: inOrder(requestTypeWords, ["Information", "Action"]),
    state: inOrder(answerStateWords, ["Answered", "Answered in part", "Refused", "Nothing known"]),
    sex: { F: "F", M: "M", X: "X" },
    documents: numbered(travelDocuments),
    modes: numbered(transportModes),
    methods: concealmentMethods,
    reliability: gradesOf(reliabilityGrades),
    credibility: gradesOf(credibilityGrades),
    caveats,
  }),
  fr: optionsOf({
    type: byWord(alertTypeWords, alertTypeLabels.fr),
    precedence: byWord(precedenceWords, precedenceLabels.fr),
    direction: inOrder(directionWords, ["Importation", "Exportation", "Transit", "Intérieur"]),
    precision: inOrder(timePrecisionWords, [
      "À la minute",
      "À l’heure",
      "Le jour",
      "Le mois",
      "À un moment entre début et fin",
      "Le jour de l’annonce",
    ]),
    purpose: inOrder(dataPurposeWords, [
      "Lutte contre la fraude douanière",
      "Criminalité grave",
      "Sûreté des frontières",
      "Santé et sécurité",
    ]),
    phase: inOrder(operationPhaseWords, ["Préparation", "Action", "En clôture", "Terminée"]),
    notice: inOrder(operationNoticeWords, ["Annonce", "Point de situation", "Bilan final"]),
    request: inOrder(requestTypeWords, ["Renseignement", "Action"]),
    state: inOrder(answerStateWords, ["Répondu", "Répondu en partie", "Refusé", "Rien de connu"]),
    sex: { F: "F", M: "M", X: "X" },
    documents: numbered(documentsInFrench),
    modes: numbered(modesInFrench),
    methods: methodsInFrench,
    reliability: graded({
      A: "Entièrement fiable",
      B: "Généralement fiable",
      C: "Assez fiable",
      D: "Rarement fiable",
      E: "Non fiable",
      F: "Ne peut être évaluée",
    }),
    credibility: graded({
      "1": "Confirmé",
      "2": "Probablement vrai",
      "3": "Peut-être vrai",
      "4": "Douteux",
      "5": "Improbable",
      "6": "Ne peut être évalué",
    }),
    caveats: {
      "no-onward-sharing": "Ne pas transmettre sans l’accord de l’émetteur",
      "not-for-court": "Ne pas produire en justice sans l’autorisation de l’émetteur",
      "protect-source": "Ne pas révéler la source",
    },
  }),
};

type OptionTables = {
  readonly [
    Each in
      | "type"
      | "precedence"
      | "direction"
      | "precision"
      | "purpose"
      | "phase"
      | "notice"
      | "request"
      | "state"
      | "sex"
      | "documents"
      | "modes"
      | "methods"
      | "reliability"
      | "credibility"
      | "caveats"
  ]: Options;
};

function optionsOf(its: OptionTables): FieldOptions {
  return {
    type: its.type,
    precedence: its.precedence,
    direction: its.direction,
    "when.precision": its.precision,
    purpose: its.purpose,
    "operation.phase": its.phase,
    "operation.notice": its.notice,
    "request.type": its.request,
    "reply.state": its.state,
    "persons.sex": its.sex,
    "passengers.sex": its.sex,
    "persons.document_type": its.documents,
    "passengers.document_type": its.documents,
    "conveyance.mode": its.modes,
    "goods.concealment.method": its.methods,
    "marking.reliability": its.reliability,
    "marking.credibility": its.credibility,
    "source.reliability": its.reliability,
    "source.credibility": its.credibility,
    handling: its.caveats,
  };
}

import {
  FlagNotice,
  FlagState,
  Outcome,
  RiskMeasure,
} from "@talanoa/contract/generated/talanoa.ts";
import { riskGrades } from "@talanoa/sharing/codes/risk-grades.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";
import type { Words } from "../../words/words.ts";

type Labels<Code extends number> = { readonly [Key in Exclude<Code, 0>]: string };

interface FlagsWords {
  readonly title: string;
  readonly tabs: { readonly confirm: string; readonly answer: string; readonly ours: string };
  readonly hints: { readonly confirm: string; readonly answer: string; readonly ours: string };
  readonly none: { readonly confirm: string; readonly answer: string; readonly ours: string };
  readonly noScreening: string;
  readonly decided: string;
  readonly answered: string;
  readonly exercises: string;
  readonly exercise: string;
  readonly refresh: string;
  readonly more: string;
  readonly notGenuine: string;
  readonly columns: {
    readonly flag: string;
    readonly raised: string;
    readonly grade: string;
    readonly traveller: string;
    readonly born: string;
    readonly document: string;
    readonly flight: string;
    readonly departs: string;
    readonly route: string;
    readonly foundBy: string;
    readonly state: string;
    readonly told: string;
    readonly arrives: string;
    readonly reasons: string;
    readonly measure: string;
    readonly outcome: string;
    readonly act: string;
  };
  readonly onBoard: string;
  readonly listed: string;
  readonly profile: string;
  readonly version: string;
  readonly evidence: string;
  /** Fields of a list's entry, and what each said; in the words of the contract. */
  readonly fields: { readonly [field: string]: string };
  readonly findings: { readonly [finding: string]: string };
  /** As what a message names a vessel or company. */
  readonly namedAs: { readonly [as: string]: string };
  readonly states: Labels<FlagState>;
  readonly notices: Labels<FlagNotice>;
  readonly measures: Labels<RiskMeasure>;
  readonly outcomes: Labels<Outcome>;
  readonly outcomeUnknown: string;
  readonly withdrawn: string;
  readonly waits: string;
  readonly travellers: (count: number) => string;
  readonly grades: { readonly [grade: string]: string };
  readonly reasons: { readonly [reason: string]: string };
  readonly confirm: string;
  readonly dismiss: string;
  readonly decide: string;
  readonly decideTitle: (traveller: string) => string;
  readonly confirmHint: string;
  readonly onBoardHint: string;
  readonly dismissHint: string;
  readonly cancel: string;
  readonly state: string;
  readonly stateTitle: string;
  readonly what: string;
  readonly erases: string;
  readonly contradicts: string;
  readonly takeBack: string;
  readonly say: string;
}

export const flagsWords: Words<FlagsWords> = {
  en: {
    title: "Risk flags",
    tabs: { confirm: "To confirm", answer: "To answer", ours: "Told by us" },
    hints: {
      confirm:
        "What your own screening found. It leaves nobody's desk until an officer confirms it; then the Members at the airports of the journey are told.",
      answer: "Flags of others on journeys that touch us. Say what the check came to.",
      ours: "Flags that we told, and what those who were told made of them.",
    },
    none: {
      confirm: "No flag waits for a decision.",
      answer: "No flag waits for an outcome.",
      ours: "We have told of no flag.",
    },
    noScreening: "This hub screens no passenger messages.",
    decided: "Decided ones too",
    answered: "Answered ones too",
    exercises: "Exercises too",
    exercise: "EXERCISE",
    refresh: "Load again",
    more: "There is more than is shown.",
    notGenuine: "NOT GENUINE: a copy is not what its origin signed.",
    columns: {
      flag: "Flag",
      raised: "Raised",
      grade: "Grade",
      traveller: "Traveller",
      born: "Born",
      document: "Document",
      flight: "Flight",
      departs: "Departs",
      route: "Route",
      foundBy: "Found by",
      state: "State",
      told: "Told",
      arrives: "Arrives",
      reasons: "Reasons",
      measure: "Asked for",
      outcome: "Outcome",
      act: "Action",
    },
    onBoard: "all on board",
    listed: "list",
    profile: "profile",
    version: "version",
    evidence: "Evidence",
    fields: {
      "birth-date": "birth date",
      document: "document",
      sex: "sex",
      nationality: "nationality",
      imo: "IMO number",
      mmsi: "MMSI",
      "call-sign": "call sign",
      country: "country",
      registration: "registration",
    },
    findings: {
      agrees: "agrees",
      partly: "agrees in part",
      near: "nearly agrees",
      contradicts: "contradicts",
      missing: "not told",
    },
    namedAs: {
      vessel: "vessel",
      operator: "operator",
      "reporting-party": "reporting party",
      agency: "agency",
      payer: "payer",
      group: "group",
    },
    states: {
      [FlagState.DRAFT]: "waits",
      [FlagState.CONFIRMED]: "confirmed",
      [FlagState.DISMISSED]: "dismissed",
      [FlagState.WITHDRAWN]: "withdrawn",
    },
    notices: {
      [FlagNotice.WAITING]: "on its way",
      [FlagNotice.ACCEPTED]: "told",
      [FlagNotice.REFUSED]: "refused",
    },
    measures: {
      [RiskMeasure.INSPECT]: "inspect",
      [RiskMeasure.INTERVIEW]: "interview",
      [RiskMeasure.OBSERVE]: "observe",
      [RiskMeasure.INFORMATION]: "for information",
    },
    outcomes: {
      [Outcome.NOTHING_FOUND]: "Nothing found",
      [Outcome.OFFENCE_FOUND]: "Offence found",
      [Outcome.STILL_OPEN]: "Still open",
      [Outcome.NOT_MET]: "Not met",
      [Outcome.CONFIRMED]: "Confirmed: what it was raised for was found",
      [Outcome.FALSE]: "False: it was another traveller, or wrong",
    },
    outcomeUnknown: "stated, not known which",
    withdrawn: "Withdrawn: nothing is left to check",
    waits: "not said",
    travellers: (count) => (count === 1 ? "1 traveller" : `${count} travellers`),
    grades: riskGrades,
    reasons: riskReasons,
    confirm: "Confirm",
    dismiss: "Dismiss",
    decide: "Decide",
    decideTitle: (traveller) => `Flag: ${traveller}`,
    confirmHint: "Confirm: the Members at the airports of the journey are told of it.",
    onBoardHint: "It concerns all on board: when you confirm it, no other Member is told.",
    dismissHint: "Dismiss: nobody is told of it. A decision is made once.",
    cancel: "Leave it",
    state: "State outcome",
    stateTitle: "What came of the check?",
    what: "Outcome",
    erases:
      "Data on persons and passengers that came with it are shown to you no more; once all who were sent them have said so, they are erased for good. Stating another outcome brings nothing back.",
    contradicts:
      "Your administration has stated of this notice that it found something, and this takes it back.",
    takeBack: "Take it back, for good",
    say: "Sign and state",
  },
  fr: {
    title: "Signalements de risque",
    tabs: { confirm: "À confirmer", answer: "À renseigner", ours: "Émis par nous" },
    hints: {
      confirm:
        "Ce que votre propre ciblage a trouvé. Rien n’en sort tant qu’un agent ne l’a pas confirmé ; les Membres des aéroports du voyage en sont alors avisés.",
      answer:
        "Signalements d’autres Membres sur des voyages qui nous concernent. Indiquez le résultat du contrôle.",
      ours: "Nos signalements, et ce qu’en ont fait les Membres avisés.",
    },
    none: {
      confirm: "Aucun signalement n’attend de décision.",
      answer: "Aucun signalement n’attend de résultat.",
      ours: "Nous n’avons émis aucun signalement.",
    },
    noScreening: "Ce hub ne traite pas les messages passagers.",
    decided: "Avec ceux déjà décidés",
    answered: "Avec ceux déjà renseignés",
    exercises: "Avec les exercices",
    exercise: "EXERCICE",
    refresh: "Recharger",
    more: "La liste n’est pas complète.",
    notGenuine: "NON AUTHENTIQUE : une copie n’est pas conforme à la signature de son origine.",
    columns: {
      flag: "Signalement",
      raised: "Émis",
      grade: "Niveau",
      traveller: "Voyageur",
      born: "Né(e) le",
      document: "Document",
      flight: "Vol",
      departs: "Départ",
      route: "Itinéraire",
      foundBy: "Trouvé par",
      state: "État",
      told: "Avisés",
      arrives: "Arrivée",
      reasons: "Motifs",
      measure: "Suite demandée",
      outcome: "Résultat",
      act: "Action",
    },
    onBoard: "toutes les personnes à bord",
    listed: "liste",
    profile: "profil",
    version: "version",
    evidence: "Indices",
    fields: {
      "birth-date": "date de naissance",
      document: "document",
      sex: "sexe",
      nationality: "nationalité",
      imo: "numéro OMI",
      mmsi: "MMSI",
      "call-sign": "indicatif",
      country: "pays",
      registration: "immatriculation",
    },
    findings: {
      agrees: "concorde",
      partly: "concorde en partie",
      near: "proche",
      contradicts: "contredit",
      missing: "non indiqué",
    },
    namedAs: {
      vessel: "navire",
      operator: "exploitant",
      "reporting-party": "déclarant",
      agency: "agence",
      payer: "payeur",
      group: "groupe",
    },
    states: {
      [FlagState.DRAFT]: "en attente",
      [FlagState.CONFIRMED]: "confirmé",
      [FlagState.DISMISSED]: "écarté",
      [FlagState.WITHDRAWN]: "retiré",
    },
    notices: {
      [FlagNotice.WAITING]: "en cours d’envoi",
      [FlagNotice.ACCEPTED]: "avisés",
      [FlagNotice.REFUSED]: "refusé",
    },
    measures: {
      [RiskMeasure.INSPECT]: "contrôler",
      [RiskMeasure.INTERVIEW]: "entendre",
      [RiskMeasure.OBSERVE]: "observer",
      [RiskMeasure.INFORMATION]: "pour information",
    },
    outcomes: {
      [Outcome.NOTHING_FOUND]: "Rien n’a été trouvé",
      [Outcome.OFFENCE_FOUND]: "Infraction constatée",
      [Outcome.STILL_OPEN]: "En cours",
      [Outcome.NOT_MET]: "Non rencontré",
      [Outcome.CONFIRMED]: "Confirmé : l’objet du signalement a été trouvé",
      [Outcome.FALSE]: "Faux : un autre voyageur, ou une erreur",
    },
    outcomeUnknown: "déclaré, contenu inconnu",
    withdrawn: "Retiré : il n’y a plus rien à contrôler",
    waits: "non renseigné",
    travellers: (count) => (count <= 1 ? `${count} voyageur` : `${count} voyageurs`),
    grades: {
      A: "Très élevé : concordance confirmée, ou plusieurs motifs forts",
      B: "Élevé : un motif fort",
      C: "Moyen : des motifs faibles qui s’ajoutent",
      D: "Faible : pour information, ou pour éprouver un profil",
    },
    reasons: {
      document: "Le document de voyage : type, État émetteur, ou déclaré perdu ou volé",
      identity: "L’identité : diffère d’un message à l’autre, ou un document pour plusieurs noms",
      route: "L’itinéraire : détourné, rompu, ou connu pour un mode opératoire",
      stay: "Le séjour : sa durée ne convient ni à l’itinéraire ni à la distance",
      booking: "La réservation : tardive, souvent modifiée, ou faite par d’autres",
      payment: "Le paiement : en espèces, par un tiers ou depuis un autre pays",
      contact: "Les coordonnées : communes à d’autres réservations suivies",
      baggage: "Les bagages : nombre ou poids sans rapport avec le séjour",
      seat: "Le siège : changé ou choisi contre la réservation",
      companions: "Les accompagnants : voyage à l’écart ou avec d’autres personnes suivies",
      history: "Les voyages antérieurs, ou le résultat de contrôles antérieurs",
      "no-show": "Vols manqués ou tronçons non effectués",
      "name-match": "Ressemblance avec une fiche d’une liste de surveillance",
      intelligence: "Renseignement d’une autre autorité",
      random: "Choisi au hasard, pour mesurer ce que les profils manquent",
    },
    confirm: "Confirmer",
    dismiss: "Écarter",
    decide: "Décider",
    decideTitle: (traveller) => `Signalement : ${traveller}`,
    confirmHint: "Confirmer : les Membres des aéroports du voyage en sont avisés.",
    onBoardHint:
      "Il concerne toutes les personnes à bord : même confirmé, aucun autre Membre n’en est avisé.",
    dismissHint: "Écarter : personne n’en est avisé. On ne décide qu’une fois.",
    cancel: "Annuler",
    state: "Renseigner",
    stateTitle: "Qu’a donné le contrôle ?",
    what: "Résultat",
    erases:
      "Les données sur les personnes et passagers reçues avec lui ne vous sont plus montrées ; une fois que tous ceux qui les ont reçues l’ont déclaré, elles sont effacées définitivement. Un autre résultat ne ramène rien.",
    contradicts:
      "Votre administration a déclaré avoir trouvé quelque chose pour cet avis ; ceci le retire.",
    takeBack: "Le retirer, définitivement",
    say: "Signer et déclarer",
  },
};

import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import type { Words } from "../../words/words.ts";

interface OperationsWords {
  readonly title: string;
  readonly none: string;
  readonly open: string;
  readonly refresh: string;
  readonly exercises: string;
  readonly exercise: string;
  readonly back: string;
  readonly id: string;
  readonly name: string;
  readonly coordinator: string;
  readonly phase: string;
  readonly window: string;
  readonly from: string;
  readonly to: string;
  readonly objective: string;
  readonly participants: string;
  readonly participant: string;
  readonly sponsor: string;
  readonly seesEarlier: string;
  readonly since: string;
  readonly until: string;
  readonly phases: { readonly [Phase in Exclude<OperationPhase, 0>]: string };
  readonly notInIt: string;
  readonly leftIt: string;
  readonly unknown: string;
  readonly notGenuine: (count: number) => string;
  readonly parts: {
    readonly tasks: string;
    readonly reports: string;
    readonly closing: string;
    readonly results: string;
    readonly notices: string;
    readonly map: string;
  };
  readonly nothing: string;
  readonly summed: string;
  readonly measure: string;
  readonly quantity: string;
  readonly tasksFigure: (asked: number, answered: number) => string;
  readonly asOf: string;
  readonly marking: string;
  readonly notice: string;
  readonly act: {
    readonly task: string;
    readonly report: string;
    readonly join: string;
    readonly leave: string;
    readonly phase: string;
    readonly close: string;
  };
  readonly form: {
    readonly reason: string;
    readonly reasonHint: string;
    readonly save: string;
    readonly send: string;
    readonly sent: string;
    readonly cancel: string;
    readonly text: string;
    readonly title: string;
    readonly titleHint: string;
    readonly precedence: string;
    readonly exercise: string;
    readonly to: string;
    readonly all: string;
    readonly by: string;
    readonly localTime: string;
    readonly asOf: string;
    readonly results: string;
    readonly resultsHint: string;
    readonly resultsFault: string;
    readonly partner: (partner: string, sponsor: string) => string;
    readonly outside: (codes: string) => string;
    readonly nobody: string;
    readonly idHint: (code: string) => string;
    readonly idFault: string;
    readonly standsAlready: string;
    readonly inItAlready: string;
    readonly notIn: string;
    readonly starts: string;
    readonly ends: string;
    readonly endsHint: string;
    readonly others: string;
    readonly choose: string;
    readonly earlierHint: string;
    readonly leaveHint: string;
    readonly closeHint: string;
    readonly withReport: string;
    readonly reportStands: string;
  };
}

export const operationsWords: Words<OperationsWords> = {
  en: {
    title: "Operations",
    none: "You are in no joint operation.",
    open: "Open an operation",
    refresh: "Load again",
    exercises: "Exercises too",
    exercise: "EXERCISE",
    back: "All operations",
    id: "Operation",
    name: "Name",
    coordinator: "Coordinator",
    phase: "Phase",
    window: "Window",
    from: "from",
    to: "to",
    objective: "Objective",
    participants: "Participants",
    participant: "Participant",
    sponsor: "Sponsor",
    seesEarlier: "sees what was sent before",
    since: "Since",
    until: "Until",
    phases: {
      [OperationPhase.PLANNING]: "planning",
      [OperationPhase.ACTION]: "action",
      [OperationPhase.CLOSING]: "closing",
      [OperationPhase.CLOSED]: "closed",
    },
    notInIt: "You are not in it: what is sent to it does not come to you.",
    leftIt: "You are not in it now: this is what you were sent.",
    unknown: "There is no such operation among those that you may see.",
    notGenuine: (count) =>
      `${count === 1 ? "1 copy is" : `${count} copies are`} not what their origin signed: they stand in no part of the board.`,
    parts: {
      tasks: "Tasks",
      reports: "Situation reports",
      closing: "Closing report",
      results: "Results",
      notices: "Notices",
      map: "Map",
    },
    nothing: "Nothing yet.",
    summed: "Summed over the reports that you hold.",
    measure: "Measure",
    quantity: "Quantity",
    tasksFigure: (asked, answered) =>
      `${asked === 1 ? "1 task" : `${asked} tasks`} asked, ${answered} answered`,
    asOf: "As of",
    marking: "Marking",
    notice: "Notice",
    act: {
      task: "Give a task",
      report: "Report",
      join: "Let join",
      leave: "Let leave",
      phase: "Change phase",
      close: "Close",
    },
    form: {
      reason: "Why",
      reasonHint: "Stands in the log with the change. No personal data.",
      save: "Save",
      send: "Sign and send",
      sent: "Sent.",
      cancel: "Cancel",
      text: "Text",
      title: "Title",
      titleHint: "The first line of the text unless given.",
      precedence: "Precedence",
      exercise: "As part of an exercise",
      to: "Who is asked",
      all: "All in the operation",
      by: "Answer by",
      localTime: "In the time of this device.",
      asOf: "As of",
      results: "Results since your last report",
      resultsHint: "One on a line: yachts boarded=14 yachts",
      resultsFault: "Write each as: measure=number unit, such as cocaine=12.5 kg",
      partner: (partner, sponsor) =>
        `${partner} is a partner organisation: ask all, or its sponsor ${sponsor}.`,
      outside: (codes) => `Not in the operation: ${codes}.`,
      nobody: "Say who is asked.",
      idHint: (code) => `${code}-, then capital letters, digits and dashes.`,
      idFault: "Begin with your code and a dash; capital letters, digits and dashes follow.",
      standsAlready: "There is such an operation already.",
      inItAlready: "It is in the operation already.",
      notIn: "It is not in the operation.",
      starts: "Starts",
      ends: "Ends (the last day)",
      endsHint: "Empty: open.",
      others: "Who else takes part",
      choose: "Choose…",
      earlierHint: "What was sent before is given to it too, from now on.",
      leaveHint: "It gets nothing more, and keeps what it has.",
      closeHint:
        "Nothing more can be sent to a closed operation, and it stays as it is. It cannot be opened again.",
      withReport: "Send the closing report first, with the figures that you hold",
      reportStands: "The closing report stands already.",
    },
  },
  fr: {
    title: "Opérations",
    none: "Vous ne participez à aucune opération conjointe.",
    open: "Ouvrir une opération",
    refresh: "Recharger",
    exercises: "Avec les exercices",
    exercise: "EXERCICE",
    back: "Toutes les opérations",
    id: "Opération",
    name: "Nom",
    coordinator: "Coordination",
    phase: "Phase",
    window: "Période",
    from: "du",
    to: "au",
    objective: "Objectif",
    participants: "Participants",
    participant: "Participant",
    sponsor: "Répondant",
    seesEarlier: "voit les envois antérieurs",
    since: "Depuis",
    until: "Jusqu’au",
    phases: {
      [OperationPhase.PLANNING]: "préparation",
      [OperationPhase.ACTION]: "action",
      [OperationPhase.CLOSING]: "clôture en cours",
      [OperationPhase.CLOSED]: "close",
    },
    notInIt: "Vous n’en êtes pas : ce qui lui est adressé ne vous parvient pas.",
    leftIt: "Vous n’en êtes plus : voici ce qui vous a été envoyé.",
    unknown: "Aucune opération de ce nom parmi celles que vous pouvez voir.",
    notGenuine: (count) =>
      `${count <= 1 ? `${count} copie n’est pas conforme` : `${count} copies ne sont pas conformes`} à la signature de leur origine : écarté du tableau.`,
    parts: {
      tasks: "Tâches",
      reports: "Comptes rendus",
      closing: "Rapport de clôture",
      results: "Résultats",
      notices: "Avis",
      map: "Carte",
    },
    nothing: "Rien pour l’instant.",
    summed: "Somme des comptes rendus que vous détenez.",
    measure: "Mesure",
    quantity: "Quantité",
    tasksFigure: (asked, answered) =>
      `${asked} tâche${asked > 1 ? "s" : ""} donnée${asked > 1 ? "s" : ""}, ${answered} avec réponse`,
    asOf: "Au",
    marking: "Marquage",
    notice: "Avis",
    act: {
      task: "Donner une tâche",
      report: "Rendre compte",
      join: "Faire entrer",
      leave: "Faire sortir",
      phase: "Changer de phase",
      close: "Clore",
    },
    form: {
      reason: "Motif",
      reasonHint: "Figure au journal avec la modification. Aucune donnée personnelle.",
      save: "Enregistrer",
      send: "Signer et envoyer",
      sent: "Envoyé.",
      cancel: "Annuler",
      text: "Texte",
      title: "Titre",
      titleHint: "À défaut, la première ligne du texte.",
      precedence: "Urgence",
      exercise: "Dans le cadre d’un exercice",
      to: "Qui en est chargé",
      all: "Tous les participants",
      by: "Réponse avant",
      localTime: "À l’heure de cet appareil.",
      asOf: "Situation au",
      results: "Résultats depuis votre dernier compte rendu",
      resultsHint: "Un par ligne : yachts contrôlés=14 yachts",
      resultsFault: "Écrivez : mesure=nombre unité, par exemple cocaïne=12.5 kg",
      partner: (partner, sponsor) =>
        `${partner} est une organisation partenaire : adressez-vous à tous, ou à son répondant ${sponsor}.`,
      outside: (codes) => `Hors de l’opération : ${codes}.`,
      nobody: "Indiquez qui en est chargé.",
      idHint: (code) => `${code}-, puis majuscules, chiffres et tirets.`,
      idFault: "Commencez par votre code et un tiret, puis majuscules, chiffres et tirets.",
      standsAlready: "Une opération de ce nom existe déjà.",
      inItAlready: "Il participe déjà à l’opération.",
      notIn: "Il ne participe pas à l’opération.",
      starts: "Début",
      ends: "Fin (dernier jour)",
      endsHint: "Vide : sans terme.",
      others: "Qui d’autre participe",
      choose: "Choisir…",
      earlierHint: "Les envois antérieurs lui sont aussi remis, dès maintenant.",
      leaveHint: "Il ne reçoit plus rien et garde ce qu’il a.",
      closeHint:
        "Une opération close ne reçoit plus rien et reste en l’état. Elle ne peut pas être rouverte.",
      withReport: "Envoyer d’abord le rapport de clôture, avec les chiffres que vous détenez",
      reportStands: "Le rapport de clôture a déjà été envoyé.",
    },
  },
};

import { AnswerState, QuestionState, RequestState } from "@talanoa/contract/generated/talanoa.ts";
import type { Words } from "../../words/words.ts";

type Labels<Code extends number> = { readonly [Key in Exclude<Code, 0>]: string };

interface RequestsWords {
  readonly title: string;
  readonly hint: string;
  readonly tabs: {
    readonly asked: string;
    readonly own: string;
    readonly overdue: string;
    readonly questions: string;
  };
  readonly states: Labels<RequestState>;
  readonly notKnown: string;
  readonly answers: Labels<AnswerState>;
  readonly questionStates: Labels<QuestionState>;
  readonly exercises: string;
  readonly settled: string;
  readonly refresh: string;
  readonly ask: string;
  readonly answerBy: string;
  readonly state: string;
  readonly marking: string;
  readonly notice: string;
  readonly request: string;
  readonly who: string;
  readonly awaited: string;
  readonly answered: string;
  readonly act: string;
  readonly answer: string;
  readonly withdraw: string;
  readonly exercise: string;
  readonly notGenuine: string;
  readonly wasDue: string;
  readonly what: string;
  readonly late: string;
  readonly we: string;
  readonly asker: string;
  readonly forWhom: string;
  readonly since: string;
  readonly grant: string;
  readonly refuse: string;
  readonly more: string;
  readonly none: {
    readonly asked: string;
    readonly own: string;
    readonly overdue: string;
    readonly questions: string;
  };
  readonly form: {
    readonly answerTo: (name: string) => string;
    readonly how: string;
    readonly text: string;
    readonly textHint: string;
    readonly also: string;
    readonly alsoHint: string;
    readonly marking: string;
    readonly send: string;
    readonly sent: (name: string) => string;
    readonly withdrawTitle: string;
    readonly withdrawHint: string;
    readonly withdrawn: string;
    readonly cancel: string;
    readonly grantTitle: (participant: string) => string;
    readonly grantHint: string;
    readonly sections: string;
    readonly sectionsHint: string;
    readonly refuseTitle: (participant: string) => string;
    readonly refuseHint: string;
    readonly granted: string;
    readonly refused: string;
    readonly asks: string;
  };
}

export const requestsWords: Words<RequestsWords> = {
  en: {
    title: "Requests",
    hint: "Whoever is asked sees itself alone; the requester sees all. An answer gives what you write in it, nothing of what you drew on.",
    tabs: { asked: "To us", own: "Ours", overdue: "Overdue", questions: "Sharing further" },
    states: {
      [RequestState.OPEN]: "open",
      [RequestState.ANSWERED]: "answered",
      [RequestState.OVERDUE]: "overdue",
      [RequestState.WITHDRAWN]: "withdrawn",
    },
    notKnown: "not known now",
    answers: {
      [AnswerState.ANSWERED]: "Answered",
      [AnswerState.PARTLY]: "Answered in part",
      [AnswerState.REFUSED]: "Refused",
      [AnswerState.NOTHING_KNOWN]: "Nothing is known here",
    },
    questionStates: {
      [QuestionState.OPEN]: "waits for an answer",
      [QuestionState.GRANTED]: "granted",
      [QuestionState.REFUSED]: "refused",
      [QuestionState.OVER]: "over: replaced or gone",
    },
    exercises: "Exercises too",
    settled: "Settled ones too",
    refresh: "Load again",
    ask: "Ask others",
    answerBy: "Answer by",
    state: "State",
    marking: "Marking",
    notice: "Notice",
    request: "Request",
    who: "Who",
    awaited: "awaited:",
    answered: "answered:",
    act: "Action",
    answer: "Answer",
    withdraw: "Withdraw",
    exercise: "EXERCISE",
    notGenuine: "NOT GENUINE: this copy is not what its origin signed.",
    wasDue: "Was due",
    what: "What",
    late: "Who is late",
    we: "our administration",
    asker: "Who asks",
    forWhom: "For whom",
    since: "Since",
    grant: "Grant",
    refuse: "Refuse",
    more: "There is more than is shown.",
    none: {
      asked: "Nothing that you were asked waits for an answer.",
      own: "You wait for no answer.",
      overdue: "Nothing is overdue.",
      questions: "No question waits for your answer.",
    },
    form: {
      answerTo: (name) => `Answer ${name}’s request`,
      how: "How it is answered",
      text: "Answer",
      textHint: "The requester gets what stands here.",
      also: "Who gets it too",
      alsoHint: "Codes with commas: TO, WS. An officer as TO:to-liaison.",
      marking: "Marking",
      send: "Sign and send",
      sent: (name) => `Sent as ${name}.`,
      withdrawTitle: "Withdraw this request?",
      withdrawHint:
        "All who were asked are told that you need no answer any more. It cannot be undone.",
      withdrawn: "Withdrawn.",
      cancel: "Leave it",
      grantTitle: (participant) => `Share it with ${participant}?`,
      grantHint:
        "The rules of its marking and of agreements apply. What was sent cannot be taken back, but recalled.",
      sections: "Which sections",
      sectionsHint: "None ticked: all that the rules allow. The summary always goes along.",
      refuseTitle: (participant) => `Refuse to share it with ${participant}?`,
      refuseHint: "Who asked is told. It may ask again.",
      granted: "Granted.",
      refused: "Refused.",
      asks: "asks",
    },
  },
  fr: {
    title: "Demandes",
    hint: "Chaque destinataire ne voit que sa propre part ; le demandeur voit tout. Une réponse ne transmet que ce que vous y écrivez, rien de vos sources.",
    tabs: { asked: "À nous", own: "Les nôtres", overdue: "En retard", questions: "Partage élargi" },
    states: {
      [RequestState.OPEN]: "ouverte",
      [RequestState.ANSWERED]: "répondue",
      [RequestState.OVERDUE]: "en retard",
      [RequestState.WITHDRAWN]: "retirée",
    },
    notKnown: "inconnu pour l’instant",
    answers: {
      [AnswerState.ANSWERED]: "Réponse complète",
      [AnswerState.PARTLY]: "Réponse partielle",
      [AnswerState.REFUSED]: "Refus",
      [AnswerState.NOTHING_KNOWN]: "Rien de connu chez nous",
    },
    questionStates: {
      [QuestionState.OPEN]: "attend une réponse",
      [QuestionState.GRANTED]: "accordé",
      [QuestionState.REFUSED]: "refusé",
      [QuestionState.OVER]: "sans objet : remplacé ou effacé",
    },
    exercises: "Avec les exercices",
    settled: "Avec les demandes closes",
    refresh: "Recharger",
    ask: "Faire une demande",
    answerBy: "Réponse avant",
    state: "État",
    marking: "Marquage",
    notice: "Avis",
    request: "Demande",
    who: "Qui",
    awaited: "attendus :",
    answered: "ont répondu :",
    act: "Action",
    answer: "Répondre",
    withdraw: "Retirer",
    exercise: "EXERCICE",
    notGenuine: "NON AUTHENTIQUE : cette copie n’est pas conforme à la signature de son origine.",
    wasDue: "Échéance",
    what: "Objet",
    late: "En retard",
    we: "notre administration",
    asker: "Qui demande",
    forWhom: "Pour qui",
    since: "Depuis",
    grant: "Accorder",
    refuse: "Refuser",
    more: "La liste n’est pas complète.",
    none: {
      asked: "Aucune demande n’attend votre réponse.",
      own: "Vous n’attendez aucune réponse.",
      overdue: "Rien n’est en retard.",
      questions: "Aucune question n’attend votre réponse.",
    },
    form: {
      answerTo: (name) => `Répondre à la demande (${name})`,
      how: "Nature de la réponse",
      text: "Réponse",
      textHint: "Le demandeur reçoit ce texte.",
      also: "Autres destinataires",
      alsoHint: "Codes séparés par des virgules : TO, WS. Un agent s’écrit TO:to-liaison.",
      marking: "Marquage",
      send: "Signer et envoyer",
      sent: (name) => `Envoyé sous ${name}.`,
      withdrawTitle: "Retirer cette demande ?",
      withdrawHint:
        "Tous les destinataires sont avisés que vous n’attendez plus de réponse. C’est irréversible.",
      withdrawn: "Retirée.",
      cancel: "Annuler",
      grantTitle: (participant) => `Partager avec ${participant} ?`,
      grantHint:
        "Les règles du marquage et des accords s’appliquent. Ce qui est envoyé ne se reprend pas ; il peut être rappelé.",
      sections: "Quelles parties",
      sectionsHint:
        "Aucune cochée : toutes celles que les règles permettent. Le résumé est toujours joint.",
      refuseTitle: (participant) => `Refuser le partage avec ${participant} ?`,
      refuseHint: "Le demandeur en est avisé. Il peut redemander.",
      granted: "Accordé.",
      refused: "Refusé.",
      asks: "demande",
    },
  },
};

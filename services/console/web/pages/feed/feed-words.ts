import type { Caveat } from "@talanoa/sharing/notice/handling.ts";
import type { WordField } from "@talanoa/sharing/feed/filter-words.ts";
import type { Words } from "../../words/words.ts";
import type { FeedAction } from "./feed-keys.ts";

export const feedWords: Words<{
  readonly title: string;
  readonly concernsUs: string;
  readonly everything: string;
  readonly views: string;
  readonly list: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly showAll: string;
  readonly fresh: (count: number, urgent: number) => string;
  readonly unread: string;
  readonly unreadCount: (count: number) => string;
  readonly allRead: string;
  readonly live: string;
  readonly opening: string;
  readonly lost: string;
  readonly elsewhere: string;
  readonly watchHere: string;
  readonly ended: string;
  readonly tooMany: string;
  readonly exercise: string;
  readonly screening: string;
  readonly withdrawn: string;
  readonly acknowledge: string;
  readonly acknowledged: string;
  readonly acknowledgeBy: string;
  readonly embargo: string;
  readonly answerOverdue: string;
  readonly acknowledgeAsk: string;
  readonly acknowledgeUnread: string;
  readonly cancel: string;
  readonly openFirst: string;
  readonly overdue: string;
  readonly wasDue: string;
  readonly recalled: string;
  /** Beside as many recalls as are listed at once. */
  readonly moreRecalled: string;
  readonly erase: string;
  readonly statesSomething: string;
  readonly withMember: string;
  readonly notGenuine: string;
  readonly unknown: string;
  readonly olderFailed: string;
  readonly keys: string;
  readonly keysOn: string;
  readonly keysOff: string;
  readonly keysSettings: string;
  readonly keyWords: { readonly [Action in FeedAction]: string };
  readonly caveats: { readonly [Each in Caveat]: string };
}> = {
  en: {
    title: "Feed",
    concernsUs: "Concerns us",
    everything: "Everything",
    views: "Views of the feed",
    list: "Notices, the newest first; what is urgent and not acknowledged above",
    empty: "Nothing in your feed fits.",
    emptyHint: "What comes will appear here by itself.",
    showAll: "Show everything",
    fresh: (count, urgent) => `${count} new${urgent > 0 ? `, ${urgent} urgent` : ""} ↑`,
    unread: "unread",
    unreadCount: (count) => `${count} unread`,
    allRead: "Mark all as read",
    live: "Live",
    opening: "Connecting…",
    lost: "Connection lost, trying again",
    elsewhere: "This feed goes on in another window or program.",
    watchHere: "Watch it here",
    ended: "Watching has ended",
    tooMany:
      "The hub keeps no more subscriptions for you: drop some with talanoa feed --drop NAME, or watch by a name that you have.",
    exercise: "EXERCISE",
    screening: "SCREENING",
    withdrawn: "WITHDRAWN",
    acknowledge: "Acknowledge",
    acknowledged: "Acknowledged",
    acknowledgeBy: "Acknowledge by",
    embargo: "Embargo until",
    answerOverdue: "Answer overdue",
    acknowledgeAsk: "Acknowledge this notice?",
    acknowledgeUnread:
      "You have not opened it in this browser. To acknowledge states that you have read it and answer for it; its originator is told.",
    cancel: "Cancel",
    openFirst: "Open it first",
    overdue: "OVERDUE",
    wasDue: "was due",
    recalled: ": destroy what you keep of it, then say so.",
    moreRecalled:
      "More notices were recalled than stand here: the rest follow as you state of these that your copies are destroyed.",
    erase: ": destroy what you keep of its persons and passengers, then say so.",
    statesSomething: "states something about",
    withMember: "with",
    notGenuine: "NOT GENUINE",
    unknown: "of a kind that this page does not know; load it again",
    olderFailed: "What is older could not be had.",
    keys: "Keys",
    keysOn: "Letters and signs can be turned off, as “Single keys”, under",
    keysOff:
      "Single keys are off in this browser: of these, Enter alone does something. Turn them on under",
    keysSettings: "Settings",
    keyWords: {
      next: "next line",
      previous: "previous line",
      open: "open the notice",
      acknowledge: "acknowledge",
      search: "search titles",
      newest: "to the newest",
      help: "show the keys",
    },
    caveats: {
      noOnwardSharing: "not to be passed on",
      notForCourt: "not for court",
      protectSource: "protect the source",
    },
  },
  fr: {
    title: "Fil",
    concernsUs: "Nous concerne",
    everything: "Tout",
    views: "Vues du fil",
    list: "Avis, les plus récents d’abord ; en tête, les urgents sans accusé de réception",
    empty: "Rien dans votre fil ne correspond.",
    emptyHint: "Ce qui arrive s’affichera ici tout seul.",
    showAll: "Tout afficher",
    fresh: (count, urgent) =>
      `${count} ${count > 1 ? "nouveaux" : "nouveau"}${urgent > 0 ? `, dont ${urgent} ${urgent > 1 ? "urgents" : "urgent"}` : ""} ↑`,
    unread: "non lu",
    unreadCount: (count) => `${count} non ${count > 1 ? "lus" : "lu"}`,
    allRead: "Tout marquer comme lu",
    live: "En direct",
    opening: "Connexion…",
    lost: "Liaison perdue, nouvel essai en cours",
    elsewhere: "Ce fil se poursuit dans une autre fenêtre ou un autre programme.",
    watchHere: "Le suivre ici",
    ended: "Le suivi a pris fin",
    tooMany:
      "Le hub ne garde pas plus d’abonnements pour vous : abandonnez-en avec talanoa feed --drop NOM, ou suivez sous un nom que vous avez.",
    exercise: "EXERCICE",
    screening: "CIBLAGE",
    withdrawn: "RETIRÉ",
    acknowledge: "Accuser réception",
    acknowledged: "Accusé de réception donné",
    acknowledgeBy: "Accuser réception avant",
    embargo: "Embargo jusqu’au",
    answerOverdue: "Réponse en retard",
    acknowledgeAsk: "Accuser réception de cet avis ?",
    acknowledgeUnread:
      "Vous ne l’avez pas ouvert dans ce navigateur. En accusant réception, vous déclarez l’avoir lu et en répondre ; son auteur en est informé.",
    cancel: "Annuler",
    openFirst: "L’ouvrir d’abord",
    overdue: "EN RETARD",
    wasDue: "attendu au",
    recalled: " : détruisez ce que vous en conservez, puis déclarez-le.",
    moreRecalled:
      "D’autres avis ont été rappelés que ceux qui figurent ici : ils suivront à mesure que vous déclarerez détruites vos copies de ceux-ci.",
    erase: " : détruisez ce que vous conservez des personnes et passagers, puis déclarez-le.",
    statesSomething: "fait une déclaration sur",
    withMember: "avec",
    notGenuine: "NON AUTHENTIQUE",
    unknown: "d’un type que cette page ne connaît pas ; rechargez-la",
    olderFailed: "Les avis plus anciens n’ont pas pu être obtenus.",
    keys: "Touches",
    keysOn: "Lettres et signes se désactivent, comme « Touches seules », sous",
    keysOff:
      "Les touches seules sont désactivées dans ce navigateur : seule Entrée agit. Activez-les sous",
    keysSettings: "Réglages",
    keyWords: {
      next: "ligne suivante",
      previous: "ligne précédente",
      open: "ouvrir l’avis",
      acknowledge: "accuser réception",
      search: "chercher dans les titres",
      newest: "aux plus récents",
      help: "afficher les touches",
    },
    caveats: {
      noOnwardSharing: "ne pas transmettre",
      notForCourt: "pas en justice",
      protectSource: "protéger la source",
    },
  },
};

export const filterWords: Words<{
  readonly filter: string;
  readonly map: string;
  readonly search: string;
  readonly fields: { readonly [Field in WordField]: string };
  readonly any: string;
  readonly text: string;
  readonly textHint: string;
  readonly concernsUs: string;
  readonly statements: string;
  readonly exercises: string;
  readonly clear: string;
  readonly codesHint: string;
  readonly operationsHint: string;
  readonly unknown: (word: string, field: string) => string;
  readonly keep: string;
  readonly keepTitle: string;
  readonly keepHint: string;
  readonly name: string;
  readonly nameHint: string;
  readonly nameFault: string;
  readonly save: string;
}> = {
  en: {
    filter: "Filter",
    map: "Map",
    search: "Search all contents",
    fields: {
      kind: "Kind",
      region: "Region",
      country: "Countries concerned",
      commodity: "Goods",
      tlp: "TLP",
      origin: "From",
      operation: "Joint operations",
    },
    any: "any",
    text: "Search",
    textHint: "Words of the title",
    concernsUs: "Concerns us",
    statements: "Statements and reminders",
    exercises: "Exercises",
    clear: "Clear",
    codesHint: "Codes with commas between, as FJ, TO",
    operationsHint: "Ids with commas between, as NZ-SEASPRAY",
    unknown: (word, field) => `Left out: ${word} is no value of “${field}”.`,
    keep: "Keep as a subscription…",
    keepTitle: "Keep this view as a subscription",
    keepHint:
      "The hub keeps your place in it: what comes while you are away comes first when you open it again, also by the command line.",
    name: "Name",
    nameHint: "1 to 40 lower-case letters, digits and dashes",
    nameFault:
      "Use 1 to 40 lower-case letters, digits and dashes; it may not begin with “browser-”.",
    save: "Keep",
  },
  fr: {
    filter: "Filtrer",
    map: "Carte",
    search: "Chercher dans les contenus",
    fields: {
      kind: "Type",
      region: "Région",
      country: "Pays concernés",
      commodity: "Marchandises",
      tlp: "TLP",
      origin: "Émis par",
      operation: "Opérations conjointes",
    },
    any: "tous",
    text: "Chercher",
    textHint: "Mots du titre",
    concernsUs: "Nous concerne",
    statements: "Déclarations et rappels d’échéance",
    exercises: "Exercices",
    clear: "Effacer",
    codesHint: "Codes séparés par des virgules, comme FJ, TO",
    operationsHint: "Identifiants séparés par des virgules, comme NZ-SEASPRAY",
    unknown: (word, field) => `Ignoré : ${word} n’est pas une valeur de « ${field} ».`,
    keep: "Garder comme abonnement…",
    keepTitle: "Garder cette vue comme abonnement",
    keepHint:
      "Le hub retient votre position : ce qui arrive en votre absence vient d’abord à la prochaine ouverture, y compris en ligne de commande.",
    name: "Nom",
    nameHint: "1 à 40 lettres minuscules, chiffres et tirets",
    nameFault:
      "Utilisez 1 à 40 lettres minuscules, chiffres et tirets ; le nom ne peut commencer par « browser- ».",
    save: "Garder",
  },
};

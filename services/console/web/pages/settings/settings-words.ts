import type { Words } from "../../words/words.ts";

export const settingsWords: Words<{
  readonly title: string;
  readonly appearance: string;
  readonly language: string;
  readonly theme: string;
  readonly keys: string;
  readonly singleKeys: string;
  readonly singleKeysHint: string;
  readonly subscriptions: string;
  readonly subscriptionsHint: string;
  readonly noSubscriptions: string;
  readonly forget: (name: string) => string;
  readonly kept: string;
  readonly keptHint: string;
  readonly keptItems: readonly string[];
  readonly neverKept: string;
  readonly clear: string;
  readonly clearAsk: string;
  readonly clearHint: string;
  readonly cleared: string;
  readonly cancel: string;
}> = {
  en: {
    title: "Settings",
    appearance: "Language and theme",
    language: "Language",
    theme: "Theme",
    keys: "Keys",
    singleKeys: "Single keys",
    singleKeysHint:
      "In the feed and on a notice a letter or sign that is pressed alone does something: a acknowledges. Turn this off if you speak to this device, or press keys by chance. Everything is done by buttons as well.",
    subscriptions: "This browser's subscriptions",
    subscriptionsHint:
      "Views of the feed that you named. To forget one here changes nothing at the hub: it keeps your place under that name.",
    noSubscriptions: "None yet. In the feed, open “Filter” and keep a view.",
    forget: (name) => `Forget ${name}`,
    kept: "What this browser keeps",
    keptHint: "For this page to work as you left it, this browser keeps, on this device alone:",
    keptItems: [
      "language and theme, and whether single keys do something",
      "which notices you opened, by their ids",
      "names and filters of your subscriptions, and a random name of this browser",
    ],
    neverKept:
      "Nothing of what notices say is kept. Drafts, and notices that wait to be sent, stand on the page Publish, where you erase them.",
    clear: "Clear it",
    clearAsk: "Clear what this browser keeps?",
    clearHint: "All notices show as unread again, and subscriptions are forgotten here.",
    cleared: "Cleared.",
    cancel: "Cancel",
  },
  fr: {
    title: "Réglages",
    appearance: "Langue et thème",
    language: "Langue",
    theme: "Thème",
    keys: "Touches",
    singleKeys: "Touches seules",
    singleKeysHint:
      "Dans le fil et sur un avis, une lettre ou un signe tapé seul agit : a accuse réception. Désactivez cela si vous parlez à cet appareil, ou tapez par mégarde. Tout se fait aussi par des boutons.",
    subscriptions: "Abonnements de ce navigateur",
    subscriptionsHint:
      "Les vues du fil que vous avez nommées. En oublier une ici ne change rien au hub : il garde votre position sous ce nom.",
    noSubscriptions: "Aucun pour l’instant. Dans le fil, ouvrez « Filtrer » et gardez une vue.",
    forget: (name) => `Oublier ${name}`,
    kept: "Ce que garde ce navigateur",
    keptHint:
      "Pour retrouver la page telle que vous l’avez laissée, ce navigateur garde, sur cet appareil seul :",
    keptItems: [
      "la langue et le thème, et si les touches seules agissent",
      "les avis que vous avez ouverts, par leurs identifiants",
      "les noms et filtres de vos abonnements, et un nom aléatoire de ce navigateur",
    ],
    neverKept:
      "Rien du contenu des avis n’est gardé. Les brouillons, et les avis en attente d’envoi, sont sur la page Publier, où vous les effacez.",
    clear: "Effacer",
    clearAsk: "Effacer ce que garde ce navigateur ?",
    clearHint: "Tous les avis redeviennent non lus, et les abonnements sont oubliés ici.",
    cleared: "Effacé.",
    cancel: "Annuler",
  },
};

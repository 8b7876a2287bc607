import type { HubErrorCode } from "@talanoa/platform/errors.ts";
import type { Words } from "../words/words.ts";

type Codes = { readonly [Code in HubErrorCode]: string };

/** What went wrong, and what to do about it. */
export const troubleWords: Words<{
  readonly codes: Codes;
  readonly noLink: string;
  readonly noKey: string;
  readonly noRoom: string;
  readonly earlierStands: (ref: string) => string;
  readonly fault: string;
  readonly again: string;
  readonly details: string;
}> = {
  en: {
    codes: {
      "invalid-argument": "Something in this is not as it must be. Correct what is named here.",
      unauthenticated: "Your sign-in has ended. Sign in again: what you wrote here stays.",
      "permission-denied": "Your role does not allow this. Ask your administration if it should.",
      "not-found":
        "There is no such thing among what you may see. It may have been recalled or have expired.",
      "already-exists": "This stands already.",
      conflict: "Somebody else changed this meanwhile. Load it again, then repeat your change.",
      "failed-precondition": "This cannot be done as things stand now.",
      "resource-exhausted":
        "Too much was asked for in a short time. Wait a minute, then try again.",
      cancelled: "This was broken off before it was done. Try again.",
      "deadline-exceeded": "The hub did not answer in time. The link may be slow: try again.",
      unavailable: "The hub cannot be reached now. Try again in a moment.",
      unimplemented: "This hub does not do this.",
      internal: "The hub failed to do this. Try again; if it stays so, tell those who run the hub.",
    },
    noKey: "This browser has no key of yours to sign with. Enrol one on the page Settings.",
    noRoom:
      "This browser could not keep what you wrote: its storage is full, or it may keep nothing. Leave this page open until it is sent, or make room on this device.",
    earlierStands: (ref) =>
      `What was sent from here before has reached the hub, as ${ref}: its answer alone was lost. What stands here now was not sent: leave it, or send it as one more notice.`,
    noLink: "There is no link to the console. Try again when it is back.",
    fault: "This page has failed. Load it again; if it stays so, tell those who run the hub.",
    again: "Try again",
    details: "What the hub said",
  },
  fr: {
    codes: {
      "invalid-argument": "Un élément n’est pas conforme. Corrigez ce qui est indiqué ici.",
      unauthenticated:
        "Votre session a pris fin. Reconnectez-vous : ce que vous avez saisi est conservé.",
      "permission-denied":
        "Votre rôle ne le permet pas. Voyez avec votre administration s’il le devrait.",
      "not-found":
        "Rien de tel parmi ce que vous pouvez voir. L’avis a peut-être été rappelé, ou il a expiré.",
      "already-exists": "Cela existe déjà.",
      conflict: "Quelqu’un l’a modifié entre-temps. Rechargez, puis refaites votre modification.",
      "failed-precondition": "Ce n’est pas possible dans l’état actuel.",
      "resource-exhausted":
        "Trop de demandes en peu de temps. Attendez une minute, puis réessayez.",
      cancelled: "L’opération a été interrompue avant la fin. Réessayez.",
      "deadline-exceeded":
        "Le hub n’a pas répondu à temps. La liaison est peut-être lente : réessayez.",
      unavailable: "Le hub est injoignable pour le moment. Réessayez dans un instant.",
      unimplemented: "Ce hub n’offre pas cette fonction.",
      internal:
        "Le hub n’y est pas parvenu. Réessayez ; si cela persiste, prévenez ceux qui exploitent le hub.",
    },
    noKey: "Ce navigateur n’a pas de clé à vous pour signer. Enrôlez-en une sur la page Réglages.",
    noRoom:
      "Ce navigateur n’a pas pu conserver votre saisie : son stockage est plein, ou il ne doit rien conserver. Laissez cette page ouverte jusqu’à l’envoi, ou libérez de la place sur cet appareil.",
    earlierStands: (ref) =>
      `Ce qui est parti d’ici auparavant est arrivé au hub, comme ${ref} : seule sa réponse s’est perdue. Ce qui figure ici maintenant n’est pas parti : laissez-le, ou envoyez-le comme un avis de plus.`,
    noLink: "Pas de liaison avec la console. Réessayez quand elle sera rétablie.",
    fault:
      "Cette page a échoué. Rechargez-la ; si cela persiste, prévenez ceux qui exploitent le hub.",
    again: "Réessayer",
    details: "Réponse du hub",
  },
};

export const partWords: Words<{
  readonly loading: string;
  readonly close: string;
  readonly staleSince: string;
  readonly unanswered: string;
  readonly forget: string;
  readonly forgetQuestion: (name: string) => string;
  readonly cancel: string;
}> = {
  en: {
    loading: "Loading…",
    close: "Close",
    staleSince: "What stands here is as of",
    unanswered:
      "This was sent from here before, and the hub’s answer was lost: that is sent again first, and what stands here now only if the hub refuses it.",
    forget: "Do not send",
    forgetQuestion: (name) =>
      `${name} was not refused, it has no answer. If it was sent and only the answer is missing, the hub has it all the same: what is then sent from here is a second notice. A notice that went out is recalled.`,
    cancel: "Cancel",
  },
  fr: {
    loading: "Chargement…",
    close: "Fermer",
    staleSince: "Ce qui figure ici est au",
    unanswered:
      "Ceci est déjà parti d’ici, et la réponse du hub s’est perdue : cet envoi est d’abord répété, et ce qui figure ici maintenant ne part que si le hub le refuse.",
    forget: "Ne pas envoyer",
    forgetQuestion: (name) =>
      `${name} n’a pas été refusé, il est sans réponse. S’il a été envoyé et que seule la réponse manque, le hub l’a malgré tout : ce qui part ensuite d’ici est un second avis. Un avis parti se rappelle.`,
    cancel: "Annuler",
  },
};

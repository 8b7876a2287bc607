import type { Words } from "./words/words.ts";

export const shellWords: Words<{
  readonly product: string;
  readonly signIn: string;
  readonly signInHint: string;
  readonly signOut: string;
  readonly signOutQuestion: string;
  readonly signInEnded: string;
  readonly signInAgain: string;
  readonly menu: string;
  readonly skip: string;
  readonly offline: string;
  readonly themes: { readonly system: string; readonly light: string; readonly dark: string };
  readonly theme: string;
  readonly noPage: string;
  readonly toStart: string;
  readonly signedInAs: string;
  readonly roles: { readonly [role: string]: string };
}> = {
  en: {
    product: "The intelligence exchange of the Pacific's customs administrations",
    signIn: "Sign in",
    signInHint:
      "You sign in with your administration. What you do here is recorded in the exchange log.",
    signOut: "Sign out",
    signOutQuestion:
      "Something that you sent from this window has no answer from the hub yet. Signing out erases it here, and it is not sent again; the hub may have it all the same.",
    signInEnded: "Your sign-in has ended. What you wrote stays while this page is open.",
    signInAgain: "Sign in again",
    menu: "Pages",
    skip: "Skip to the page",
    offline: "No link to the hub. What you see is as of",
    themes: { system: "as this device", light: "light", dark: "dark" },
    theme: "Theme",
    noPage: "There is no such page.",
    toStart: "To the start",
    signedInAs: "Signed in for",
    roles: {},
  },
  fr: {
    product: "L’échange de renseignements des douanes du Pacifique",
    signIn: "Se connecter",
    signInHint:
      "Vous vous connectez par votre administration. Vos actions sont consignées au journal des échanges.",
    signOut: "Se déconnecter",
    signOutQuestion:
      "Un envoi fait depuis cette fenêtre est encore sans réponse du hub. La déconnexion l’efface ici, et il n’est pas renvoyé ; il se peut que le hub l’ait malgré tout.",
    signInEnded:
      "Votre session a pris fin. Votre saisie est conservée tant que cette page reste ouverte.",
    signInAgain: "Se reconnecter",
    menu: "Pages",
    skip: "Aller au contenu",
    offline: "Pas de liaison avec le hub. Données au",
    themes: { system: "comme cet appareil", light: "clair", dark: "sombre" },
    theme: "Thème",
    noPage: "Cette page n’existe pas.",
    toStart: "Retour à l’accueil",
    signedInAs: "Connecté pour",
    roles: {
      publisher: "rédacteur",
      auditor: "auditeur",
      secretariat: "secrétariat",
      screening: "filtrage",
    },
  },
};

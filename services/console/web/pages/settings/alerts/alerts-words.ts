import type { Words } from "../../../words/words.ts";

interface AlertsWords {
  readonly title: string;
  readonly hint: string;
  readonly of: string;
  readonly flash: string;
  readonly immediate: string;
  readonly overdue: string;
  readonly exercises: string;
  readonly language: string;
  readonly lapses: (days: number) => string;
  readonly email: string;
  readonly noEmail: string;
  readonly address: string;
  readonly told: (address: string) => string;
  readonly failing: string;
  readonly none: string;
  readonly unconfirmed: (address: string) => string;
  readonly send: string;
  readonly sendAgain: string;
  readonly code: string;
  readonly confirm: string;
  readonly remove: string;
  readonly onDevices: string;
  readonly noDevices: string;
  readonly notHere: string;
  readonly devices: (count: number) => string;
  readonly thisDevice: string;
  readonly addDevice: string;
  readonly removeDevice: string;
  readonly forbidden: string;
  readonly noService: string;
  readonly test: string;
  readonly tested: string;
  readonly rules: { readonly [rule: string]: string };
}

export const alertsWords: Words<AlertsWords> = {
  en: {
    title: "Alerts",
    hint: "While you are away, Talanoa can tell you that something waits for you: never what it is.",
    of: "Tell me of",
    flash: "Flash notices, at once",
    immediate: "Immediate notices",
    overdue: "What is overdue: mine, and what others owe on my notices",
    exercises: "Exercises too",
    language: "Language of the messages",
    lapses: (days) =>
      `If you do not sign in for ${days} days, alerts end and your address is forgotten.`,
    email: "By e-mail",
    noEmail: "This hub sends no e-mail.",
    address: "E-mail address",
    told: (address) => `Alerts go to ${address}.`,
    failing: "The last message could not be delivered there; it is tried again.",
    none: "No address is confirmed: nothing is sent.",
    unconfirmed: (address) =>
      `A code was sent to ${address}. Nothing else is, until you enter it here, within half an hour.`,
    send: "Send a code there",
    sendAgain: "Use another address",
    code: "Code",
    confirm: "Confirm",
    remove: "Remove the address",
    onDevices: "On devices",
    noDevices: "This hub sends nothing to devices.",
    notHere:
      "This browser cannot be told while the console is closed. On an iPhone or iPad it can once the console is on the home screen (Share, Add to Home Screen) and opened from there: as a device of its own, with a key of its own.",
    devices: (count) => (count === 1 ? "One device is told." : `${count} devices are told.`),
    thisDevice: "This device is told, whoever is signed in on it.",
    addDevice: "Tell this device",
    removeDevice: "Tell this device nothing more",
    forbidden:
      "This browser does not let the console show notifications: allow it in its settings.",
    noService: "This browser’s push service could not be reached.",
    test: "Send me a test",
    tested: "A test is on its way.",
    rules: {
      "address-form": "Give an address such as name@customs.example.",
      "code-right": "This is not the code that was sent last.",
      "code-stands": "No code waits: have another one sent.",
    },
  },
  fr: {
    title: "Alertes",
    hint: "En votre absence, Talanoa peut vous avertir que quelque chose vous attend : jamais de quoi il s’agit.",
    of: "M’avertir",
    flash: "Des avis éclair, aussitôt",
    immediate: "Des avis immédiats",
    overdue: "Des délais dépassés : les miens, et ceux d’autrui sur mes avis",
    exercises: "Des exercices aussi",
    language: "Langue des messages",
    lapses: (days) =>
      `Si vous ne vous connectez pas pendant ${days} jours, les alertes cessent et votre adresse est oubliée.`,
    email: "Par courriel",
    noEmail: "Ce hub n’envoie pas de courriel.",
    address: "Adresse électronique",
    told: (address) => `Les alertes vont à ${address}.`,
    failing: "Le dernier message n’a pu y être remis ; un nouvel essai suit.",
    none: "Aucune adresse n’est confirmée : rien n’est envoyé.",
    unconfirmed: (address) =>
      `Un code a été envoyé à ${address}. Rien d’autre n’y va avant que vous ne le saisissiez ici, dans la demi-heure.`,
    send: "Y envoyer un code",
    sendAgain: "Utiliser une autre adresse",
    code: "Code",
    confirm: "Confirmer",
    remove: "Retirer l’adresse",
    onDevices: "Sur les appareils",
    noDevices: "Ce hub n’envoie rien aux appareils.",
    notHere:
      "Ce navigateur ne peut être averti quand la console est fermée. Sur un iPhone ou un iPad, il le peut une fois la console ajoutée à l’écran d’accueil (Partager, Sur l’écran d’accueil) et ouverte de là : un appareil à part, avec sa propre clé.",
    devices: (count) =>
      count === 1 ? "Un appareil est averti." : `${count} appareils sont avertis.`,
    thisDevice: "Cet appareil est averti, quel que soit qui y est connecté.",
    addDevice: "Avertir cet appareil",
    removeDevice: "Ne plus avertir cet appareil",
    forbidden:
      "Ce navigateur n’autorise pas la console à afficher des notifications : autorisez-les dans ses réglages.",
    noService: "Le service de notification de ce navigateur n’a pu être joint.",
    test: "M’envoyer un essai",
    tested: "Un essai est en route.",
    rules: {
      "address-form": "Donnez une adresse telle que nom@douane.example.",
      "code-right": "Ce n’est pas le dernier code envoyé.",
      "code-stands": "Aucun code n’est attendu : faites-en envoyer un autre.",
    },
  },
};

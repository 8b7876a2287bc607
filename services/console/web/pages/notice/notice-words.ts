import { WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import type { Caveat } from "@talanoa/sharing/notice/handling.ts";
import type { Words } from "../../words/words.ts";

type Reasons = { readonly [Key in Exclude<WithdrawalReason, 0>]: string };

interface NoticeWords {
  readonly title: string;
  readonly exercise: string;
  readonly caveats: { readonly [Each in Caveat]: string };
  readonly embargo: string;
  readonly acknowledgeBy: string;
  readonly acknowledged: string;
  readonly acknowledge: string;
  readonly acknowledgeHint: string;
  readonly acknowledgeKey: string;
  readonly accepted: string;
  readonly routed: string;
  readonly replaced: (version: number) => string;
  readonly newest: string;
  readonly withheld: string;
  readonly withheldHint: string;
  readonly signature: string;
  readonly holds: string;
  readonly checkedHere: string;
  readonly signedBy: string;
  readonly screening: string;
  readonly onlyKinds: string;
  readonly key: string;
  readonly keyValid: string;
  readonly keyRevoked: string;
  readonly notGenuine: string;
  readonly notGenuineHint: string;
  readonly unknown: string;
  /** It was not shown yet, and nobody answers. */
  readonly needsLink: string;
  readonly versions: string;
  readonly version: (version: number) => string;
  readonly chainHolds: string;
  readonly chainBroken: string;
  readonly missing: string;
  readonly changedFrom: (version: number) => string;
  readonly noChange: string;
  readonly added: string;
  readonly removed: string;
  readonly readers: string;
  readonly showReaders: string;
  readonly readersHint: string;
  /** To its originator, who knows all of it: what the decision does not say, and the way to where it is said. */
  readonly readersDecided: string;
  readonly readersTrail: string;
  readonly delivered: string;
  readonly notDelivered: string;
  readonly why: string;
  readonly participant: string;
  readonly decision: string;
  readonly withoutSections: string;
  readonly case: string;
  readonly showCase: string;
  readonly caseHint: string;
  readonly caseEmpty: string;
  readonly late: string;
  readonly event: string;
  readonly notice: string;
  readonly alsoIn: string;
  readonly references: string;
  readonly outcomes: string;
  readonly print: string;
  readonly amend: string;
  readonly reply: string;
  readonly askConsent: string;
  readonly askConsentHint: string;
  readonly withWhom: string;
  readonly withWhomHint: string;
  readonly noSuchParticipant: string;
  readonly ask: string;
  readonly asked: string;
  readonly questions: string;
  readonly answer: string;
  readonly outcome: string;
  readonly recall: string;
  readonly recallHint: string;
  /** It was signed here before, and no answer came. */
  readonly withdrawnBefore: string;
  readonly erase: string;
  readonly eraseHint: string;
  readonly reason: string;
  readonly reasons: Reasons;
  readonly cancel: string;
  readonly recalledSays: string;
  readonly expiredSays: string;
  readonly recalledAt: string;
  readonly expiredAt: string;
  readonly destroyHint: string;
  readonly destroyed: string;
  readonly destroyedDone: string;
  /** While what is left is read. */
  readonly erasedReading: string;
  readonly erasedSays: string;
  readonly noKey: string;
  readonly makeKey: string;
  readonly image: string;
  readonly imageUnreadable: string;
  readonly printed: string;
  readonly marking: string;
}

export const noticeWords: Words<NoticeWords> = {
  en: {
    title: "Notice",
    exercise: "EXERCISE, not real",
    caveats: {
      noOnwardSharing: "Do not pass it on unless the originator consents",
      notForCourt: "Do not use it in court unless the originator permits",
      protectSource: "Do not reveal the source",
    },
    embargo: "Embargo: no use before",
    acknowledgeBy: "Acknowledge by",
    acknowledged: "Acknowledged by your administration",
    acknowledge: "Acknowledge",
    acknowledgeHint: "You have read it and answer for it; its originator is told.",
    acknowledgeKey: "Key: a",
    accepted: "Accepted by the hub",
    routed: "Routed",
    replaced: (version) => `This was replaced by version ${version}.`,
    newest: "Show the newest version",
    withheld: "Withheld from you",
    withheldHint:
      "The originator’s signature covers these sections too; the hub did not send them.",
    signature: "Signature",
    holds: "Genuine: the signature holds",
    checkedHere: "Checked in this browser, against the key in the directory.",
    signedBy: "Signed by",
    screening: "its screening, with a key that signs risk flags only",
    onlyKinds: "with a key that signs some kinds of notices only",
    key: "Key",
    keyValid: "valid when the hub accepted the notice",
    keyRevoked: "This key is no longer valid. What it signed before stands. Ended",
    notGenuine: "This copy is not what its originator signed. Nothing of it is shown.",
    notGenuineHint: "Tell those who run the hub, and ask the originator by another way.",
    unknown: "This is of a kind that this version of the console does not know.",
    needsLink:
      "There is no answer from the hub. A notice that was not open yet needs a link; until it is shown here it stays unread.",
    versions: "Versions",
    version: (version) => `Version ${version}`,
    chainHolds: "Each version names the one before it: the chain holds.",
    chainBroken:
      "A version names another one before it than you hold: not both are the originator’s word.",
    missing: "Not at hand",
    changedFrom: (version) => `What is different from version ${version}`,
    noChange: "Nothing that you can see is different.",
    added: "added",
    removed: "removed",
    readers: "Who gets it",
    showReaders: "Show who gets it",
    readersHint:
      "To whom the hub releases this version, as far as its originator allows you to know. That somebody has received or read it is not said by this.",
    readersDecided:
      "To whom the hub releases this version. That somebody has received or read it is not said by this.",
    readersTrail: "Who received, opened and acknowledged it",
    delivered: "gets it",
    notDelivered: "does not",
    why: "Why",
    participant: "Participant",
    decision: "Decision",
    withoutSections: "Without some sections, because",
    case: "Timeline of the case",
    showCase: "Show the timeline of the case",
    caseHint:
      "What refers to this notice, or shares its case number, among your newest 200 copies.",
    caseEmpty: "Nothing else among your newest copies belongs to this case.",
    late: "reported late",
    event: "Event",
    notice: "Notice",
    alsoIn: "Also in",
    references: "References",
    outcomes: "What came of it",
    print: "Print",
    amend: "Correct or amend",
    reply: "Reply",
    askConsent: "Ask to share further",
    askConsentHint: "The originator is asked whether a further participant may have this notice.",
    withWhom: "With whom",
    withWhomHint: "The code of a Member or a partner, such as WS.",
    noSuchParticipant: "Give a code of two capital letters, or a partner’s code.",
    ask: "Ask",
    asked: "The originator has been asked.",
    questions: "Asked: may it be shared further?",
    answer: "Answer",
    outcome: "State the outcome",
    recall: "Recall",
    recallHint:
      "The notice and all its versions vanish from the hub and from every open page. Whoever holds a copy is told to destroy it. This cannot be undone.",
    withdrawnBefore:
      "This was signed here before, and the hub’s answer was lost: the same is sent again, and stands once.",
    erase: "Erase personal data",
    eraseHint:
      "The personal and passenger sections of all versions are erased for good; the rest stands. Whoever holds a copy is told.",
    reason: "Reason",
    reasons: {
      [WithdrawalReason.SENT_IN_ERROR]: "Sent in error",
      [WithdrawalReason.WRONG]: "Wrong",
      [WithdrawalReason.NO_LONGER_NEEDED]: "No longer needed",
      [WithdrawalReason.SOURCE_AT_RISK]: "A source is at risk",
      [WithdrawalReason.LEGAL]: "Required by law",
    },
    cancel: "Cancel",
    recalledSays: "This notice was recalled by its originator. Nothing of it is shown any more.",
    expiredSays: "This notice has expired. Nothing of it is shown any more.",
    recalledAt: "Recalled",
    expiredAt: "Expired",
    destroyHint: "Destroy what you keep of it, on paper and in files, then say so.",
    destroyed: "Our copies are destroyed",
    destroyedDone: "Its originator has been told that your copies are destroyed.",
    erasedReading:
      "Its originator had personal data erased while this page was open. What is left is being read anew.",
    erasedSays:
      "Its originator had personal data of this notice erased. What is left was read anew.",
    noKey: "This device has no key of yours yet, so you can read but not sign.",
    makeKey: "Make a key for this device",
    image: "Image",
    imageUnreadable: "An image that cannot be shown: it is no JPEG, PNG or WebP.",
    printed: "Printed",
    marking: "Marking",
  },
  fr: {
    title: "Avis",
    exercise: "EXERCICE, fictif",
    caveats: {
      noOnwardSharing: "Ne pas transmettre sans le consentement de l’auteur",
      notForCourt: "Ne pas produire en justice sans l’autorisation de l’auteur",
      protectSource: "Ne pas révéler la source",
    },
    embargo: "Embargo : ne pas exploiter avant le",
    acknowledgeBy: "Accuser réception avant le",
    acknowledged: "Votre administration a accusé réception",
    acknowledge: "Accuser réception",
    acknowledgeHint: "Vous l’avez lu et en répondez ; l’auteur en est informé.",
    acknowledgeKey: "Touche : a",
    accepted: "Accepté par le hub",
    routed: "Acheminé",
    replaced: (version) => `Remplacé par la version ${version}.`,
    newest: "Afficher la dernière version",
    withheld: "Ce qui ne vous est pas communiqué",
    withheldHint:
      "La signature de l’auteur couvre aussi ces sections ; le hub ne les a pas transmises.",
    signature: "Signature",
    holds: "Authentique : la signature est valable",
    checkedHere: "Vérifiée dans ce navigateur, avec la clé de l’annuaire.",
    signedBy: "Signé par",
    screening: "son service de ciblage, avec une clé réservée aux signalements de risque",
    onlyKinds: "avec une clé réservée à certains types d’avis",
    key: "Clé",
    keyValid: "valable lorsque le hub a accepté l’avis",
    keyRevoked: "Cette clé n’est plus valable. Ce qu’elle a signé auparavant le reste. Fin",
    notGenuine: "Cette copie n’est pas ce que l’auteur a signé. Rien n’en est affiché.",
    notGenuineHint: "Prévenez les exploitants du hub et interrogez l’auteur par une autre voie.",
    unknown: "Cette version de la console ne connaît pas ce type d’avis.",
    needsLink:
      "Le hub ne répond pas. Un avis qui n’était pas encore ouvert demande une liaison ; tant qu’il n’est pas affiché ici, il reste non lu.",
    versions: "Versions",
    version: (version) => `Version ${version}`,
    chainHolds: "Chaque version désigne la précédente : la chaîne est intacte.",
    chainBroken:
      "Une version désigne une autre version précédente que celle que vous détenez : l’une des deux n’est pas de l’auteur.",
    missing: "Non disponibles",
    changedFrom: (version) => `Ce qui diffère de la version ${version}`,
    noChange: "Rien de ce que vous voyez ne diffère.",
    added: "ajouté",
    removed: "retiré",
    readers: "À qui il est communiqué",
    showReaders: "Afficher à qui il est communiqué",
    readersHint:
      "À qui le hub communique cette version, dans la mesure où l’auteur vous permet de le savoir. Cela ne dit pas qui l’a reçue ou lue.",
    readersDecided: "À qui le hub communique cette version. Cela ne dit pas qui l’a reçue ou lue.",
    readersTrail: "Qui l’a reçu, ouvert et en a accusé réception",
    delivered: "lui est communiqué",
    notDelivered: "ne lui est pas communiqué",
    why: "Motif",
    participant: "Participant",
    decision: "Décision",
    withoutSections: "Sans certaines sections, car",
    case: "Chronologie de l’affaire",
    showCase: "Afficher la chronologie de l’affaire",
    caseHint:
      "Ce qui renvoie à cet avis ou porte le même numéro d’affaire, parmi vos 200 dernières copies.",
    caseEmpty: "Rien d’autre parmi vos dernières copies ne relève de cette affaire.",
    late: "signalé tardivement",
    event: "Fait",
    notice: "Avis",
    alsoIn: "Figure aussi dans",
    references: "Références",
    outcomes: "Suites données",
    print: "Imprimer",
    amend: "Corriger ou modifier",
    reply: "Répondre",
    askConsent: "Demander à partager",
    askConsentHint: "L’auteur est invité à dire si un autre participant peut recevoir cet avis.",
    withWhom: "Avec qui",
    withWhomHint: "Le code d’un Membre ou d’un partenaire, par exemple WS.",
    noSuchParticipant: "Indiquez un code de deux lettres capitales, ou celui d’un partenaire.",
    ask: "Demander",
    asked: "La demande a été adressée à l’auteur.",
    questions: "Demandes de partage",
    answer: "Répondre",
    outcome: "Indiquer les suites",
    recall: "Rappeler",
    recallHint:
      "L’avis et toutes ses versions disparaissent du hub et de toute page ouverte. Les détenteurs d’une copie sont priés de la détruire. C’est irréversible.",
    withdrawnBefore:
      "Ceci a déjà été signé ici, et la réponse du hub s’est perdue : le même envoi est répété, et ne compte qu’une fois.",
    erase: "Effacer les données personnelles",
    eraseHint:
      "Les sections personnelles et passagers de toutes les versions sont effacées définitivement ; le reste demeure. Les détenteurs d’une copie en sont informés.",
    reason: "Motif",
    reasons: {
      [WithdrawalReason.SENT_IN_ERROR]: "Envoyé par erreur",
      [WithdrawalReason.WRONG]: "Inexact",
      [WithdrawalReason.NO_LONGER_NEEDED]: "Devenu sans objet",
      [WithdrawalReason.SOURCE_AT_RISK]: "Une source est en danger",
      [WithdrawalReason.LEGAL]: "Exigé par la loi",
    },
    cancel: "Annuler",
    recalledSays: "Cet avis a été rappelé par son auteur. Il n’en est plus rien affiché.",
    expiredSays: "Cet avis a expiré. Il n’en est plus rien affiché.",
    recalledAt: "Rappelé",
    expiredAt: "Expiré",
    destroyHint: "Détruisez ce que vous en conservez, sur papier et en fichier, puis indiquez-le.",
    destroyed: "Nos copies sont détruites",
    destroyedDone: "L’auteur est informé de la destruction de vos copies.",
    erasedReading:
      "L’auteur a fait effacer des données personnelles pendant que cette page était ouverte. Ce qui reste est en cours de relecture.",
    erasedSays:
      "L’auteur a fait effacer des données personnelles de cet avis. Ce qui reste a été relu.",
    noKey: "Cet appareil n’a pas encore de clé à votre nom : vous pouvez lire, non signer.",
    makeKey: "Créer une clé pour cet appareil",
    image: "Image",
    imageUnreadable: "Image impossible à afficher : ni JPEG, ni PNG, ni WebP.",
    printed: "Imprimé",
    marking: "Marquage",
  },
};

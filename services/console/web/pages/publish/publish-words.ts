import type { Words } from "../../words/words.ts";
import type { Part } from "./form/plan.ts";

interface PublishWords {
  readonly title: string;
  readonly kind: string;
  readonly more: string;
  readonly parts: { readonly [Each in Part]: string };
  readonly another: (what: string) => string;
  readonly remove: (what: string) => string;
  readonly none: string;
  readonly now: string;
  readonly today: string;
  readonly timeHint: string;
  readonly placeHint: string;
  readonly placeDetails: string;
  readonly titleHint: string;
  readonly namelessHint: string;
  readonly personsHint: string;
  readonly found: (count: number) => string;
  readonly personal: string;
  readonly referenceHint: string;
  /** How many KiB each, and how many in all. */
  readonly imageHint: (most: number, count: number) => string;
  readonly addImage: string;
  readonly imageUnreadable: (name: string) => string;
  readonly imageStripped: (removed: string) => string;
  readonly imageShrunk: string;
  readonly imagesBeingMade: string;
  readonly imageTooLarge: (name: string) => string;
  readonly officersHint: string;
  readonly impliedAll: string;
  readonly faults: (count: number) => string;
  readonly quoted: (text: string) => string;
  readonly warnings: string;
  readonly review: string;
  readonly send: (count: number) => string;
  readonly sendToNobody: string;
  readonly sendUnknown: string;
  readonly mayNot: string;
  readonly noKey: string;
  readonly toSettings: string;
  readonly consequences: string;
  readonly getIt: (count: number) => string;
  readonly allOfIt: string;
  readonly without: (parts: string) => string;
  readonly officersOnly: (officers: string) => string;
  readonly withheldFrom: (count: number) => string;
  readonly notAddressed: (count: number) => string;
  readonly nobody: string;
  readonly unseen: (names: string) => string;
  readonly perhaps: (ids: string) => string;
  readonly byConsent: (ids: string) => string;
  readonly references: string;
  readonly hubDecides: string;
  readonly notYet: string;
  readonly onceRight: string;
  readonly notKnown: string;
  readonly size: (used: string, most: string) => string;
  readonly kibibytes: string;
  readonly gains: string;
  readonly keeps: string;
  readonly staysBehind: string;
  readonly drafts: string;
  readonly noDrafts: string;
  readonly keptHere: string;
  readonly keptAt: string;
  readonly erase: string;
  readonly eraseAll: string;
  readonly eraseAllQuestion: string;
  readonly newDraft: string;
  readonly untitled: string;
  readonly wasRefused: string;
  readonly changedElsewhere: string;
  readonly isCopy: string;
  readonly mayStand: (name: string) => string;
  readonly otherRelease: string;
  readonly template: string;
  readonly noTemplate: string;
  readonly example: string;
  readonly exampleHint: string;
  readonly keepTemplate: string;
  readonly templateName: string;
  readonly templateHint: string;
  readonly keep: string;
  readonly cancel: string;
  readonly paste: string;
  readonly pasteHint: string;
  readonly pasteNothing: string;
  readonly pasteGoods: (count: number) => string;
  readonly pasteDrafts: (count: number) => string;
  readonly pasteUnknown: (headings: string) => string;
  readonly outbox: string;
  readonly settled: string;
  readonly sentThough: string;
  readonly notYours: string;
  readonly waiting: string;
  readonly refused: string;
  readonly accepted: string;
  readonly sequence: (sequence: number) => string;
  readonly receipt: string;
  readonly trails: string;
  readonly forget: string;
  readonly forgetQuestion: (name: string) => string;
  readonly storage: string;
  readonly amends: string;
  readonly correction: string;
  readonly correctionHint: string;
  readonly change: string;
  readonly changeHint: string;
  readonly differences: string;
  readonly noDifferences: string;
  readonly before: string;
  readonly after: string;
  readonly field: string;
  readonly stopAmending: string;
  readonly recall: string;
  readonly keys: string;
}

export const publishWords: Words<PublishWords> = {
  en: {
    title: "Publish",
    kind: "Kind",
    more: "Say more",
    parts: {
      details: "Details",
      goods: "Goods",
      conveyance: "Conveyance and route",
      detection: "Detection",
      narrative: "What happens next, images",
      operation: "The operation",
      request: "The request",
      flag: "Risk flag",
      persons: "Persons and companies",
      source: "Source and references",
      handling: "Grading, handling and times",
    },
    another: (what) => `Add: ${what}`,
    remove: (what) => `Remove: ${what}`,
    none: "Not said",
    now: "Now",
    today: "Today",
    timeHint: "2025-07, 2025-07-14 or 2025-07-14T09:30+12:00",
    placeHint: "A name or a UN/LOCODE; choose from the list or write your own",
    placeDetails: "Code, country and position",
    titleHint: "Everybody who gets the notice sees it: no names of persons",
    namelessHint: "No names of persons, no numbers of passports.",
    personsHint: "They belong in Persons, where agreements and erasing reach them.",
    found: (count) => (count === 1 ? "1 fits" : `${count} fit`),
    personal:
      "Personal data: goes only to participants that you name and with which there is an agreement for the purpose.",
    referenceHint: "ORIGIN/ID/VERSION; shown only to who holds that notice",
    imageHint: (most, count) =>
      `JPEG, PNG or WebP, at most ${most} KiB each, ${count} in all. Metadata is taken out here; larger ones are made smaller.`,
    addImage: "Add images",
    imageUnreadable: (name) => `${name} is not a readable JPEG, PNG or WebP.`,
    imageStripped: (removed) => `Taken out: ${removed}`,
    imageShrunk: "Made smaller",
    imagesBeingMade: "Images are being made ready…",
    imageTooLarge: (name) => `${name} could not be made small enough.`,
    officersHint: "One a line: NZ:nz-liaison",
    impliedAll: "Under this marking it goes to all Members: untick them to name a smaller circle.",
    faults: (count) =>
      count === 1 ? "One thing is to be put right" : `${count} things are to be put right`,
    quoted: (text) => `“${text}”`,
    warnings: "Odd, and can be sent all the same",
    review: "Check and send",
    send: (count) => (count === 1 ? "Send to 1 participant" : `Send to ${count} participants`),
    sendToNobody: "Send, though nobody gets it",
    sendUnknown: "Send to whom it addresses",
    mayNot: "Your roles do not allow you to publish this kind. You can write a draft.",
    noKey: "This device has no signing key yet, so nothing can be sent from here.",
    toSettings: "Enrol this device",
    consequences: "Who will get it",
    getIt: (count) => (count === 1 ? "1 participant gets it" : `${count} participants get it`),
    allOfIt: "all of it",
    without: (parts) => `without ${parts}`,
    officersOnly: (officers) => `only for ${officers}`,
    withheldFrom: (count) =>
      count === 1
        ? "1 is addressed and does not get it"
        : `${count} are addressed and do not get it`,
    notAddressed: (count) => (count === 1 ? "1 is not addressed" : `${count} are not addressed`),
    nobody: "Nobody would get it.",
    unseen: (names) => `Who is in ${names} you do not see; they may get it too.`,
    perhaps: (ids) =>
      `Not reckoned here: ${ids} holds the version before through a joint operation that you do not see, and gets this one too if somebody answers for it there. The hub knows.`,
    byConsent: (ids) =>
      `Not reckoned here: ${ids} was given the version before by your consent. If that was for some sections alone, no other is shown of this one. The hub knows which.`,
    references: "A reference is shown to who holds the notice it names; the hub knows who does.",
    hubDecides:
      "By the directory as you see it now. The hub decides with its own when it takes the notice.",
    notYet: "Give a marking and an audience to see who will get it.",
    onceRight: "Shown once what is wrong is put right.",
    notKnown:
      "Who will get it is not known here while the hub cannot be asked; the hub decides when it has it.",
    size: (used, most) => `${used} of ${most}`,
    kibibytes: "KiB",
    gains: "New to it",
    keeps: "Get this version too",
    staysBehind: "Keep the version before, and do not get this one",
    drafts: "Drafts",
    noDrafts: "No drafts on this device.",
    keptHere:
      "What you write is kept on this device, for you alone, until the hub has taken it or you erase it. It is not encrypted: on a shared device, erase what has personal data.",
    keptAt: "Kept",
    erase: "Erase",
    eraseAll: "Erase all that is kept here",
    eraseAllQuestion:
      "Drafts, templates, what waits to be sent and withdrawals without a receipt are erased from this device. Nothing on the hub changes.",
    newDraft: "New",
    untitled: "Without a title",
    wasRefused: "The hub refused it",
    otherRelease:
      "Another window has an earlier release of the console open. Close it: this page then goes on by itself.",
    isCopy: "A copy of a draft that was changed, sent or erased in another window",
    mayStand: (name) =>
      `May have been sent as ${name}: if the hub has it, what is sent of this draft is a second notice.`,
    changedElsewhere:
      "This draft was changed, sent or erased in another window; nothing was sent from here. What stands here is a copy: send it only if it is to go out once more.",
    template: "Begin from",
    noTemplate: "Choose…",
    example: "Example",
    exampleHint: "Made-up content, marked as an exercise",
    keepTemplate: "Keep as template",
    templateName: "Name of the template",
    templateHint: "Persons, images, times and case number are left out.",
    keep: "Keep",
    cancel: "Cancel",
    paste: "Paste a table",
    pasteHint:
      "Copy rows from a spreadsheet with their headings, in English or French, and paste them here. Rows of goods come into this draft; other rows become a draft each.",
    pasteNothing: "No heading is known, or there is no row below them.",
    pasteGoods: (count) => (count === 1 ? "Add 1 row of goods" : `Add ${count} rows of goods`),
    pasteDrafts: (count) => (count === 1 ? "Make 1 draft" : `Make ${count} drafts`),
    pasteUnknown: (headings) => `Left out: ${headings}`,
    outbox: "On its way",
    settled: "Answered by the hub",
    sentThough: "Odd, and sent all the same:",
    notYours: "not by your roles",
    waiting: "Waits for the hub; sent again by itself",
    refused: "Refused; its draft is open again",
    accepted: "Accepted",
    sequence: (sequence) => `sequence ${sequence}`,
    receipt: "The hub's signature on the receipt was verified on this device.",
    trails: "What became of it",
    forget: "Do not send",
    forgetQuestion: (name) =>
      `${name} was not refused, it waits to be sent. If it was sent before and only the receipt is missing, the hub has it all the same: what is then sent of its draft is a second notice. A notice that went out is recalled.`,
    storage:
      "This browser cannot keep drafts. What you write stays until you leave the page; nothing can be sent.",
    amends: "Next version of",
    correction: "Correction",
    correctionHint: "What was said is put right, for exactly those who hold the version before.",
    change: "Change",
    changeHint: "Goes to the audience that it names now.",
    differences: "What changes",
    noDifferences: "Nothing is different yet.",
    before: "Before",
    after: "Now",
    field: "Field",
    stopAmending: "Stop amending",
    recall: "Recall",
    keys: "Ctrl+Enter checks and sends, Ctrl+S keeps.",
  },
  fr: {
    title: "Publier",
    kind: "Nature",
    more: "En dire plus",
    parts: {
      details: "Précisions",
      goods: "Marchandises",
      conveyance: "Moyen de transport et itinéraire",
      detection: "Détection",
      narrative: "Suites données, images",
      operation: "L’opération",
      request: "La demande",
      flag: "Signalement de risque",
      persons: "Personnes et sociétés",
      source: "Source et références",
      handling: "Cotation, restrictions et échéances",
    },
    another: (what) => `Ajouter : ${what}`,
    remove: (what) => `Retirer : ${what}`,
    none: "Non précisé",
    now: "Maintenant",
    today: "Aujourd’hui",
    timeHint: "2025-07, 2025-07-14 ou 2025-07-14T09:30+11:00",
    placeHint: "Un nom ou un UN/LOCODE ; choisissez dans la liste ou écrivez le vôtre",
    placeDetails: "Code, pays et position",
    titleHint: "Visible de tous les destinataires : pas de noms de personnes",
    namelessHint: "Ni noms de personnes ni numéros de passeport.",
    personsHint: "Leur place est sous Personnes, où les accords et l’effacement s’y appliquent.",
    found: (count) => (count === 1 ? "1 proposition" : `${count} propositions`),
    personal:
      "Données personnelles : transmises aux seuls participants nommés avec lesquels un accord couvre cette finalité.",
    referenceHint: "ORIGINE/ID/VERSION ; montrée aux seuls détenteurs de cet avis",
    imageHint: (most, count) =>
      `JPEG, PNG ou WebP, ${most} Kio au plus chacune, ${count} en tout. Les métadonnées sont retirées ici ; les images trop lourdes sont réduites.`,
    addImage: "Ajouter des images",
    imageUnreadable: (name) => `${name} n’est pas un fichier JPEG, PNG ou WebP lisible.`,
    imageStripped: (removed) => `Retiré : ${removed}`,
    imageShrunk: "Réduite",
    imagesBeingMade: "Préparation des images…",
    imageTooLarge: (name) => `${name} n’a pas pu être assez réduite.`,
    officersHint: "Un par ligne : NZ:nz-liaison",
    impliedAll:
      "Avec ce marquage, il va à tous les Membres : décochez-les pour désigner un cercle plus restreint.",
    faults: (count) =>
      count === 1 ? "Un point est à corriger" : `${count} points sont à corriger`,
    quoted: (text) => `« ${text} »`,
    warnings: "Inhabituel, mais peut être envoyé",
    review: "Vérifier et envoyer",
    send: (count) => (count === 1 ? "Envoyer à 1 participant" : `Envoyer à ${count} participants`),
    sendToNobody: "Envoyer, bien que personne ne le reçoive",
    sendUnknown: "Envoyer à ses destinataires",
    mayNot:
      "Vos rôles ne vous permettent pas de publier un avis de cette nature. Vous pouvez en rédiger un brouillon.",
    noKey: "Cet appareil n’a pas encore de clé de signature : rien ne peut être envoyé d’ici.",
    toSettings: "Enregistrer cet appareil",
    consequences: "Qui le recevra",
    getIt: (count) =>
      count === 1 ? "1 participant le reçoit" : `${count} participants le reçoivent`,
    allOfIt: "en entier",
    without: (parts) => `sans ${parts}`,
    officersOnly: (officers) => `pour ${officers} seulement`,
    withheldFrom: (count) =>
      count === 1
        ? "1 est destinataire et ne le reçoit pas"
        : `${count} sont destinataires et ne le reçoivent pas`,
    notAddressed: (count) =>
      count === 1 ? "1 n’est pas destinataire" : `${count} ne sont pas destinataires`,
    nobody: "Personne ne le recevrait.",
    unseen: (names) =>
      `Vous ne voyez pas qui fait partie de ${names} ; ils peuvent le recevoir aussi.`,
    perhaps: (ids) =>
      `Non pris en compte ici : ${ids} détient la version précédente par une opération conjointe que vous ne voyez pas, et reçoit aussi celle-ci si quelqu’un y répond pour lui. Le hub le sait.`,
    byConsent: (ids) =>
      `Non pris en compte ici : ${ids} a reçu la version précédente par votre consentement. S’il se limitait à certaines sections, aucune autre n’est montrée de celle-ci. Le hub sait lesquelles.`,
    references: "Une référence est montrée à qui détient l’avis qu’elle nomme ; le hub sait qui.",
    hubDecides:
      "D’après l’annuaire tel que vous le voyez maintenant. Le hub décide avec le sien lorsqu’il accepte l’avis.",
    notYet: "Indiquez un marquage et des destinataires pour voir qui le recevra.",
    onceRight: "Affiché dès que ce qui ne va pas est corrigé.",
    notKnown:
      "Tant que la plateforme ne répond pas, on ne sait pas ici qui le recevra ; elle en décide à la réception.",
    size: (used, most) => `${used} sur ${most}`,
    kibibytes: "Kio",
    gains: "Le découvrent",
    keeps: "Reçoivent aussi cette version",
    staysBehind: "Gardent la version précédente et ne reçoivent pas celle-ci",
    drafts: "Brouillons",
    noDrafts: "Aucun brouillon sur cet appareil.",
    keptHere:
      "Ce que vous saisissez est conservé sur cet appareil, pour vous seul, jusqu’à ce que le hub l’accepte ou que vous l’effaciez. Ce n’est pas chiffré : sur un poste partagé, effacez ce qui contient des données personnelles.",
    keptAt: "Conservé",
    erase: "Effacer",
    eraseAll: "Effacer tout ce qui est conservé ici",
    eraseAllQuestion:
      "Brouillons, modèles, envois en attente et retraits sans accusé de réception sont effacés de cet appareil. Rien ne change sur le hub.",
    newDraft: "Nouveau",
    untitled: "Sans titre",
    wasRefused: "Refusé par le hub",
    otherRelease:
      "Une autre fenêtre a une version antérieure de la console ouverte. Fermez-la : cette page continue alors d’elle-même.",
    isCopy: "Copie d’un brouillon modifié, envoyé ou effacé dans une autre fenêtre",
    mayStand: (name) =>
      `Peut-être envoyé comme ${name} : si le hub l’a, ce qui part de ce brouillon est un second avis.`,
    changedElsewhere:
      "Ce brouillon a été modifié, envoyé ou effacé dans une autre fenêtre ; rien n’est parti d’ici. Ceci est une copie : ne l’envoyez que si elle doit partir encore une fois.",
    template: "Partir de",
    noTemplate: "Choisir…",
    example: "Exemple",
    exampleHint: "Contenu fictif, marqué comme exercice",
    keepTemplate: "Conserver comme modèle",
    templateName: "Nom du modèle",
    templateHint: "Personnes, images, dates et numéro de dossier n’y figurent pas.",
    keep: "Conserver",
    cancel: "Annuler",
    paste: "Coller un tableau",
    pasteHint:
      "Copiez des lignes d’un tableur avec leurs en-têtes, en français ou en anglais, et collez-les ici. Des lignes de marchandises rejoignent ce brouillon ; les autres deviennent chacune un brouillon.",
    pasteNothing: "Aucun en-tête n’est reconnu, ou il n’y a pas de ligne dessous.",
    pasteGoods: (count) =>
      count === 1 ? "Ajouter 1 ligne de marchandises" : `Ajouter ${count} lignes de marchandises`,
    pasteDrafts: (count) => (count === 1 ? "Créer 1 brouillon" : `Créer ${count} brouillons`),
    pasteUnknown: (headings) => `Ignorés : ${headings}`,
    outbox: "En cours d’envoi",
    settled: "Réponses du hub",
    sentThough: "Inhabituel, envoyé tout de même :",
    notYours: "pas avec vos rôles",
    waiting: "Attend le hub ; renvoyé automatiquement",
    refused: "Refusé ; son brouillon est rouvert",
    accepted: "Accepté",
    sequence: (sequence) => `séquence ${sequence}`,
    receipt: "La signature du hub sur le reçu a été vérifiée sur cet appareil.",
    trails: "Ce qu’il est devenu",
    forget: "Ne pas envoyer",
    forgetQuestion: (name) =>
      `${name} n’a pas été refusé, il attend d’être envoyé. S’il a déjà été envoyé et que seul le reçu manque, le hub l’a malgré tout : ce qui part ensuite de son brouillon est un second avis. Un avis parti se rappelle.`,
    storage:
      "Ce navigateur ne peut pas conserver de brouillons. Votre saisie reste jusqu’à ce que vous quittiez la page ; rien ne peut être envoyé.",
    amends: "Version suivante de",
    correction: "Correction",
    correctionHint:
      "Rectifie ce qui a été dit, pour ceux-là seuls qui détiennent la version précédente.",
    change: "Modification",
    changeHint: "Va aux destinataires qu’elle nomme désormais.",
    differences: "Ce qui change",
    noDifferences: "Rien n’a encore changé.",
    before: "Avant",
    after: "Maintenant",
    field: "Champ",
    stopAmending: "Ne plus modifier",
    recall: "Rappeler",
    keys: "Ctrl+Entrée vérifie et envoie, Ctrl+S conserve.",
  },
};

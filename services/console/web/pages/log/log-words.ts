import type { Words } from "../../words/words.ts";
import type { LogSide } from "./log-view.ts";
import type { FieldFault } from "./question.ts";

const en = {
  title: "Exchange log",
  sides: {
    query: "Query",
    figures: "Figures",
    matrix: "Who shares with whom",
    proof: "Proof",
  } as { readonly [Side in LogSide]: string },
  // The reason.
  reasonTitle: "Why do you read the log?",
  reasonHint:
    "Every question is recorded with its purpose before a row is shown. Whose records it touches can see who asked. Asked once a sitting.",
  reasonOfOwn:
    "What became of your notice is read from the log. It shows what others did with it, so they may see who read that, and why.",
  purpose: "Purpose",
  caseNumber: "Case number",
  caseHint: "Letters, digits, spaces and ./_- ; no names.",
  reasonFaults: {
    purpose: "Choose a purpose.",
    needed: "This purpose needs a case number.",
    format: "At most 64 letters, digits, spaces and ./_- ; begin with a letter or digit.",
  },
  begin: "Begin",
  asking: "You ask for",
  change: "Change",
  // The question.
  from: "From (UTC)",
  until: "Before (UTC)",
  participant: "Done by participant",
  principal: "Principal (id)",
  notice: "Notice",
  noticeHint:
    "ORIGIN/ID, or ORIGIN/ID/VERSION. The end of the id, as lists show it, is enough for a notice of an answer here, and for who has a feed.",
  operation: "Joint operation",
  fromIndex: "From entry",
  untilIndex: "Before entry",
  steps: "Steps",
  stepsHint: "None ticked: all but the heads.",
  oldestFirst: "The oldest first",
  exercises: "Exercises too",
  askForAllHint:
    "An answer names its notices: once one is shown that ends so, ask again with the short id.",
  askForAll: "Ask for all exchanges",
  ask: "Ask",
  clear: "Clear",
  faults: {
    time: "Give a date, or a date and a time.",
    order: "Give an end that is after the start.",
    id: "Letters, digits and dashes, at most 64.",
    notice: "Give a name like FJ/0198…: ORIGIN/ID, or the last 4 digits of the id or more.",
    unknown:
      "No notice of an answer here ends or begins so. Ask for all exchanges first, or give the whole id: the notice’s page shows it to its publisher.",
    several: "Several notices end or begin so. Give more of the id.",
    index: "Give a whole number.",
  } as { readonly [Fault in FieldFault]: string },
  // Saved ones.
  saved: "Saved in this browser",
  saveAs: "Save this question as",
  save: "Save",
  forget: (name: string) => `Forget “${name}”`,
  // The answer.
  answer: "Answer",
  nothing: "The log has nothing that fits and that you may see.",
  notAsked: "Ask a question: nothing is asked, and nothing recorded, before you do.",
  table: "Table",
  timeline: "Timeline",
  shownAs: "Shown as",
  entry: "Entry",
  when: "When",
  step: "Step",
  who: "Who",
  what: "What",
  proof: "Proof",
  prove: "Save proof",
  proveOne: (index: number) => `Save proof of entry ${index}`,
  exercise: "EXERCISE",
  theHub: "the hub",
  shown: (count: number, more: boolean) =>
    `${count} ${count === 1 ? "entry" : "entries"} shown${more ? ", there are more" : ""}`,
  more: "Show more",
  csv: "Save as CSV",
  json: "Save as JSON",
  verify: "Verify",
  verifying: "Verifying…",
  verifyHint: "Proves each entry in this browser, and that none is missing.",
  story: "Story",
  moreStories: (count: number) => `and ${count} more stories`,
  archived: (names: string) =>
    `Entries that may belong here stand in archives that the hub does not show: ${names}.`,
  // The verdict.
  proved: (count: number, size: number) =>
    `${count} ${count === 1 ? "entry" : "entries"}, each proved in this browser in the log of ${size} entries.`,
  completeUpTo: "Complete up to the heads at entry",
  completeOf: (index: number, size: number) => `${index} of ${size},`,
  records: (party: string, first: number, last: number) =>
    `: records ${first} to ${last} of ${party} were read, and none is missing.`,
  entriesRead: (first: number, last: number) =>
    `: entries ${first} to ${last} were read, and none is missing.`,
  nothingMissing:
    "Nothing is missing up to the last entry; whether there are later ones is told to an auditor.",
  notYet: "Not known to be complete yet: no heads have been recorded since. Ask again in a minute.",
  notComplete: "NOT COMPLETE: what the log showed does not hold together.",
  notGenuine: "NOT PROVED: what the log showed is not what it signed.",
  andMore: (count: number) => `and ${count} more`,
  // The story.
  storyOf: (name: string) => `What became of ${name}`,
  backToQuery: "Back to the query",
  auditorsOnly:
    "The whole log is for auditors. What became of what you sent is told from the page Publish.",
  nothingAbout: "The log has nothing about it that you may see.",
  openNotice: "Open the notice",
  // Figures.
  period: "Period",
  periods: { all: "All together", day: "Each day", week: "Each week", month: "Each month" },
  show: "Count",
  count: "count",
  onlyParticipant: "Only participant",
  volumes: "Exchanged, by period",
  byParticipant: "Exchanged, by participant",
  received: "received",
  published: "published",
  acknowledged: "acknowledged",
  refused: "refused",
  refusedFor: "refused for",
  asked: "asked",
  answered: "answered",
  toReceived: "From accepted to received",
  toAcknowledged: "From accepted to acknowledged",
  median: "median",
  p95: "95 of 100 within",
  nobodyKnown: "(nobody known)",
  noFigures: "Nothing was exchanged in this time that you may see.",
  countedOf: (size: number) => `Counted from ${size} entries of the log.`,
  // The matrix.
  matrixHint:
    "How many versions of notices each participant’s systems received, by who published them. You see your own row; the Secretariat’s auditor sees all.",
  receiver: "receiver",
  publisher: "publisher",
  total: "total",
  cell: (count: number, from: string, to: string) => `${to} received ${count} of ${from}`,
  // Proof.
  checkpoint: "The log’s checkpoint",
  look: "Look again",
  continues: (size: number) =>
    `The log continues the checkpoint of ${size} entries that this browser kept.`,
  first:
    "No checkpoint of this log was kept in this browser: this one is kept now, and the next must continue it.",
  notKept:
    "This browser could not keep this checkpoint: what the log shows next is not compared with it.",
  behind: (now: number, before: number) =>
    `THE LOG SHOWS LESS THAN IT SIGNED: ${now} entries now, ${before} before. It may show an older checkpoint for a while; look again in a minute. If it stays so, entries were taken back: tell the Secretariat, and compare with other Members.`,
  forked: (now: number, before: number) =>
    `THE LOG DOES NOT CONTINUE: what it shows of ${now} entries does not continue the ${before} entries that it signed before. Its key has signed both: they prove it. Save both, and show them to the Secretariat and to other Members.`,
  keptBroken:
    "The checkpoint that this browser kept is not one of this log’s key: it was changed here, or the key is another. Nothing was replaced, and nothing is proved here while it stands.",
  keptBrokenNext:
    "Save what was kept. Compare the log’s key below with the one that the Secretariat tells you by another way. If they differ, or nobody told of a new key, show what you saved to the Secretariat and to other Members. Once you know why, let it go.",
  keyNow: "The log’s key:",
  saveKept: "Save what was kept",
  letGo: "Let it go and begin anew",
  letGoQuestion:
    "The next checkpoint of the log is then kept as if it were the first: nothing in this browser proves any more that the log continues what it showed before. What was kept is saved as a file, and stays in this browser as evidence.",
  keptGone:
    "It was let go, and stays as evidence. Ask again: what is proved next is the first that this browser keeps of the log.",
  saveEvidence: "Save both checkpoints",
  origin: "Log",
  size: "Entries",
  root: "Root",
  signedBy: "Signed by",
  theLog: (keyId: string) => `the log, key ${keyId}`,
  witnesses: "Witnesses",
  cosigned: (count: number, quorum: number) =>
    quorum === 0
      ? "This hub asks for no witnesses."
      : `${count} of the ${quorum} asked for cosigned.`,
  witness: "Witness",
  state: "State",
  verifiedHere: "verified in this browser",
  saidOnly: "said by the log, not verified: its key is not given below",
  missing: "has not cosigned this checkpoint",
  witnessKeys: "Keys of witnesses that you know",
  witnessKeysHint:
    "One a line, as c2sp.org/signed-note writes them: NAME+ID+KEY. Kept in this browser. Ask the witnesses themselves, not the hub.",
  keyFault: (line: number) => `Line ${line} is no key of a witness.`,
  keepKeys: "Keep and look again",
  oneEntry: "Prove one entry",
  entryNumber: "Entry",
  notYours: "It is not in the log, or not yours to see.",
  provedIn: (index: number, size: number) =>
    `Entry ${index} stands in the log of ${size} entries as it was shown: proved in this browser.`,
  saveProof: "Save the proof",
  saveProofHint: "A file that `talanoa verify` and any reader of c2sp.org/tlog-proof take.",
  saveCheckpoint: "Save the checkpoint",
  noLogKey: "This hub does not say by which key its log is known: nothing can be proved.",
};

export const logWords: Words<typeof en> = {
  en,
  fr: {
    title: "Journal des échanges",
    sides: {
      query: "Recherche",
      figures: "Chiffres",
      matrix: "Qui partage avec qui",
      proof: "Preuve",
    },
    reasonTitle: "Pourquoi consultez-vous le journal ?",
    reasonHint:
      "Chaque question est consignée avec sa finalité avant qu’une ligne ne soit montrée. Ceux dont elle touche les enregistrements voient qui a demandé. Demandé une fois par séance.",
    reasonOfOwn:
      "Ce qu’il est advenu de votre avis se lit dans le journal. Il montre ce que d’autres en ont fait : ils peuvent donc voir qui l’a lu, et pourquoi.",
    purpose: "Finalité",
    caseNumber: "Numéro de dossier",
    caseHint: "Lettres, chiffres, espaces et ./_- ; pas de noms.",
    reasonFaults: {
      purpose: "Choisissez une finalité.",
      needed: "Cette finalité exige un numéro de dossier.",
      format:
        "64 lettres, chiffres, espaces et ./_- au plus ; commencez par une lettre ou un chiffre.",
    },
    begin: "Commencer",
    asking: "Vous consultez pour",
    change: "Modifier",
    from: "À partir de (UTC)",
    until: "Avant (UTC)",
    participant: "Fait par le participant",
    principal: "Utilisateur (identifiant)",
    notice: "Avis",
    noticeHint:
      "ORIGINE/ID, ou ORIGINE/ID/VERSION. La fin de l’identifiant, telle que les listes la montrent, suffit pour un avis d’une réponse ici, et à qui a un fil.",
    operation: "Opération conjointe",
    fromIndex: "À partir de l’entrée",
    untilIndex: "Avant l’entrée",
    steps: "Étapes",
    stepsHint: "Rien de coché : toutes, sauf l’état des numéros.",
    oldestFirst: "Les plus anciennes d’abord",
    exercises: "Avec les exercices",
    askForAllHint:
      "Une réponse nomme ses avis : quand l’un d’eux finit ainsi, redemandez avec l’identifiant court.",
    askForAll: "Demander tous les échanges",
    ask: "Rechercher",
    clear: "Effacer",
    faults: {
      time: "Indiquez une date, ou une date et une heure.",
      order: "La fin doit suivre le début.",
      id: "Lettres, chiffres et tirets, 64 au plus.",
      notice:
        "Donnez un nom tel que FJ/0198… : ORIGINE/ID, ou au moins les 4 derniers chiffres de l’identifiant.",
      unknown:
        "Aucun avis d’une réponse ici ne finit ni ne commence ainsi. Demandez d’abord tous les échanges, ou donnez l’identifiant entier : la page de l’avis le montre à qui l’a publié.",
      several: "Plusieurs avis finissent ou commencent ainsi. Donnez-en davantage.",
      index: "Donnez un nombre entier.",
    },
    saved: "Enregistrées dans ce navigateur",
    saveAs: "Enregistrer cette question sous",
    save: "Enregistrer",
    forget: (name) => `Oublier « ${name} »`,
    answer: "Réponse",
    nothing: "Le journal n’a rien qui corresponde et que vous puissiez voir.",
    notAsked: "Posez une question : rien n’est demandé, ni consigné, avant cela.",
    table: "Tableau",
    timeline: "Chronologie",
    shownAs: "Présentation",
    entry: "Entrée",
    when: "Quand",
    step: "Étape",
    who: "Qui",
    what: "Quoi",
    proof: "Preuve",
    prove: "Enregistrer la preuve",
    proveOne: (index) => `Enregistrer la preuve de l’entrée ${index}`,
    exercise: "EXERCICE",
    theHub: "le hub",
    shown: (count, more) =>
      `${count} ${count < 2 ? "entrée affichée" : "entrées affichées"}${more ? ", il y en a d’autres" : ""}`,
    more: "Afficher la suite",
    csv: "Enregistrer en CSV",
    json: "Enregistrer en JSON",
    verify: "Vérifier",
    verifying: "Vérification…",
    verifyHint: "Prouve chaque entrée dans ce navigateur, et qu’aucune ne manque.",
    story: "Récit",
    moreStories: (count) => `et ${count} autres récits`,
    archived: (names) =>
      `Des entrées qui peuvent en faire partie sont dans des archives que le hub ne montre pas : ${names}.`,
    proved: (count, size) =>
      `${count} ${count < 2 ? "entrée, prouvée" : "entrées, chacune prouvée"} dans ce navigateur dans le journal de ${size} entrées.`,
    completeUpTo: "Complet jusqu’à l’état des numéros de l’entrée",
    completeOf: (index, size) => `${index} sur ${size},`,
    records: (party, first, last) =>
      ` : les enregistrements ${first} à ${last} de ${party} ont été lus, et aucun ne manque.`,
    entriesRead: (first, last) =>
      ` : les entrées ${first} à ${last} ont été lues, et aucune ne manque.`,
    nothingMissing:
      "Rien ne manque jusqu’à la dernière entrée ; s’il y en a de plus récentes, seul un auditeur l’apprend.",
    notYet:
      "Complétude encore inconnue : aucun état des numéros n’a été consigné depuis. Redemandez dans une minute.",
    notComplete: "INCOMPLET : ce que le journal a montré ne se tient pas.",
    notGenuine: "NON PROUVÉ : ce que le journal a montré n’est pas ce qu’il a signé.",
    andMore: (count) => `et ${count} de plus`,
    storyOf: (name) => `Ce qu’il est advenu de ${name}`,
    backToQuery: "Retour à la recherche",
    auditorsOnly:
      "Le journal entier est réservé aux auditeurs. Ce qu’il est advenu de vos envois se lit depuis la page Publier.",
    nothingAbout: "Le journal n’a rien à son sujet que vous puissiez voir.",
    openNotice: "Ouvrir l’avis",
    period: "Période",
    periods: { all: "Tout ensemble", day: "Par jour", week: "Par semaine", month: "Par mois" },
    show: "Compter",
    count: "nombre",
    onlyParticipant: "Seulement le participant",
    volumes: "Échanges par période",
    byParticipant: "Échanges par participant",
    received: "reçus",
    published: "publiés",
    acknowledged: "accusés",
    refused: "refusés",
    refusedFor: "refusés pour",
    asked: "demandes",
    answered: "réponses",
    toReceived: "De l’acceptation à la réception",
    toAcknowledged: "De l’acceptation à l’accusé de réception",
    median: "médiane",
    p95: "95 sur 100 en moins de",
    nobodyKnown: "(personne de connu)",
    noFigures: "Rien n’a été échangé en ce temps que vous puissiez voir.",
    countedOf: (size) => `Compté sur ${size} entrées du journal.`,
    matrixHint:
      "Combien de versions d’avis les systèmes de chaque participant ont reçues, selon qui les a publiées. Vous voyez votre ligne ; l’auditeur du Secrétariat les voit toutes.",
    receiver: "destinataire",
    publisher: "auteur",
    total: "total",
    cell: (count, from, to) => `${to} en a reçu ${count} de ${from}`,
    checkpoint: "Le point de contrôle du journal",
    look: "Regarder de nouveau",
    continues: (size) =>
      `Le journal prolonge le point de contrôle de ${size} entrées que ce navigateur avait conservé.`,
    first:
      "Aucun point de contrôle de ce journal n’était conservé dans ce navigateur : celui-ci l’est désormais, et le suivant devra le prolonger.",
    notKept:
      "Ce navigateur n’a pas pu conserver ce point de contrôle : ce que le journal montrera ensuite ne lui sera pas comparé.",
    behind: (now, before) =>
      `LE JOURNAL MONTRE MOINS QU’IL N’A SIGNÉ : ${now} entrées maintenant, ${before} auparavant. Il peut montrer un point de contrôle plus ancien un moment ; regardez de nouveau dans une minute. Si cela persiste, des entrées ont été retirées : prévenez le Secrétariat, et comparez avec d’autres Membres.`,
    forked: (now, before) =>
      `LE JOURNAL NE SE PROLONGE PAS : ce qu’il montre de ${now} entrées ne prolonge pas les ${before} entrées qu’il avait signées. Sa clé a signé les deux : elles le prouvent. Enregistrez les deux, et montrez-les au Secrétariat et à d’autres Membres.`,
    keptBroken:
      "Le point de contrôle que ce navigateur conservait n’est pas de la clé de ce journal : il a été modifié ici, ou la clé est autre. Rien n’a été remplacé, et rien n’est prouvé ici tant qu’il y figure.",
    keptBrokenNext:
      "Enregistrez ce qui était conservé. Comparez la clé du journal ci-dessous avec celle que le Secrétariat vous indique par une autre voie. Si elles diffèrent, ou si nul n’a annoncé de nouvelle clé, montrez ce que vous avez enregistré au Secrétariat et à d’autres Membres. Une fois la raison connue, abandonnez-le.",
    keyNow: "Clé du journal :",
    saveKept: "Enregistrer ce qui était conservé",
    letGo: "L’abandonner et recommencer",
    letGoQuestion:
      "Le prochain point de contrôle du journal est alors conservé comme le premier : plus rien dans ce navigateur ne prouve que le journal prolonge ce qu’il montrait. Ce qui était conservé est enregistré dans un fichier, et reste dans ce navigateur comme preuve.",
    keptGone:
      "Il est abandonné, et reste comme preuve. Redemandez : ce qui sera prouvé ensuite est le premier que ce navigateur conserve du journal.",
    saveEvidence: "Enregistrer les deux points de contrôle",
    origin: "Journal",
    size: "Entrées",
    root: "Racine",
    signedBy: "Signé par",
    theLog: (keyId) => `le journal, clé ${keyId}`,
    witnesses: "Témoins",
    cosigned: (count, quorum) =>
      quorum === 0
        ? "Ce hub ne demande pas de témoins."
        : `${count} sur les ${quorum} demandés ont cosigné.`,
    witness: "Témoin",
    state: "État",
    verifiedHere: "vérifié dans ce navigateur",
    saidOnly: "dit par le journal, non vérifié : sa clé n’est pas donnée ci-dessous",
    missing: "n’a pas cosigné ce point de contrôle",
    witnessKeys: "Clés des témoins que vous connaissez",
    witnessKeysHint:
      "Une par ligne, comme les écrit c2sp.org/signed-note : NOM+ID+CLÉ. Conservées dans ce navigateur. Demandez-les aux témoins eux-mêmes, pas au hub.",
    keyFault: (line) => `La ligne ${line} n’est pas la clé d’un témoin.`,
    keepKeys: "Conserver et regarder de nouveau",
    oneEntry: "Prouver une entrée",
    entryNumber: "Entrée",
    notYours: "Elle n’est pas dans le journal, ou vous ne pouvez pas la voir.",
    provedIn: (index, size) =>
      `L’entrée ${index} est dans le journal de ${size} entrées telle qu’elle a été montrée : prouvé dans ce navigateur.`,
    saveProof: "Enregistrer la preuve",
    saveProofHint: "Un fichier que lisent `talanoa verify` et tout lecteur de c2sp.org/tlog-proof.",
    saveCheckpoint: "Enregistrer le point de contrôle",
    noLogKey: "Ce hub ne dit pas par quelle clé son journal est connu : rien ne peut être prouvé.",
  },
};

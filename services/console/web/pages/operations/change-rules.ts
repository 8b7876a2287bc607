import type { Words } from "../../words/words.ts";

/** The rules of a joint operation's entry in the directory that a change of it can break, as the page says them. */
export const changeRules: Words<{ readonly [rule: string]: string }> = {
  en: {
    "participant-in-directory": "Choose a participant that stands in the directory.",
    "name-required": "Give a name of at most 200 characters.",
    "text-length": "Keep this within 200 characters.",
    "list-length": "Shorten this list.",
    "period-order": "It must end after it begins.",
    "operation-id":
      "Begin with your code and a dash, then capital letters, digits and dashes: at most 40 characters.",
    "operation-coordinator": "A Member or the Secretariat coordinates it, and takes part in it.",
    "operation-coordinator-kept": "The operation stays with its coordinator.",
    "operation-closed": "This operation is closed and stays as it is: open another one.",
    "operation-phase": "Choose a phase.",
    "operation-starts": "Say when the operation starts.",
    "operation-ends": "It must end after it starts.",
    "operation-objective": "Say what the operation is for, in at most 2,000 characters.",
    "operation-sponsor":
      "A partner organisation takes part only with its sponsor: let that one in too.",
    "joined-dated": "Say from when the participant is in the operation.",
    "joined-once": "It is in the operation already at that time.",
    "joined-kept": "Who was in the operation stays in its list; who leaves gets an end.",
    "joins-now": "A participant joins or leaves now or later, not earlier.",
    "sees-earlier-now":
      "Who sees what was sent before joins now: set the clock of this device right, or let it see that once it has joined.",
  },
  fr: {
    "participant-in-directory": "Choisissez un participant qui figure dans l’annuaire.",
    "name-required": "Donnez un nom de 200 caractères au plus.",
    "text-length": "200 caractères au plus.",
    "list-length": "Raccourcissez cette liste.",
    "period-order": "La fin doit suivre le début.",
    "operation-id":
      "Commencez par votre code et un tiret, puis majuscules, chiffres et tirets : 40 caractères au plus.",
    "operation-coordinator": "Un Membre ou le Secrétariat la coordonne et y participe.",
    "operation-coordinator-kept": "L’opération reste à son coordinateur.",
    "operation-closed": "Cette opération est close et reste en l’état : ouvrez-en une autre.",
    "operation-phase": "Choisissez une phase.",
    "operation-starts": "Dites quand l’opération commence.",
    "operation-ends": "Elle doit se terminer après son début.",
    "operation-objective": "Dites à quoi sert l’opération, en 2 000 caractères au plus.",
    "operation-sponsor":
      "Une organisation partenaire ne participe qu’avec son répondant : faites-le entrer aussi.",
    "joined-dated": "Dites depuis quand le participant fait partie de l’opération.",
    "joined-once": "Il fait déjà partie de l’opération à ce moment.",
    "joined-kept": "Qui en a fait partie reste dans la liste ; qui sort reçoit une date de fin.",
    "joins-now": "Un participant entre ou sort maintenant ou plus tard, pas avant.",
    "sees-earlier-now":
      "Qui voit les envois antérieurs entre maintenant : réglez l’horloge de cet appareil, ou accordez-le une fois qu’il est entré.",
  },
};

import { ERASED, withheldSentence } from "@talanoa/sharing/feed/withheld.ts";
import { NOT_ADDRESSED } from "@talanoa/sharing/routing/rules.ts";
import { language } from "./words.ts";

/** Every rule of routing as a French sentence; the English ones stand with the rules. */
export const frenchRules: Readonly<Record<string, string>> = {
  originator: "L’auteur conserve sa propre copie.",
  "named-participant": "L’avis est adressé nommément à ce participant.",
  "operation-participant":
    "L’avis est adressé à une opération conjointe dont ce participant faisait partie lors de son acceptation.",
  "group-member":
    "L’avis est adressé à un groupe dont ce participant faisait partie lors de son acceptation.",
  "sub-region": "L’avis est adressé aux Membres de cette sous-région.",
  "all-members": "L’avis est adressé à tous les Membres.",
  "named-officer":
    "L’avis est adressé nommément à des agents de ce participant ; eux seuls peuvent le voir.",
  "joined-operation":
    "Le participant a rejoint une opération conjointe, et son coordinateur lui ouvre ce qui a été envoyé auparavant.",
  consent: "L’auteur a consenti au partage de l’avis avec ce participant.",
  "earlier-reader": "L’avis corrige une version que ce participant détient.",
  "invalid-key": "La clé de signature n’était pas valide pour l’auteur à cette place du flux.",
  "not-taking-part":
    "Le participant n’était pas membre, ou était suspendu, lorsque l’avis a été accepté ou partagé plus loin.",
  "partner-apart":
    "Une organisation partenaire n’est jointe que par une opération conjointe où un parrain répond d’elle, ou par consentement.",
  "tlp-red": "TLP:RED est réservé à ceux que l’auteur nomme.",
  "tlp-amber": "TLP:AMBER et au-delà exigent un cercle plus restreint que tous les Membres.",
  "routing-section": "La section d’acheminement est destinée au hub et à l’auteur.",
  "not-granted": "L’auteur a consenti à partager d’autres sections seulement.",
  "no-agreement":
    "Les données personnelles et celles des passagers ne vont que là où un accord avec l’auteur les autorise pour cette finalité.",
  "reference-held":
    "Une référence à un autre avis n’est montrée qu’à qui détient cet avis, comme son rédacteur.",
  [NOT_ADDRESSED]: "L’auteur ne s’est pas adressé à ce participant.",
  [ERASED]: "Ce qui figurait ici a été effacé, sur ordre de l’auteur ou au terme de sa durée.",
};

/** A rule as a sentence in the language of the page; one that this version does not know by its name. */
export function ruleSentence(rule: string): string {
  return language.value === "fr" ? (frenchRules[rule] ?? rule) : withheldSentence(rule);
}

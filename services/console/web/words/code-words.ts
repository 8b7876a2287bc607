import {
  AlertType,
  Kind,
  Outcome,
  OverdueOf,
  Precedence,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import { type CommodityClass, commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import type { SubRegion } from "@talanoa/sharing/codes/sub-regions.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";
import type { Words } from "./words.ts";

// What codes are called on a page. A code without a label does not compile; one that this version does not know is
// shown as it came: `labels[code] ?? code`.

type Labels<Code extends number | string> = Words<{
  readonly [Key in Exclude<Code, 0>]: string;
}>;

export const kindLabels: Labels<Kind> = {
  en: {
    [Kind.ALERT]: "Alert",
    [Kind.OPERATION]: "Joint operation",
    [Kind.REQUEST]: "Request",
    [Kind.REPLY]: "Reply",
    [Kind.RISK_FLAG]: "Risk flag",
  },
  fr: {
    [Kind.ALERT]: "Alerte",
    [Kind.OPERATION]: "Opération conjointe",
    [Kind.REQUEST]: "Demande",
    [Kind.REPLY]: "Réponse",
    [Kind.RISK_FLAG]: "Signalement de risque",
  },
};

export const sectionLabels: Labels<SectionType> = {
  en: {
    [SectionType.ROUTING]: "Routing",
    [SectionType.SUMMARY]: "Summary",
    [SectionType.PLACES]: "Places and route",
    [SectionType.GOODS]: "Goods",
    [SectionType.CONVEYANCE]: "Conveyance",
    [SectionType.NARRATIVE]: "Narrative",
    [SectionType.IMAGE]: "Images",
    [SectionType.PERSONS]: "Persons",
    [SectionType.COMPANIES]: "Companies",
    [SectionType.SOURCE]: "Source",
    [SectionType.OPERATION]: "Operation",
    [SectionType.REFERENCE]: "References",
    [SectionType.REQUEST]: "Request",
    [SectionType.REPLY]: "Reply",
    [SectionType.PASSENGERS]: "Passengers",
    [SectionType.RISK_FLAG]: "Risk flag",
  },
  fr: {
    [SectionType.ROUTING]: "Acheminement",
    [SectionType.SUMMARY]: "Résumé",
    [SectionType.PLACES]: "Lieux et itinéraire",
    [SectionType.GOODS]: "Marchandises",
    [SectionType.CONVEYANCE]: "Moyen de transport",
    [SectionType.NARRATIVE]: "Récit",
    [SectionType.IMAGE]: "Images",
    [SectionType.PERSONS]: "Personnes",
    [SectionType.COMPANIES]: "Sociétés",
    [SectionType.SOURCE]: "Source",
    [SectionType.OPERATION]: "Opération",
    [SectionType.REFERENCE]: "Références",
    [SectionType.REQUEST]: "Demande",
    [SectionType.REPLY]: "Réponse",
    [SectionType.PASSENGERS]: "Passagers",
    [SectionType.RISK_FLAG]: "Signalement de risque",
  },
};

export const alertTypeLabels: Labels<AlertType> = {
  en: {
    [AlertType.SEIZURE]: "Seizure",
    [AlertType.INTERCEPTION]: "Interception",
    [AlertType.SUSPECT_CONSIGNMENT]: "Suspect consignment",
    [AlertType.SMALL_CRAFT]: "Small craft",
    [AlertType.SIGHTING]: "Sighting",
    [AlertType.METHOD]: "Method",
    [AlertType.SUSPECT_TRAVELLER]: "Suspect traveller",
  },
  fr: {
    [AlertType.SEIZURE]: "Saisie",
    [AlertType.INTERCEPTION]: "Interception",
    [AlertType.SUSPECT_CONSIGNMENT]: "Envoi suspect",
    [AlertType.SMALL_CRAFT]: "Plaisance",
    [AlertType.SIGHTING]: "Observation",
    [AlertType.METHOD]: "Mode opératoire",
    [AlertType.SUSPECT_TRAVELLER]: "Voyageur suspect",
  },
};

export const precedenceLabels: Labels<Precedence> = {
  en: {
    [Precedence.ROUTINE]: "Routine",
    [Precedence.PRIORITY]: "Priority",
    [Precedence.IMMEDIATE]: "Immediate",
    [Precedence.FLASH]: "Flash",
  },
  fr: {
    [Precedence.ROUTINE]: "Routine",
    [Precedence.PRIORITY]: "Prioritaire",
    [Precedence.IMMEDIATE]: "Immédiat",
    [Precedence.FLASH]: "Éclair",
  },
};

/** What each label of TLP 2.0 lets a recipient do. */
export const tlpMeanings: Words<{ readonly [label: number]: string }> = {
  en: {
    [Tlp.CLEAR]: "May be made public.",
    [Tlp.GREEN]: "May be shared within the community, not in public.",
    [Tlp.AMBER]: "On a need-to-know basis within your administration and those it protects.",
    [Tlp.AMBER_STRICT]: "On a need-to-know basis within your administration only.",
    [Tlp.RED]: "For the individual recipients only.",
  },
  fr: {
    [Tlp.CLEAR]: "Peut être rendu public.",
    [Tlp.GREEN]: "Peut être partagé au sein de la communauté, pas en public.",
    [Tlp.AMBER]:
      "Besoin d’en connaître, dans votre administration et auprès de ceux qu’elle protège.",
    [Tlp.AMBER_STRICT]: "Besoin d’en connaître, dans votre administration uniquement.",
    [Tlp.RED]: "Pour les seuls destinataires nommés.",
  },
};

export const subRegionLabels: Labels<SubRegion> = {
  en: {
    "australia-new-zealand": "Australia and New Zealand",
    melanesia: "Melanesia",
    micronesia: "Micronesia",
    polynesia: "Polynesia",
    other: "Timor-Leste",
  },
  fr: {
    "australia-new-zealand": "Australie et Nouvelle-Zélande",
    melanesia: "Mélanésie",
    micronesia: "Micronésie",
    polynesia: "Polynésie",
    other: "Timor-Leste",
  },
};

const englishClasses = Object.fromEntries(
  Object.entries(commodityClasses).map(([code, { title }]) => [code, title]),
) as { readonly [Class in CommodityClass]: string };

export const commodityClassLabels: Labels<CommodityClass> = {
  en: englishClasses,
  fr: {
    "drugs-cocaine": "Cocaïne",
    "drugs-methamphetamine": "Méthamphétamine",
    "drugs-cannabis": "Cannabis et dérivés",
    "drugs-heroin": "Héroïne et autres opiacés",
    "drugs-fentanyl": "Fentanyl et autres opioïdes de synthèse",
    "drugs-other": "Autres stupéfiants",
    precursor: "Précurseurs de drogues",
    tobacco: "Cigarettes et autres tabacs",
    "tobacco-nicotine": "Vapoteuses et produits à la nicotine",
    alcohol: "Alcools",
    currency: "Espèces et titres au porteur",
    gold: "Or et autres métaux précieux",
    weapons: "Armes à feu, éléments et munitions",
    explosives: "Explosifs",
    ipr: "Contrefaçons et copies pirates",
    medicines: "Médicaments illicites ou falsifiés",
    wildlife: "Animaux et plantes protégés (CITES) et poissons",
    waste: "Déchets dangereux",
    ozone: "Substances appauvrissant la couche d’ozone",
    culture: "Biens culturels",
    strategic: "Biens stratégiques et à double usage",
    biosecurity: "Biosécurité et quarantaine",
    "revenue-fraud": "Sous-évaluation, fausse espèce, fausse origine",
    cyber: "Infraction par moyens numériques",
    none: "Rien n’a été trouvé",
  },
};

/** What was said about a notice, after the name of who said it. */
export const sayingLabels: Labels<SayingField> = {
  en: {
    acknowledged: "acknowledged",
    consentAsked: "asked to share further",
    consentGranted: "agreed to share further",
    consentRefused: "refused to share further",
    recalled: "recalled",
    erasureOrdered: "had the personal data erased of",
    destroyed: "has destroyed its copies of",
    outcome: "stated what came of",
    withdrawn: "withdrew",
  },
  fr: {
    acknowledged: "a accusé réception de",
    consentAsked: "demande à partager",
    consentGranted: "consent au partage de",
    consentRefused: "refuse le partage de",
    recalled: "a rappelé",
    erasureOrdered: "a fait effacer les données personnelles de",
    destroyed: "a détruit ses copies de",
    outcome: "a indiqué les suites de",
    withdrawn: "a retiré",
  },
};

export const outcomeLabels: Labels<Outcome> = {
  en: {
    [Outcome.NOTHING_FOUND]: "nothing found",
    [Outcome.OFFENCE_FOUND]: "offence found",
    [Outcome.STILL_OPEN]: "still open",
    [Outcome.NOT_MET]: "not met",
    [Outcome.CONFIRMED]: "confirmed",
    [Outcome.FALSE]: "false",
  },
  fr: {
    [Outcome.NOTHING_FOUND]: "rien trouvé",
    [Outcome.OFFENCE_FOUND]: "infraction constatée",
    [Outcome.STILL_OPEN]: "en cours",
    [Outcome.NOT_MET]: "non rencontré",
    [Outcome.CONFIRMED]: "confirmé",
    [Outcome.FALSE]: "erroné",
  },
};

export const overdueLabels: Labels<OverdueOf> = {
  en: {
    [OverdueOf.ANSWER]: "answer",
    [OverdueOf.ACKNOWLEDGEMENT]: "acknowledgement",
  },
  fr: {
    [OverdueOf.ANSWER]: "réponse",
    [OverdueOf.ACKNOWLEDGEMENT]: "accusé de réception",
  },
};

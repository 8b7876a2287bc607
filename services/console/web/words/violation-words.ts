import type { Rule, Warning } from "@talanoa/sharing/notice/rules.ts";
import type { Language } from "./words.ts";

/** The rules that a draft can break and the warnings, as French sentences; the English ones stand with the rules. */
export const frenchRules: Partial<Record<Rule | Warning, string>> = {
  "draft-shape": "Donnez ce champ sous la forme prévue.",
  "draft-unknown-field": "Retirez ce champ inconnu, ou écrivez-le comme prévu.",
  "draft-word": "Choisissez l’un de ceux qui sont proposés.",
  "draft-time":
    "Écrivez un mois (2025-07), une date (2025-07-14) ou une heure avec son décalage (2025-07-14T09:30+11:00).",
  "draft-image": "Donnez une image JPEG, PNG ou WebP lisible.",
  "notice-size": "L’avis scellé doit rester sous 512 Kio : retirez ou réduisez des images.",
  "tlp-required": "Marquez l’avis TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT ou TLP:RED.",
  "marking-kept":
    "Gardez le marquage de la version précédente : une correction va exactement à ses lecteurs. Un autre marquage est un changement.",
  "precedence-known": "Indiquez l’urgence : routine, prioritaire, immédiat ou éclair.",
  "grading-complete": "Cotez à la fois la fiabilité et la crédibilité, ou aucune des deux.",
  "grading-reliability": "Cotez la fiabilité de la source de A à F.",
  "grading-credibility": "Cotez la crédibilité du renseignement de 1 à 6.",
  "issue-time": "L’horloge de cet appareil avance de plus de 10 minutes : réglez-la.",
  "id-ahead": "L’horloge de cet appareil avance de plus de 10 minutes : réglez-la.",
  "version-last":
    "Faites un nouvel avis qui renvoie à celui-ci : il a 100 versions, et n’en reçoit plus.",
  "expiry-after-issue": "L’avis doit expirer après son émission.",
  "embargo-after-issue": "L’embargo doit prendre fin après l’émission de l’avis.",
  "acknowledge-after-issue": "Demandez l’accusé de réception pour une date à venir.",
  "event-not-ahead": "Donnez une date passée : une alerte rapporte ce qui a eu lieu.",
  "time-range": "Donnez une date entre 1900 et 2200.",
  "section-required": "Renseignez cette partie : un avis de cette nature doit l’avoir.",
  "section-of-kind": "Retirez cette partie : un avis de cette nature n’en a pas.",
  "section-once": "Au plus huit images et seize références.",
  "audience-required":
    "Nommez des destinataires : tous, sous-régions, participants, agents, groupes ou opérations.",
  "audience-red": "TLP:RED s’adresse à des participants ou à des agents nommés, et à eux seuls.",
  "audience-amber":
    "TLP:AMBER et TLP:AMBER+STRICT s’adressent à des sous-régions, participants, agents, groupes ou opérations, pas à tous.",
  "participant-form": "Nommez le participant par son code : deux à douze majuscules ou chiffres.",
  "officer-form":
    "Nommez l’agent par participant et identifiant, comme NZ:nz-liaison, jamais par son nom.",
  "group-form": "Nommez le groupe par son identifiant dans l’annuaire.",
  "operation-form": "Nommez l’opération conjointe par son identifiant dans l’annuaire.",
  "sub-region-known": "Choisissez une sous-région de la liste.",
  "listed-once": "Ne le citez qu’une fois.",
  "purpose-known": "Indiquez l’une des finalités prévues.",
  "audience-named":
    "Adressez une demande ou une réponse à des participants, agents ou groupes nommés.",
  "text-characters": "Retirez les caractères de contrôle et les caractères endommagés.",
  "text-direction": "Retirez les caractères qui inversent le sens de lecture.",
  "text-one-line": "Écrivez ceci sur une ligne.",
  "text-length": "Raccourcissez ce texte.",
  "list-length": "Raccourcissez cette liste.",
  "title-required": "Donnez un titre.",
  "when-required": "Dites quand cela s’est passé.",
  "when-precision": "Dites avec quelle précision la date est connue.",
  "when-order": "La fin doit suivre le début ; une période a une fin.",
  "type-required": "Dites de quoi il s’agit : saisie, interception, envoi suspect…",
  "what-required":
    "Dites ce qui s’est passé. Marchandises et moyen de transport se citent plus bas.",
  "direction-known": "Indiquez le sens : importation, exportation, transit ou intérieur.",
  "where-required": "Dites où cela s’est passé.",
  "place-named": "Donnez au lieu un nom, un UN/LOCODE ou une position.",
  "country-known": "Donnez le pays par les deux majuscules de l’ISO 3166.",
  "unlocode-form": "Écrivez l’UN/LOCODE en cinq caractères, le pays d’abord : FJSUV.",
  "unlocode-country": "Le pays du lieu doit être celui de son UN/LOCODE.",
  "position-range": "Donnez une latitude de -90 à 90 et une longitude de -180 à 180, en degrés.",
  "goods-required": "Citez les marchandises, ou retirez cette partie.",
  "goods-named": "Donnez à la marchandise un nom ou une catégorie.",
  "class-known": "Choisissez une catégorie de la liste.",
  "hs-heading-form": "Écrivez deux, quatre ou six chiffres du Système harmonisé.",
  "hs-heading-chapter": "Employez un chapitre du Système harmonisé : 01 à 97, sauf 77.",
  "quantity-range": "Donnez une quantité de zéro ou plus.",
  "quantity-unit": "Donnez la quantité et l’unité ensemble.",
  "value-range": "Donnez un montant de zéro ou plus.",
  "currency-form": "Écrivez la devise par les trois majuscules de l’ISO 4217.",
  "concealment-known": "Choisissez une méthode de la liste.",
  "conveyance-said": "Dites quelque chose du moyen de transport, ou retirez cette partie.",
  "mode-known": "Employez un chiffre de la Recommandation 19 de la CEE-ONU.",
  "imo-form": "Vérifiez le numéro OMI : sept chiffres, dont le dernier est une clé.",
  "mmsi-form": "Vérifiez le MMSI : neuf chiffres, ceux du pays à leur place.",
  "call-sign-form": "Écrivez l’indicatif en trois à sept majuscules et chiffres.",
  "container-form":
    "Vérifiez le numéro du conteneur : quatre lettres et sept chiffres, dont le dernier est une clé.",
  "flight-form": "Écrivez le vol par la compagnie et le numéro : FJ911.",
  "craft-measure": "Longueur de 0 à 500 mètres, au plus 20 mâts et 10 000 personnes.",
  "narrative-said": "Racontez les faits, ou retirez cette partie.",
  "image-size": "L’image ne doit pas dépasser 200 Ko.",
  "image-type": "Donnez une image JPEG, PNG ou WebP lisible.",
  "image-metadata": "Retirez les métadonnées de l’image.",
  "persons-required": "Citez les personnes, ou retirez cette partie.",
  "person-identified": "Donnez à la personne un nom ou un numéro de document.",
  "birth-date-form": "Écrivez la date de naissance AAAA, AAAA-MM ou AAAA-MM-JJ.",
  "sex-known": "Écrivez F, M ou X.",
  "document-type-known": "Choisissez un type de document de la liste.",
  "document-number-form": "Écrivez le numéro du document en 30 lettres et chiffres au plus.",
  "passengers-required": "Citez les passagers, ou retirez cette partie.",
  "passenger-identified": "Donnez au passager une référence, un nom ou un numéro de document.",
  "flight-date-form": "Écrivez la date du vol AAAA-MM-JJ.",
  "seat-form": "Écrivez le siège par rang et lettre : 23A.",
  "bags-range": "Comptez au plus 99 bagages enregistrés.",
  "record-locator-form": "Écrivez le dossier en cinq à huit lettres et chiffres.",
  "companies-required": "Citez les sociétés, ou retirez cette partie.",
  "company-named": "Donnez un nom à la société.",
  "source-said": "Dites quelque chose de la source, ou retirez cette partie.",
  "published-not-ahead": "Donnez une date de publication passée.",
  "operation-name-required": "Donnez un nom à l’opération.",
  "phase-required": "Indiquez la phase.",
  "starts-required": "Dites quand l’opération commence.",
  "ends-after-starts": "L’opération doit se terminer après son début.",
  "objective-required": "Dites à quoi sert l’opération.",
  "participants-required": "Nommez les participants de l’opération.",
  "contact-point-office":
    "Un point de contact est un participant et un bureau, jamais une personne.",
  "result-measure": "Dites ce que le résultat compte.",
  "operation-notice":
    "Dites s’il s’agit d’une annonce, d’un point de situation ou d’un bilan final.",
  "operation-named": "Nommez l’opération du compte rendu par son identifiant dans l’annuaire.",
  "operation-tasks":
    "Ne comptez les tâches que dans un bilan final : parmi les demandées, les traitées.",
  "reference-form": "Nommez l’avis par origine, identifiant et version.",
  "request-type": "Dites ce que vous demandez : renseignement ou action.",
  "request-text": "Écrivez votre demande.",
  "answer-by-required": "Dites pour quand il vous faut la réponse.",
  "answer-by-after-issue": "Donnez une date à venir pour la réponse.",
  "request-operation": "Nommez l’opération conjointe par son identifiant dans l’annuaire.",
  "request-of-others": "Adressez-vous à d’autres : pas à votre participant ni à ses agents.",
  "reply-request": "Nommez la demande à laquelle vous répondez : origine, identifiant et version.",
  "reply-digest": "L’empreinte de la demande manque : répondez depuis la page de la demande.",
  "reply-state": "Dites l’issue : répondu, répondu en partie, refusé ou rien de connu.",
  "reply-to-requester": "Adressez la réponse au participant demandeur, ou à ses agents.",
  "unlocode-unknown":
    "Vérifiez le code : il ne figure pas parmi les ports et aéroports que le hub connaît.",
  "document-in-text":
    "Ceci ressemble à un numéro de passeport : placez-le sous Personnes, où les accords et l’effacement s’y appliquent, ou retirez-le.",
  "country-unknown": "Donnez le pays : sans lui, ce lieu ne dit à personne qu’il est concerné.",
  "class-missing":
    "Donnez une catégorie : ceux qui en suivent une ne trouveront pas l’avis sans elle.",
};

/** What stands after the sentence of a rule, as far as it is one of the usual additions. */
const frenchDetails: readonly (readonly [RegExp, string])[] = [
  [/^Did you mean (.+)\?$/, "Vouliez-vous dire $1 ?"],
  [/^At most (\d+) characters\.$/, "Au plus $1 caractères."],
  [/^At most (\d+)\.$/, "Au plus $1."],
  [/^They are: (.+)\.$/, "Ce sont : $1."],
  [/^It is missing\.$/, "Il manque."],
  [/^It must be a number, without quotes\.$/, "Ce doit être un nombre."],
  [/^It must be a text\.?.*$/, "Ce doit être un texte."],
  [/^It must be a list\.$/, "Ce doit être une liste."],
  [/^It must be true or false\.$/, "Ce doit être oui ou non."],
  [/^It must have fields of its own\.$/, ""],
];

/** The same as a page says it: nothing of quotes. */
const englishDetails: readonly (readonly [RegExp, string])[] = [
  [/^It must be a number, without quotes\.$/, "It must be a number."],
  [/^It must be a text: put it in quotes\.$/, "It must be a text."],
  [/^It must have fields of its own\.$/, ""],
];

/** What is listed as names of a draft's fields is for who writes one as a file. */
const OF_A_FILE = /^(Known here: |Did you mean [a-z]+(_[a-z]+)+\?)/;
const LISTED = /^They are: (.+)\.$/;

/**
 * The addition to a rule's sentence as a page says it.
 *
 * @param options the words that the field may have, each with its label
 */
export function detailOnPage(
  detail: string,
  language: Language,
  options: { readonly [word: string]: string } = {},
): string {
  if (OF_A_FILE.test(detail)) return "";
  const words = LISTED.exec(detail)?.[1]?.split(", ") ?? [];
  const said =
    words.length > 0 ? `They are: ${words.map((its) => options[its] ?? its).join(", ")}.` : detail;
  const forms = language === "fr" ? frenchDetails : englishDetails;
  const [form, text] = forms.find(([pattern]) => pattern.test(said)) ?? [];
  return form && text !== undefined ? said.replace(form, text) : said;
}

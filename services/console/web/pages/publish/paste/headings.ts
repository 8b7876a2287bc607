import { folded } from "@talanoa/sharing/codes/folded.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";

/** The columns that a table may have: paths of a draft, of a list always its first item. */
const columns = [
  "kind",
  "type",
  "title",
  "case_reference",
  "when.start",
  "where[0].name",
  "where[0].unlocode",
  "where[0].country",
  "direction",
  "office",
  "detection_method",
  "goods[0].name",
  "goods[0].class",
  "goods[0].hs_heading",
  "goods[0].quantity",
  "goods[0].unit",
  "goods[0].approximate",
  "goods[0].value.amount",
  "goods[0].value.currency",
  "goods[0].packaging",
  "goods[0].concealment.method",
  "goods[0].note",
  "conveyance.mode",
  "conveyance.type",
  "conveyance.name",
  "conveyance.flag",
  "conveyance.imo",
  "conveyance.mmsi",
  "conveyance.call_sign",
  "conveyance.containers",
  "conveyance.flight",
  "conveyance.registration",
  "narrative.text",
  "narrative.follow_up",
  "marking.tlp",
  "precedence",
  "expires",
  "acknowledge_by",
  "exercise",
  "audience",
] as const;

type Column = (typeof columns)[number];

/** What offices also call their columns, besides the field's name and its label in each language. */
const alsoCalled: Partial<Record<Column, readonly string[]>> = {
  case_reference: ["case", "case no", "reference", "dossier", "référence", "n° de dossier"],
  "when.start": ["date", "date of event", "date des faits", "start"],
  "where[0].name": ["place", "location", "port", "lieu", "endroit"],
  "where[0].unlocode": ["locode", "port code", "code du port"],
  "goods[0].name": [
    "name",
    "nom",
    "goods",
    "marchandise",
    "marchandises",
    "commodity",
    "item",
    "article",
    "produit",
    "désignation",
  ],
  "goods[0].class": ["commodity class", "famille"],
  "goods[0].hs_heading": ["hs", "hs code", "tariff heading", "sh", "code sh", "position tarifaire"],
  "goods[0].quantity": ["qty", "qté", "weight", "poids"],
  "goods[0].value.amount": ["value", "valeur"],
  "goods[0].concealment.method": ["concealment", "dissimulation"],
  "conveyance.containers": ["container", "conteneur"],
  "conveyance.name": ["vessel", "ship", "yacht", "navire", "bateau"],
  "conveyance.type": ["type of vessel", "type de navire"],
  "conveyance.imo": ["imo", "omi"],
  "narrative.text": ["narrative", "details", "summary", "récit", "résumé", "détails"],
  "marking.tlp": ["tlp", "classification"],
  audience: ["to", "recipients", "à", "destinataire"],
};

/** The path of each heading, folded. Of a heading that two columns could have, the first has it. */
export const headings: ReadonlyMap<string, string> = headingsOf();

function headingsOf(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (heading: string, path: string) => {
    if (!found.has(folded(heading))) found.set(folded(heading), path);
  };
  for (const path of columns) {
    const field = path.replaceAll("[0]", "");
    add(field, path);
    for (const labels of [fieldWords.en, fieldWords.fr]) add(labelIn(labels, headed(field)), path);
    for (const heading of alsoCalled[path] ?? []) add(heading, path);
  }
  // What a field is called in a draft is known too, where no label says something else.
  for (const path of columns) add(path.slice(path.lastIndexOf(".") + 1), path);
  return found;
}

/** A column of what a record mainly says is headed as the record is. */
function headed(field: string): string {
  return /^(where|conveyance)\.name$|^when\.start$/.test(field) ? field.split(".")[0]! : field;
}

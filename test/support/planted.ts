/** A word that stands nowhere in Talanoa: where it turns up, content has leaked. */
const MARK = "quokka";

/** What the drafts of tests say freely, and what they say of persons and companies. */
const planted = new Set(
  `title case_reference office detection_method note text follow_up packaging hull_colour
  sail_colour description caption publisher role objective coordination_unit channel measure name
  registration_number`.split(/\s+/),
);

/** A draft with the mark in every free text and in all that is said of a person. */
export function plant<Draft extends object>(draft: Draft): Draft {
  return marked(draft) as Draft;
}

function marked(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => marked(item, key));
  // Codes and numbers alone.
  if (value instanceof Uint8Array || key === "risk_flag") return value;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, its]) => [name, marked(its, name)]),
    );
  }
  if (typeof value !== "string") return value;
  if (key === "document_number") return `${MARK.toUpperCase()}0001`;
  return planted.has(key) ? `${value} ${MARK}` : value;
}

/** Whether the mark stands in a text or in bytes, in whatever case. */
export function hasMark(value: string | Uint8Array): boolean {
  const text = typeof value === "string" ? value : Buffer.from(value).toString("latin1");
  return text.toLowerCase().includes(MARK);
}

/** What is compared beside names. */
export type EvidenceField =
  | "birth-date"
  | "document"
  | "sex"
  | "nationality"
  | "imo"
  | "mmsi"
  | "call-sign"
  | "registration"
  | "country";

/** What a field says of whether both are the same; missing where either has none. */
export type Finding = "agrees" | "partly" | "near" | "contradicts" | "missing";

export interface Evidence {
  readonly field: EvidenceField;
  readonly finding: Finding;
}

/** Of a field that has one value on either side. */
export function sameOrNot(one: string | undefined, other: string | undefined): Finding {
  if (!one || !other) return "missing";
  return one === other ? "agrees" : "contradicts";
}

/** Of a field that may have several values in the list. */
export function amongOrNot(one: string | undefined, listed: readonly string[]): Finding {
  if (!one || listed.length === 0) return "missing";
  return listed.includes(one) ? "agrees" : "contradicts";
}

import { counted } from "@talanoa/contract/counted.ts";
import type { UnsaidProfile } from "@talanoa/passenger/profiles/unsaid-profiles.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";

/** A profile that could not say, for a person: `profile bags could not say of 7 travellers: not told is bags.pieces`. */
export function unsaidText({ profile, travellers, fields }: UnsaidProfile): string {
  const missing = fields.length > 0 ? `: not told is ${fields.join(", ")}` : "";
  return plain(`profile ${profile} could not say of ${counted(travellers, "traveller")}${missing}`);
}

export function unsaidJson({ profile, travellers, fields }: UnsaidProfile): Json {
  return { profile, travellers, fields: [...fields] };
}

import { isCountry } from "../codes/countries.ts";
import { isUnlocodeForm } from "../codes/unlocode.ts";
import { portOf } from "../codes/ports.ts";
import { isSubRegion } from "../codes/sub-regions.ts";

/** `FJSUV` and `FJ SUV` are codes, anything else a name. */
export function placeOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const compact = value.trim().replace(/^([A-Z]{2}) (?=[A-Z2-9]{3}$)/, "$1");
  // A name in five capital letters is not a code because it looks like one: it must be known,
  // or written with the space that sets the country apart.
  const isCode = isUnlocodeForm(compact) && (compact !== value.trim() || portOf(compact));
  if (isCode && isCountry(compact.slice(0, 2))) return { unlocode: compact };
  return { name: value };
}

/** `all`, or a list of sub-regions, participants and officers (`FJ:fj-liaison`). */
export function audienceOf(value: unknown): unknown {
  const words = typeof value === "string" ? [value] : value;
  if (!Array.isArray(words) || !words.every((word) => typeof word === "string")) return value;
  const audience = {
    all: words.includes("all"),
    sub_regions: words.filter(isSubRegion),
    officers: words.filter((word) => OFFICER.test(word)),
    participants: words.filter(
      (word) => word !== "all" && !isSubRegion(word) && !OFFICER.test(word),
    ),
  };
  return Object.fromEntries(
    Object.entries(audience).filter(([, part]) => (Array.isArray(part) ? part.length > 0 : part)),
  );
}

/**
 * Addressees as persons type them, `ws, Polynesia`, as a draft has them: codes in capitals, `all` and sub-regions in
 * small letters, other words as they are.
 */
export function audienceWord(typed: string): string {
  const lower = typed.toLowerCase();
  if (lower === "all" || isSubRegion(lower)) return lower;
  return /^([a-z]{2}|oco)$/.test(lower) ? typed.toUpperCase() : typed;
}

const OFFICER = /[:/]/;

/** The two ids of `FJ:fj-liaison` or `FJ/fj-liaison`. */
export function officerOf(text: string): { participant: string; principal: string } {
  const [participant = "", ...principal] = text.trim().split(OFFICER);
  return { participant, principal: principal.join(":") };
}

import type { RiskFlag } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { isCountry } from "../codes/countries.ts";

/** The UN/LOCODEs of a risk flag's flight, and of where its travellers go on to, in their order. */
export function itineraryOf({ departs, arrives, onward = [] }: Init<RiskFlag>): string[] {
  return [departs, arrives, ...onward].flatMap((code) => code || []);
}

/** The countries of UN/LOCODEs, each once. */
export function countriesOf(codes: readonly string[]): ReadonlySet<string> {
  return new Set(codes.map((code) => code.slice(0, 2)).filter(isCountry));
}

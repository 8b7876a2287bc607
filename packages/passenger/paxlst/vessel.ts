import { readCountry } from "../codes.ts";
import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import type { Draft } from "../model/draft.ts";
import type { Vessel } from "../model/flight.ts";
import { isImoNumber, isMmsi } from "../ship-numbers.ts";

/** Modes of transport (8067) by water: at sea, and on inland waters. */
const byWater = new Set(["1", "8"]);
/** Code lists (1131) of what ships are told by: call signs, and IMO numbers. */
const ofShips = new Set(["103", "146"]);

/** The vessel of a TDT segment: its number, name and flag (C222); undefined where it goes by air or names none. */
export function readVessel(segment: Segment, issues: Issues): Vessel | undefined {
  const mode = segment.at(3);
  const [number, list, , name] = [1, 2, 3, 4].map((component) => segment.at(8, component));
  if (!byWater.has(mode) && !(mode === "" && ofShips.has(list!))) return undefined;
  const vessel: Draft<Vessel> = { ...(name && { name }), ...numberOf(number!, list!) };
  if (number !== "" && Object.keys(vessel).length === (name ? 1 : 0)) {
    if (name) issues.add("bad-code", "8.1");
    else vessel.name = number!;
  }
  if (Object.keys(vessel).length === 0) return undefined;
  const flag = readCountry(segment.at(8, 5), issues, "8.5");
  return { ...vessel, ...(flag && { flag }) };
}

/** Senders name the wrong code list: what a number is, its form tells better. */
function numberOf(text: string, list: string): Pick<Vessel, "imo" | "mmsi" | "callSign"> {
  const number = text.replace(/^IMO\s*(?=\d)/i, "");
  if (isImoNumber(number)) return { imo: number };
  if (isMmsi(number)) return { mmsi: number };
  const isCallSign = /^[A-Z0-9]{3,8}$/i.test(text) && /[A-Z]/i.test(text);
  return isCallSign && (list === "103" || /\d/.test(text)) ? { callSign: text.toUpperCase() } : {};
}

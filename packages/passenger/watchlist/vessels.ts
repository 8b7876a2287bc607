import { parseVesselName } from "../names/thing-name.ts";
import { comparableNumber, type ListedVessel, type Vessel } from "./entry.ts";
import type { Matching } from "./entry-list.ts";
import { sameOrNot } from "./evidence.ts";

/**
 * How vessels are matched. The IMO number is the ship's for life; MMSI and call sign go with the
 * flag, so that another contradicts nothing; names are borne by many.
 */
export const vessels: Matching<ListedVessel, Vessel> = {
  parse: parseVesselName,
  numbersOfEntry: numbersOf,
  numbersOfSubject: numbersOf,
  evidence: (vessel, entry) => [
    { field: "imo", finding: sameOrNot(vessel.imo, entry.imo) },
    { field: "mmsi", finding: sameOrNot(vessel.mmsi, entry.mmsi) },
    { field: "call-sign", finding: sameOrNot(callSign(vessel), callSign(entry)) },
    { field: "country", finding: sameOrNot(vessel.flag, entry.flag) },
  ],
};

function numbersOf({ imo, mmsi, ...rest }: Omit<Vessel, "names">): string[] {
  return [imo, mmsi, callSign(rest)].filter((number) => number !== undefined);
}

function callSign({ callSign }: Omit<Vessel, "names">): string | undefined {
  return callSign ? comparableNumber(callSign) : undefined;
}

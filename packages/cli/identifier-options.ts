import type { Identifiers } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Command } from "commander";
import { several } from "./option-values.ts";

/** What a person calls each identifier. */
export const identifierWords: { readonly [field: string]: string } = {
  imo: "IMO",
  mmsi: "MMSI",
  callSigns: "call sign",
  containers: "container",
  flights: "flight",
  documents: "document",
} satisfies { readonly [Field in keyof Identifiers]: string };

export interface IdentifierOptions {
  imo?: string[];
  mmsi?: string[];
  callSign?: string[];
  container?: string[];
  flight?: string[];
  document?: string[];
}

/** Adds an option for each identifier; each may be given several times, or with commas. */
export function addIdentifierOptions(command: Command): Command {
  return command
    .option("--imo <number...>", "a ship's IMO number", several)
    .option("--mmsi <number...>", "a ship's MMSI", several)
    .option("--call-sign <sign...>", "a ship's or aircraft's call sign", several)
    .option("--container <number...>", "the number of a container", several)
    .option("--flight <number...>", "a flight, as FJ911", several)
    .option("--document <number...>", "the number of a person's document", several);
}

export function identifiersOf(options: IdentifierOptions): Init<Identifiers> {
  const { imo, mmsi, callSign, container, flight, document } = options;
  return {
    imo: imo ?? [],
    mmsi: mmsi ?? [],
    callSigns: callSign ?? [],
    containers: container ?? [],
    flights: flight ?? [],
    documents: document ?? [],
  };
}

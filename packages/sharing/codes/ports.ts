import ports from "./ports.json" with { type: "json" };

/** A seaport or an airport; its place to about a kilometre, not for navigation. */
export interface Port {
  /** Five characters, no space. */
  readonly unlocode: string;
  /** Empty for a seaport. */
  readonly iata: string;
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly kind: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Ports and airports of the region and of the origins of trans-Pacific trade; see SOURCES.md. */
export const allPorts: readonly Port[] = ports;

const byCode = new Map<string, Port>();
for (const port of allPorts) if (!byCode.has(port.unlocode)) byCode.set(port.unlocode, port);

const byIata = new Map<string, Port>();
for (const port of allPorts) if (port.iata !== "") byIata.set(port.iata, port);

/** The airport of an IATA code; undefined when the table has none. */
export function airportOf(iata: string): Port | undefined {
  return byIata.get(iata);
}

/** The port of a UN/LOCODE, a seaport before an airport; undefined when the table has none. */
export function portOf(unlocode: string): Port | undefined {
  return byCode.get(unlocode);
}

import type { FlightNumber } from "./model/flight.ts";

/**
 * Carrier and number of a flight's designator, `UA0989`; the carrier may be named apart. Senders name it so by its
 * ICAO code (`FJI` of `FJ811`) or as who sells the flight: what the designator says counts.
 */
export function splitDesignator(designator: string, apart = ""): FlightNumber {
  const written = designator.replace(/\s/g, "").toUpperCase();
  const carrier = apart.toUpperCase();
  const rest = written.startsWith(carrier) ? written.slice(carrier.length) : written;
  if (carrier !== "" && /^\d{1,4}[A-Z]?$/.test(rest)) return { carrier, number: plainNumber(rest) };
  // A carrier of two characters, one of them a letter (IATA), or of three letters (ICAO).
  const [, found, number] =
    /^([A-Z][A-Z0-9]|[0-9][A-Z])(\d{1,4}[A-Z]?)$/.exec(written) ??
    /^([A-Z]{3})(\d{1,4}[A-Z]?)$/.exec(written) ??
    [];
  return found && number
    ? { carrier: found, number: plainNumber(number) }
    : { carrier, number: written };
}

/** A flight's number without leading zeroes. */
export function plainNumber(number: string): string {
  return number.trim().replace(/^0+(?=.)/, "");
}

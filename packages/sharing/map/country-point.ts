import { allPorts } from "../codes/ports.ts";
import { arcBetween, type Point } from "./point.ts";

/** Finds the point that stands for a country (ISO 3166 alpha-2); undefined when none is known. */
export type CountryPoints = (country: string) => Point | undefined;

/**
 * Points of countries: those given, as the directory's of Members; else the port of the country that lies in the
 * middle of its others, which is on its coast whatever its form.
 */
export function countryPoints(given: ReadonlyMap<string, Point>): CountryPoints {
  const middles = new Map<string, Point | undefined>();
  return (country) => {
    const known = given.get(country);
    if (known) return known;
    if (!middles.has(country)) middles.set(country, middlePort(country));
    return middles.get(country);
  };
}

function middlePort(country: string): Point | undefined {
  const ports = allPorts.filter((port) => port.country === country);
  const far = (port: Point) => ports.reduce((sum, other) => sum + arcBetween(port, other), 0);
  const [nearest] = ports
    .map((port) => ({ port, sum: far(port) }))
    .sort((one, other) => one.sum - other.sum);
  return nearest && { latitude: nearest.port.latitude, longitude: nearest.port.longitude };
}

import { folded } from "./folded.ts";
import { allPorts, type Port } from "./ports.ts";

/**
 * The port that a place's name is, or names first: "Suva", "Noumea, port where brought". Of a country (ISO 3166
 * alpha-2) where that is known. Undefined when none has the name, or ports of several countries do.
 */
export function portOfName(name: string, country = ""): Port | undefined {
  const [first = ""] = name.split(",");
  return portCalled(name, country) ?? portCalled(first, country);
}

let index: Map<string, Port[]> | undefined;

function portCalled(name: string, country: string): Port | undefined {
  index ??= buildIndex();
  const found = (index.get(folded(name)) ?? []).filter(
    (port) => country === "" || port.country === country,
  );
  const oneCountry = found.every((port) => port.country === found[0]!.country);
  return oneCountry ? found[0] : undefined;
}

/** By each of a port's names; a seaport stands before an airport, as in the table. */
function buildIndex(): Map<string, Port[]> {
  const names = new Map<string, Port[]>();
  for (const port of allPorts) {
    const [outside = "", inside = ""] = port.name.split(/[()]/);
    const town = outside.replace(/ (International )?Airport.*$/, "");
    const forms = [port.name, outside, town, ...inside.split(",")].map(folded);
    for (const form of new Set(forms)) {
      if (form.length > 1) names.set(form, [...(names.get(form) ?? []), port]);
    }
  }
  return names;
}

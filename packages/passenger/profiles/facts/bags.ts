import type { Baggage, Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";

const kilogramsPerPound = 0.453_592_37;

/** Undefined where the message says nothing of baggage. */
export function bagFacts({ baggage, checkIns }: Traveller): Facts["bags"] {
  const stated = [...baggage, ...checkIns.flatMap(({ baggage }) => baggage ?? [])];
  if (stated.length === 0) return undefined;
  const destinations = stated.flatMap(({ tags }) =>
    tags.flatMap(({ destination }) => destination ?? []),
  );
  return {
    pieces: highest(stated.map(({ pieces }) => pieces)),
    weight_kg: highest(stated.map(kilograms)),
    tags: highest(stated.map(({ tags }) => tags.reduce((sum, { count }) => sum + count, 0))),
    pooled: stated.some(({ pool }) => pool !== undefined),
    destinations: [...new Set(destinations)],
  };
}

function kilograms({ weight, unit }: Baggage): number | undefined {
  if (weight === undefined) return undefined;
  return Math.round(unit === "lb" ? weight * kilogramsPerPound : weight);
}

function highest(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.reduce<number | undefined>(
    (most, number) => Math.max(most ?? number, number),
    undefined,
  );
}

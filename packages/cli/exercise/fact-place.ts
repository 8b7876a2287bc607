import type { Deed } from "./kinds.ts";
import type { Inject } from "./scenario.ts";

/** Where a person reads a fact that the hub has no place for. */
type FactPlace = "narrative" | "persons" | "nowhere";

/** Whether an inject speaks of a traveller: then all that it says may be of a person. */
export function isOfTraveller({ content: { data }, notice_kind }: Inject): boolean {
  const said = data["traveller"] !== undefined && data["traveller"] !== null;
  return said || notice_kind === "passenger-risk-flag";
}

/** Of a traveller it stands where it is withheld without an agreement and erased in time, or nowhere. */
export function factPlaceOf(inject: Inject, { as }: Deed): FactPlace {
  switch (as) {
    case "alert":
    case "revision":
      return isOfTraveller(inject) ? "persons" : "narrative";
    case "operation":
    case "request":
    case "reply":
      return isOfTraveller(inject) ? "nowhere" : "narrative";
    default:
      return "nowhere";
  }
}

import { airportOf, portOf } from "@talanoa/sharing/codes/ports.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { takesPart } from "@talanoa/sharing/directory/standing.ts";
import type { FlagDetails, FlaggedTraveller } from "../flag-details.ts";
import { instantOf } from "./local-time.ts";

/** What a notice about a flag is made of. */
export interface FlagToTell {
  readonly id: string;
  readonly grade: string;
  /** Null where a list found the traveller: others are not told which. */
  readonly profile: { readonly id: string; readonly version: number } | null;
  readonly details: FlagDetails & { readonly traveller: FlaggedTraveller };
}

/**
 * The draft of the notice that tells the Members on a traveller's journey: why and which flight, and the
 * traveller in the section that only an agreement lets through. `now` is Unix ms. What the messages do not
 * tell is left out: sealing the draft then names the rule.
 */
export function flagDraft(
  { id, grade, profile, details }: FlagToTell,
  directory: Directory,
  now: number,
): object {
  const { flight, from, to, departure = "", arrival = "", onward, digest, traveller } = details;
  const arrivesAt = instantOf(arrival, zoneOf(to, directory));
  return {
    kind: "risk-flag",
    title: `${flight} from ${from} to ${to}, ${departure.slice(0, 10)}: one traveller`,
    risk_flag: {
      reference: id,
      flight,
      flight_date: departure.slice(0, 10),
      departs: from,
      arrives: to,
      ...(onward.length > 0 && { onward }),
      ...(!Number.isNaN(arrivesAt) && { arrives_at: new Date(arrivesAt).toISOString() }),
      grade,
      reasons: details.reasons,
      profile: profile?.id ?? "watchlist",
      profile_version: profile?.version ?? 0,
      travellers: 1,
      message_digest: digest,
      measure: "inspect",
    },
    passengers: [passengerOf(traveller)],
    purpose: "customs-enforcement",
    marking: "TLP:AMBER",
    precedence: "priority",
    audience: { participants: membersOn([from, to, ...onward], directory, now) },
  };
}

/** Participants of the countries of airports, each once. */
function membersOn(airports: readonly string[], directory: Directory, now: number): string[] {
  const countries = new Set(airports.flatMap((code) => countryOfAirport(code) ?? []));
  return [...countries].filter((country) => takesPart(directory.participant(country), now));
}

/** The main time zone of where an airport is; UTC where the directory does not tell. */
function zoneOf(airport: string, directory: Directory): string {
  const country = countryOfAirport(airport);
  return (country && directory.participant(country)?.timeZones[0]) || "UTC";
}

function countryOfAirport(code: string): string | undefined {
  return (airportOf(code) ?? portOf(code))?.country;
}

function passengerOf({ surname, given, document, ...its }: FlaggedTraveller): object {
  const { birthDate, sex, nationality, seat, bags, locator } = its;
  return {
    name: given === "" ? surname : `${surname}/${given}`,
    ...(birthDate && { birth_date: birthDate }),
    ...((sex === "F" || sex === "M" || sex === "X") && { sex }),
    ...(nationality && { nationality }),
    ...(document && { document_number: document.number }),
    ...(document?.type.startsWith("P") && { document_type: "P" }),
    ...(seat && /^\d{1,3}[A-Z]$/.test(seat) && { seat }),
    ...(bags !== undefined && { bags }),
    ...(locator && /^[A-Z0-9]{5,8}$/.test(locator) && { record_locator: locator }),
  };
}

import { Category } from "@talanoa/contract/generated/talanoa.ts";
import plan from "./plan.json" with { type: "json" };

/** Whom the case's originator addresses, as the draft says it. */
export interface PlannedAudience {
  readonly sub_regions?: readonly string[];
  readonly participants?: readonly string[];
  /** `AU:au-liaison` */
  readonly officers?: readonly string[];
  readonly groups?: readonly string[];
}

/** What must come of one case, worked out by hand and not by the hub's own rules. */
export interface PlannedCase {
  /** Name of the draft in `cases/`, without ending. */
  readonly case: string;
  readonly publisher: string;
  readonly marking: string;
  readonly precedence: string;
  readonly audience: "all" | PlannedAudience;
  /**
   * Everyone who must receive a copy, by code, and nobody else. The originator always keeps its
   * own copy, the Secretariat too when it publishes; it receives nothing else unless named.
   */
  readonly receivers: readonly string[];
  /** Sub-regions that the case concerns: those of the Members among its places and its route. */
  readonly regions: readonly string[];
}

/**
 * The 63 cases in the order of the events, each with its publisher: the Member that led, else the
 * first Member that reported, and the Secretariat for the two regional operations.
 */
export const plannedCases: readonly PlannedCase[] = plan.map((row) => ({
  case: row.case,
  publisher: row.publisher,
  marking: row.marking,
  precedence: row.precedence,
  audience: row.audience as "all" | PlannedAudience,
  receivers: row.receivers.split(" "),
  regions: row.regions,
}));

export interface PlannedGroup {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** The groups that cases of the plan are addressed to. */
export const groups: readonly PlannedGroup[] = [
  {
    id: "CONTAINER-LINE",
    name: "Ports of the trans-Pacific container services",
    members: ["AU", "FJ", "NC", "NZ", "PF"],
  },
  {
    id: "YACHT-CORRIDOR",
    name: "Members on the yacht route from the Americas to Australia",
    members: ["AU", "CK", "FJ", "NC", "NZ", "PF", "SB", "TO", "VU"],
  },
];

export interface PlannedAgreement {
  readonly id: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly category: Category;
}

const personal: readonly (readonly [from: string, to: string])[] = [
  ["AU", "NZ"],
  ["AU", "PG"],
  ["FJ", "NZ"],
  ["FJ", "TO"],
  ["FJ", "VU"],
  ["NZ", "AU"],
  ["NZ", "CK"],
  ["NZ", "FJ"],
];

const passenger: readonly (readonly [from: string, to: string])[] = [["NZ", "FJ"]];

/**
 * Made up for the demo: who may send personal or passenger data to whom for customs enforcement and against
 * serious crime. The demo's real cases name no persons; all but NZ-FJ-PASSENGERS-DEMO are there for notices of
 * your own.
 */
export const agreements: readonly PlannedAgreement[] = [
  ...personal.map(([from, to]) => ({
    id: `${from}-${to}-DEMO`,
    title: `Demo arrangement on personal data, ${from} to ${to}`,
    from,
    to,
    category: Category.PERSONAL,
  })),
  ...passenger.map(([from, to]) => ({
    id: `${from}-${to}-PASSENGERS-DEMO`,
    title: `Demo arrangement on passenger data, ${from} to ${to}`,
    from,
    to,
    category: Category.PASSENGER,
  })),
];
/** The name of the subscription that every liaison officer holds. */
export const FEED_SUBSCRIPTION = "demo";
/** The name of the second subscription that some hold: what concerns their own sub-region. */
export const REGION_SUBSCRIPTION = "demo-region";

/** Who holds a second subscription, with the sub-region that its filter names. */
export const regionSubscribers: readonly {
  readonly participant: string;
  readonly region: string;
}[] = [
  { participant: "CK", region: "polynesia" },
  { participant: "FJ", region: "melanesia" },
  { participant: "GU", region: "micronesia" },
  { participant: "NZ", region: "australia-new-zealand" },
  { participant: "TL", region: "other" },
  { participant: "VU", region: "melanesia" },
];

/** The cases whose copies a participant must get through its second subscription. */
export function plannedForRegion(participant: string, region: string): readonly PlannedCase[] {
  return plannedCases.filter(
    (each) => each.receivers.includes(participant) && each.regions.includes(region),
  );
}

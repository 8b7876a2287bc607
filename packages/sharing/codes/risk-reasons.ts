/**
 * Why a traveller is flagged: the hub's own list, one code for each group of data in advance passenger
 * information and bookings that a rule can look at. No code tells what is written there.
 */
export const riskReasons = {
  document:
    "The travel document: its kind, its State of issue, or that it is reported lost or stolen",
  identity: "The identity: it differs between messages, or one document serves several names",
  route: "The route: roundabout, broken, or one that is known for a method",
  stay: "The stay: its length does not fit the route or the distance",
  booking: "The booking: made late, changed often, or made by others",
  payment: "The payment: in cash, by another person, or in another country",
  contact: "The contact data: shared with other bookings of interest",
  baggage: "The baggage: its number or weight does not fit the stay",
  seat: "The seat: changed or chosen against the booking",
  companions: "The companions: travels apart from or together with others of interest",
  history: "Earlier travel, or what earlier checks found",
  "no-show": "Missed flights or legs that were left out",
  "name-match": "Likeness to an entry of a watchlist",
  intelligence: "Information of another authority",
  random: "Chosen by chance, to measure what the profiles miss",
} as const satisfies { readonly [code: string]: string };

export function isRiskReason(code: string): boolean {
  return Object.hasOwn(riskReasons, code);
}

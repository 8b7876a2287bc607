/** Types of travel documents as PAXLST messages write them. */
export const travelDocuments: { readonly [type: string]: string } = {
  P: "Passport",
  V: "Visa",
  A: "Identity card",
  C: "Identity card",
  I: "Identity card",
  AC: "Crew member certificate",
  IP: "Passport card",
  F: "Other approved identity document",
};

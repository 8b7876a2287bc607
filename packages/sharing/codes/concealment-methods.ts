/** How goods were hidden: the hub's own list, as there is no public one of customs. */
export const concealmentMethods = {
  "vessel-structure": "Built into the craft",
  "vessel-stowage": "Carried aboard unconcealed or loosely hidden",
  "low-profile-vessel": "Low-profile or semi-submersible craft",
  "at-sea-float": "Set adrift for pick-up",
  "wash-up": "Found ashore or cached on a beach",
  "container-rip": "Rip-on, rip-off",
  "container-structure": "In the container itself",
  "in-cargo": "Among declared goods",
  "in-product": "Inside the goods",
  misdeclared: "False description of the whole consignment",
  "false-documents": "False value, origin or identity papers",
  "liquid-solution": "Dissolved in liquid",
  impregnated: "Soaked into cloth or other material",
  baggage: "In baggage",
  "baggage-structure": "In the structure of baggage",
  "body-worn": "On the body",
  "body-internal": "In the body",
  "postal-parcel": "In mail or express items",
  vehicle: "In a vehicle",
  "aircraft-cabin": "Aboard a light aircraft",
  "premises-storage": "Stored ashore",
  "not-published": "Not published",
} as const satisfies { readonly [code: string]: string };

export type ConcealmentMethod = keyof typeof concealmentMethods;

export function isConcealmentMethod(code: string): code is ConcealmentMethod {
  return Object.hasOwn(concealmentMethods, code);
}

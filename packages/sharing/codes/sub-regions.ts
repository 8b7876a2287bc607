/** The sub-regions of the Pacific, as the United Nations draw them; `other` is Timor-Leste. */
export const subRegions = [
  "australia-new-zealand",
  "melanesia",
  "micronesia",
  "polynesia",
  "other",
] as const;

export type SubRegion = (typeof subRegions)[number];

const subRegionOfCountry: { readonly [country: string]: SubRegion } = {
  AS: "polynesia",
  AU: "australia-new-zealand",
  CK: "polynesia",
  FJ: "melanesia",
  FM: "micronesia",
  GU: "micronesia",
  KI: "micronesia",
  MH: "micronesia",
  MP: "micronesia",
  NC: "melanesia",
  NF: "australia-new-zealand",
  NR: "micronesia",
  NU: "polynesia",
  NZ: "australia-new-zealand",
  PF: "polynesia",
  PG: "melanesia",
  PW: "micronesia",
  SB: "melanesia",
  TK: "polynesia",
  TL: "other",
  TO: "polynesia",
  TV: "polynesia",
  VU: "melanesia",
  WF: "polynesia",
  WS: "polynesia",
};

/** The sub-region of a country (ISO 3166 alpha-2); undefined outside the region of the hub. */
export function subRegionOf(country: string): SubRegion | undefined {
  return Object.hasOwn(subRegionOfCountry, country) ? subRegionOfCountry[country] : undefined;
}

export function isSubRegion(word: string): word is SubRegion {
  return (subRegions as readonly string[]).includes(word);
}

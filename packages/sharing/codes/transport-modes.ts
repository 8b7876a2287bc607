/** UN/CEFACT Recommendation 19: the first digit of the mode of transport. */
export const transportModes = {
  "0": "Transport mode not specified",
  "1": "Maritime transport",
  "2": "Rail transport",
  "3": "Road transport",
  "4": "Air transport",
  "5": "Mail",
  "6": "Multimodal transport",
  "7": "Fixed transport installation",
  "8": "Inland water transport",
  "9": "Transport mode not applicable",
} as const satisfies { readonly [code: string]: string };

export type TransportMode = keyof typeof transportModes;

export function isTransportMode(code: string): code is TransportMode {
  return Object.hasOwn(transportModes, code);
}

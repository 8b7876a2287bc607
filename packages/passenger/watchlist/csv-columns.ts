/** The columns of a list in CSV. Those marked so hold several values, parted by semicolons. */
export const csvColumns = {
  kind: { several: false },
  id: { several: false },
  name: { several: false },
  aliases: { several: true },
  weak_aliases: { several: true },
  birth_dates: { several: true },
  documents: { several: true },
  sex: { several: false },
  nationalities: { several: true },
  imo: { several: false },
  mmsi: { several: false },
  call_sign: { several: false },
  flag: { several: false },
  registration_numbers: { several: true },
  countries: { several: true },
} as const satisfies { readonly [column: string]: { readonly several: boolean } };

/** A traveller who does not exist. */
export interface MadeUpTraveller {
  readonly surname: string;
  readonly given: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  /** ISO 3166-1 alpha-3, of nationality and passport. */
  readonly country: string;
  readonly passport: string;
}

/** A flight of a carrier that does not exist; places as IATA codes. */
export interface MadeUpFlight {
  readonly number: string;
  readonly from: string;
  readonly to: string;
}

/** A passenger list (PAXLST D.05B) of a flight on a day (YYYY-MM-DD), as a carrier sends it. */
export function passengerList(
  { number, from, to }: MadeUpFlight,
  day: string,
  travellers: readonly MadeUpTraveller[],
): Buffer {
  const short = day.slice(2).replaceAll("-", "");
  const body = [
    "BGM+745",
    "NAD+MS+++ZZ AIR CONTROL",
    `TDT+20+${number}+++ZZ`,
    `LOC+125+${from}`,
    `DTM+189:${short}1330:201`,
    `LOC+87+${to}`,
    `DTM+232:${short}1640:201`,
    ...travellers.flatMap(({ surname, given, birthDate, country, passport }) => [
      `NAD+FL+++${surname}:${given}`,
      `DTM+329:${birthDate.slice(2).replaceAll("-", "")}`,
      `LOC+178+${from}`,
      `LOC+179+${to}`,
      `NAT+2+${country}`,
      `DOC+P:110:111+${passport}`,
      `LOC+91+${country}`,
    ]),
    `CNT+42:${travellers.length}`,
  ];
  const segments = [
    `UNB+UNOA:4+ZZAIR:ZZ+NZCUSTOMS:ZZ+${short}:0915+${short}${number}++APIS`,
    `UNH+M1+PAXLST:D:05B:UN:IATA+${number}/${short}`,
    ...body,
    `UNT+${body.length + 2}+M1`,
    `UNZ+1+${short}${number}'`,
  ];
  return Buffer.from(segments.join("'\n"), "latin1");
}

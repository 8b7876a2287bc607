/** A traveller who does not exist. */
export interface MadeUpTraveller {
  readonly surname: string;
  readonly given: string;
  /** YYMMDD. */
  readonly birth: string;
  readonly passport: string;
}

/** A flight tomorrow from Auckland to Nadi, by a carrier that does not exist. */
export function passengerList(
  travellers: readonly MadeUpTraveller[],
  { begin = "BGM+745", flight = "ZZ0410" } = {},
): Buffer {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(2, 10).replaceAll("-", "");
  const body = [
    begin,
    "NAD+MS+++ZZ AIR CONTROL",
    `TDT+20+${flight}+++ZZ`,
    "LOC+125+AKL",
    `DTM+189:${day}1330:201`,
    "LOC+87+NAN",
    `DTM+232:${day}1640:201`,
    ...travellers.flatMap(({ surname, given, birth, passport }) => [
      `NAD+FL+++${surname}:${given}`,
      "ATT+2++M",
      `DTM+329:${birth}`,
      "LOC+178+AKL",
      "LOC+179+NAN",
      "NAT+2+TON",
      `DOC+P:110:111+${passport}`,
      "LOC+91+TON",
    ]),
    `CNT+42:${travellers.length}`,
  ];
  const segments = [
    "UNB+UNOA:4+ZZAIR:ZZ+NZCUSTOMS:ZZ+260311:0915+26031109++APIS",
    "UNH+M1+PAXLST:D:05B:UN:IATA+ZZ410",
    ...body,
    `UNT+${body.length + 2}+M1`,
    "UNZ+1+26031109'",
  ];
  return Buffer.from(segments.join("'\n"), "latin1");
}

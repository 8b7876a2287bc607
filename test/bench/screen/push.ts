/** A person who does not exist, as a booking has one. */
export interface BookedPerson {
  readonly family: string;
  readonly given: readonly string[];
  readonly sex: string;
  readonly nationality: string;
  readonly passport: string;
  /** Year, month from 1, day. */
  readonly birthDate: { readonly year: number; readonly month: number; readonly day: number };
}

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

/**
 * A push of a flight from Auckland to Nadi with one PNR a person, some 2,000 bytes each as carriers send
 * them: booking, ticket, payment, documents, contacts, seat, bags and the history of its changes.
 */
export function pushOf(people: readonly BookedPerson[], reference = "2603110600"): Buffer {
  const bookings = people.flatMap(booking);
  const body = [
    "MSG+:22",
    "ORG+ZZ:AKL",
    "TVL+110326:1330:110326:1640+AKL+NAN+ZZ+0410",
    `EQN+${people.length}`,
    ...bookings,
  ];
  const text = [
    `UNA:+.?*'UNB+IATA:1+ZZ+FJGOV+260311:0600+${reference}`,
    "UNH+1+PNRGOV:13:1:IA+ZZ410/260311",
    ...body,
    `UNT+${body.length + 2}+1`,
    `UNZ+1+${reference}'`,
  ].join("'\n");
  return Buffer.from(text, "latin1");
}

function booking(person: BookedPerson, number: number): string[] {
  const { family, given, sex, nationality, passport, birthDate } = person;
  const locator = `Q${number.toString(36).toUpperCase().padStart(5, "Z")}`;
  const { year, month, day } = birthDate;
  const born = `${String(day).padStart(2, "0")}${MONTHS[month - 1]}${String(year % 100).padStart(2, "0")}`;
  const seat = `${String(1 + (number % 40)).padStart(3, "0")}${"ABCDEF"[number % 6]}`;
  const names = given.join("/");
  const mail = `${given[0]}..${family}./X//EXAMPLE.COM`.toUpperCase();
  return [
    "SRC",
    `RCI+ZZ:${locator}::020126:101500+YY:${locator.slice(1)}B`,
    "SSR+AVML:HK:1:ZZ",
    "DAT+700:050326:1120+710:050326:1130",
    `IFT+4:28::ZZ+CTCE ${mail}`,
    "ORG+YY:SUV+12345678:SUVZZ0100+SUV++T+FJ:FJD+A1",
    "ADD++700:12 BEACH ROAD:NADI:::FJ:0000:679 555 0177",
    `TIF+${family.toUpperCase()}+${given.join(" ").toUpperCase()}:A:1`,
    "FTI+ZZ:900100200:::GOLD",
    `REF+:ZZUNIQUE${number}`,
    `SSR+DOCS:HK:1:ZZ:::::/P/${nationality}/${passport}/${nationality}/${born}/${sex}/01MAY31/${family}/${names}`.toUpperCase(),
    `SSR+DOCO:HK:1:ZZ:::::/SUVA/V/V77${number}/SUVA/02MAY21/FJI`,
    "SSR+DOCA:HK:1:ZZ:::::/D/FJI/1 HARBOUR ST/SUVA/CENTRAL/0001",
    "SSR+CTCM:HK:1:ZZ:::::6795550177",
    `TKT+999123456${String(number).padStart(4, "0")}:T:1`,
    "MON+B:500.00:FJD+T:590.00:FJD",
    "DAT+710:050326:1130",
    "FOP+CC::590.00:VI:4111111111111111:0928:A77X",
    "IFT+4:43+MADE UP+9 HILL ROAD SUVA+679 555 0188",
    "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y",
    "RPI+1+HK",
    "APD+73H",
    `SSR+SEAT:HK:1:ZZ:::AKL:NAN+${seat}::1`,
    `RCI+ZZ:${locator}`,
    "TVL+180326:1330::1840+NAN+AKL+ZZ+0411:Y",
    "RPI+1+HK",
    "APD+73H",
    `RCI+ZZ:${locator}`,
    "DAT+2:110326:1210",
    "TRI++44:::1",
    `TIF+${family.toUpperCase()}+${given.join(" ").toUpperCase()}:A:1`,
    `SSD+${seat.replace(/^0+/, "")}++++Y`,
    "TBD++2:31:700+++ZZ:100200:2:NAN",
    ...["050326:1120", "060326:0915", "070326:1002", "080326:1745", "090326:0810"].flatMap((at) => [
      "ABI+4+AKLZZ0100+AKL++A",
      `DAT+701:${at}`,
      "SAC+++A",
      "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y",
      "RPI+1+HK",
      "SAC+++X",
      "TVL+120326:1330::1640+AKL+NAN+ZZ+0410:Y",
      "RPI+1+XX",
    ]),
  ];
}

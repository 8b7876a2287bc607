// Messages written for these tests: no carrier, person, document or card in them exists.

export interface Person {
  readonly surname: string;
  readonly given: string;
  /** YYMMDD. */
  readonly birth: string;
  readonly passport: string;
}

export interface Flight {
  /** Carrier and number. */
  readonly number: string;
  /** YYMMDD. */
  readonly day: string;
  readonly from: string;
  readonly to: string;
}

export const flight: Flight = { number: "ZZ0410", day: "260311", from: "AKL", to: "NAN" };

/** A passenger list; `begin` in place of what it is of, such as BGM+745+XR for a cancelled one. */
export function passengerList(
  people: readonly Person[],
  { number, day, from, to }: Flight = flight,
  begin = "BGM+745",
): Buffer {
  const travellers = people.flatMap(({ surname, given, birth, passport }) => [
    `NAD+FL+++${surname}:${given}`,
    "ATT+2++M",
    `DTM+329:${birth}`,
    `LOC+178+${from}`,
    `LOC+179+${to}`,
    "NAT+2+TON",
    `RFF+AVF:LOC${passport}`,
    `DOC+P:110:111+${passport}`,
    "LOC+91+TON",
  ]);
  const body = [
    begin,
    "NAD+MS+++ZZ AIR CONTROL",
    `TDT+20+${number}+++${number.slice(0, 2)}`,
    `LOC+125+${from}`,
    `DTM+189:${day}1330:201`,
    `LOC+87+${to}`,
    `DTM+232:${day}1640:201`,
    ...travellers,
    `CNT+42:${people.length}`,
  ];
  return interchange("UNB+UNOA:4+ZZAIR:ZZ+FJCUSTOMS:ZZ+260311:0915+26031109++APIS", [
    "UNH+M1+PAXLST:D:05B:UN:IATA+ZZ410/260311",
    ...body,
    `UNT+${body.length + 2}+M1`,
  ]);
}

/** A passenger list as one part of several: the first, one between or the last. */
export function listPart(people: readonly Person[], part: string, day = flight.day): Buffer {
  const whole = passengerList(people, { ...flight, day }).toString("latin1");
  // Each part has the total of the whole, which no part can know here.
  const text = whole.replace("+ZZ410/260311'", `+ZZ410/${day}+${part}'`).replace(/CNT.*\n/, "");
  return Buffer.from(
    text.replace(/UNT\+(\d+)/, (_, count) => `UNT+${Number(count) - 1}`),
    "latin1",
  );
}

/** The same message in an interchange that was prepared at another time of the day, HHMM. */
export function preparedAt(time: string, message: Buffer): Buffer {
  const text = message.toString("latin1").replace(":0915+", `:${time}+`);
  return Buffer.from(text.replaceAll("26031109", `2603${time}`), "latin1");
}

/** A push of one PNR, paid by this card, with a meal that says something of who eats it. */
export function bookingPush({ surname, given }: Person, card: string, locator = "QQ7X2A"): Buffer {
  return push([
    "SRC",
    `RCI+ZZ:${locator}::020126:101500`,
    "DAT+700:050326:1120+710:050326:1130",
    `TIF+${surname}+${given}MR:A:1`,
    "SSR+KSML:HK:1:ZZ",
    "TKT+9991234567890:T:1",
    "MON+T:590.00:FJD",
    `FOP+CC::590.00:VI:${card}:0928`,
    "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y",
  ]);
}

/** A push that says of one PNR that it is no more. */
export function cancelledPush(locator = "QQ7X2A"): Buffer {
  return push(["SRC", `RCI+ZZ:${locator}::020126:101500`, "DAT+700:060326:1120"]);
}

function push(pnr: readonly string[]): Buffer {
  const body = [
    "MSG+:22",
    "ORG+ZZ:AKL",
    "TVL+110326:1330:110326:1640+AKL+NAN+ZZ+0410",
    "EQN+1",
    ...pnr,
  ];
  return interchange("UNB+IATA:1+ZZ+FJGOV+260311:0600+26031109", [
    "UNH+1+PNRGOV:13:1:IA+ZZ410/260311",
    ...body,
    `UNT+${body.length + 2}+1`,
  ]);
}

function interchange(header: string, segments: readonly string[]): Buffer {
  return Buffer.from([header, ...segments, "UNZ+1+26031109'"].join("'\n"), "latin1");
}

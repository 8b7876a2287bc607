// Messages written for these tests: no carrier, person or document in them exists.

/** Segments of a message from BGM on, with the envelope of an airline that reports to Fiji. */
export function paxlst(body: readonly string[], header = "PAXLST:D:05B:UN:IATA"): string {
  return [
    "UNB+UNOA:4+ZZAIR:ZZ+FJCUSTOMS:ZZ+260311:0915+26031109++APIS",
    `UNH+M1+${header}+ZZ410/260311`,
    ...body,
    `UNT+${body.length + 2}+M1`,
    "UNZ+1+26031109'",
  ].join("'\r\n");
}

export const flight = [
  "BGM+745",
  "NAD+MS+++ZZ AIR CONTROL",
  "COM+679 555 0100:TE+679 555 0101:FX",
  "TDT+20+ZZ0410+++ZZ",
  "LOC+125+AKL",
  "DTM+189:2603111330:201",
  "LOC+87+NAN",
  "DTM+232:2603111640:201",
];

export const passenger = [
  "NAD+FL+++TAUFA:SIONE:VILI+12 BEACH ROAD+NADI+WEST+0000+FJI",
  "ATT+2++M",
  "DTM+329:840229",
  "MEA+CT++:2",
  "MEA+WT++KGM:31",
  "GEI+4+173",
  "FTX+BAG+++ZZ100200:2",
  "LOC+22+NAN",
  "LOC+174+TON",
  "LOC+178+AKL",
  "LOC+179+NAN",
  "LOC+180+:::NUKUALOFA",
  "COM+6795550177:TE+SIONE@EXAMPLE.COM:EM",
  "NAT+2+TON",
  "RFF+AVF:QQ7X2A",
  "RFF+SEA:012C",
  "DOC+P:110:111+T0011223",
  "DTM+36:310501",
  "DTM+182:210502",
  "LOC+91+TON",
];

/** Segments of a push from MSG on, with its envelope. */
export function pnrgov(body: readonly string[], version = "13:1"): string {
  return [
    "UNA:+.?*'UNB+IATA:1+ZZ+FJGOV+260311:0600+2603110600",
    `UNH+1+PNRGOV:${version}:IA+ZZ410/260311`,
    ...body,
    `UNT+${body.length + 2}+1`,
    "UNZ+1+2603110600'",
  ].join("'\n");
}

export const push = [
  "MSG+:22",
  "ORG+ZZ:AKL",
  "TVL+110326:1330:110326:1640+AKL+NAN+ZZ+0410",
  "EQN+1",
];

export const booking = [
  "SRC",
  "RCI+ZZ:QQ7X2A::020126:101500+YY:ABC123",
  "DAT+700:050326:1120+710:050326:1130",
  "IFT+4:28::ZZ+CTCE SIONE..TAUFA./X//EXAMPLE.COM",
  "ORG+YY:SUV+12345678:SUVZZ0100+SUV++T+FJ:FJD+A1",
  "ADD++700:12 BEACH ROAD:NADI:::FJ:0000:679 555 0177",
  "TIF+TAUFA+SIONEMR:A:1",
  "FTI+ZZ:900100200:::GOLD",
  "REF+:ZZUNIQUE1",
  "SSR+DOCS:HK:1:ZZ:::::/P/TON/T0011223/TON/29FEB84/M/01MAY31/TAUFA/SIONE/VILI",
  "SSR+DOCO:HK:1:ZZ:::::/NUKUALOFA/V/V778899/SUVA/02MAY21/FJI",
  "SSR+DOCA:HK:1:ZZ:::::/D/FJI/1 HARBOUR ST/SUVA/CENTRAL/0001",
  "SSR+CTCM:HK:1:ZZ:::::6795550177",
  "TKT+9991234567890:T:1",
  "MON+B:500.00:FJD+T:590.00:FJD",
  "DAT+710:050326:1130",
  "FOP+CC::590.00:VI:4111111111111111:0928:A77X",
  "IFT+4:43+MELE TAUFA+9 HILL ROAD SUVA+679 555 0188",
  "TVL+110326:1330::1640+AKL+NAN+ZZ+0410:Y",
  "RPI+1+HK",
  "APD+73H",
  "SSR+SEAT:HK:1:ZZ:::AKL:NAN+012C::1",
  "RCI+ZZ:QQ7X2A",
  "DAT+2:110326:1210",
  "TRI++44:::1",
  "TIF+TAUFA+SIONEMR:A:1",
  "SSD+12C++++Y",
  "TBD++2:31:700+++ZZ:100200:2:NAN",
];

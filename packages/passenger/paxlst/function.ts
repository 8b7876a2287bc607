import { lookup } from "../lookup.ts";
import type { MessageFunction } from "../model/message.ts";

/** What a document identifier (BGM 1004) says, where it is one of the codes in use (WCO/IATA/ICAO guide; US i-API). */
const byIdentifier: { readonly [code: string]: MessageFunction } = {
  // Passengers: changed data, cancelled reservation, reduction in party.
  CP: "change",
  XR: "cancel",
  RP: "cancel",
  // Flights: closed, with those not on board, with those on board; cancelled, changed.
  CL: "close",
  CLNB: "close",
  CLOB: "close",
  XF: "cancel",
  CF: "change",
  // Crew: changes to what was sent for a flight.
  CC: "change",
  BC: "change",
  EC: "change",
  FC: "change",
  // Master crew list: added, deleted, changed.
  G: "new",
  H: "cancel",
  I: "change",
};

/** BGM 1225: what the message is to what was sent before it. */
const byFunctionCode: { readonly [code: string]: MessageFunction } = {
  "1": "cancel",
  "3": "cancel",
  "4": "change",
  "5": "resend",
  "7": "resend",
  "9": "new",
  "36": "change",
  "43": "resend",
};

/** `revision` is how often the transaction has been sent again (RFF TN, 1056). */
export function functionOf(
  identifier: string,
  functionCode: string,
  revision: number | undefined,
): MessageFunction {
  const said = lookup(byIdentifier, identifier) ?? lookup(byFunctionCode, functionCode);
  return said ?? (revision !== undefined && revision > 1 ? "resend" : "new");
}

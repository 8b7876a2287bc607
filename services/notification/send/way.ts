import type { WayName } from "../tables/tables.ts";

/** What is sent: how it is worded, and nothing of any notice. */
export interface Message {
  /** A line. */
  readonly title: string;
  /** Lines below it. */
  readonly text: string;
  readonly isUrgent: boolean;
  /** The same for each attempt at the same message, so that who gets it twice can tell. */
  readonly id: string;
}

/**
 * What came of sending: it arrived at the server; there is no such address, as that says; the address has ended for
 * good, and is forgotten.
 */
export type Outcome = "sent" | "refused" | "gone";

/** A message could not be handed over now. Says nothing of to whom: the text of a server's answer does. */
export class Undelivered extends Error {
  override readonly name = "Undelivered";
  /** A short word, or the number of a status. */
  readonly code: string;

  constructor(code: string) {
    super(`a message could not be handed over: ${code}`);
    this.code = code;
  }
}

/** A way on which people are told. */
export interface Way {
  /** Hands a message over; each attempt has its own time. Throws Undelivered when that may succeed later. */
  send(address: string, message: Message): Promise<Outcome>;
}

export type Ways = { readonly [Name in WayName]?: Way };

export function namesOf(ways: Ways): WayName[] {
  return (["mail", "push"] as const).filter((name) => ways[name]);
}

import { type Issue, issueOf } from "./issue.ts";
import type { Limits } from "./limits.ts";
import { limits as defaults } from "./limits.ts";
import type { ReadMessage } from "./message-frame.ts";
import type { PassengerMessage, Total, Transfer } from "./model/message.ts";

/** Joins the parts of messages, in whatever order and however late they come. */
export interface Assembler {
  /** Takes a message or a part of one; returns what is whole by it, or had to be given up. */
  add(read: ReadMessage): PassengerMessage[];
  /** Gives up what still waits: each message with the parts that came, and an issue. */
  flush(): PassengerMessage[];
}

/** One that tells what waits in it, for who keeps that elsewhere. */
export interface OpenAssembler extends Assembler {
  /** The parts that wait, message by message. */
  waiting(): ReadMessage[];
}

interface OpenMessage {
  readonly parts: Map<number, ReadMessage>;
  /** How many there are, once the last has come. */
  total: number | undefined;
  /** Parts that came again just as they were: the message may be on its way a second time. */
  readonly again: Set<number>;
}

/** Keep one for as long as parts may come; what it holds is bounded by the limits. */
export function createAssembler(limits: Limits = defaults): OpenAssembler {
  const open = new Map<string, OpenMessage>();
  let openBytes = 0;

  function release(key: string, found: OpenMessage): PassengerMessage {
    open.delete(key);
    for (const { bytes } of found.parts.values()) openBytes -= bytes;
    return join(found);
  }

  function add(read: ReadMessage): PassengerMessage[] {
    const { message } = read;
    const { transfer } = message;
    if (!transfer) return [withTotals(message)];
    if (transfer.part > limits.parts) return [withTotals(withIssue(message, "too-many-parts"))];

    const key = keyOf(message);
    const found = open.get(key) ?? { parts: new Map(), total: undefined, again: new Set() };
    if (isOfAnother(read, transfer, found)) return beginAnew(found, key, read);
    return addTo(found, key, read, transfer);
  }

  /** The message was sent anew before all of its parts had come: nothing joins old parts to new ones. */
  function beginAnew(found: OpenMessage, key: string, read: ReadMessage): PassengerMessage[] {
    const begun = [...found.again]
      .map((part) => found.parts.get(part)!)
      .filter(({ message }) => !arePreparedApart(message, read.message));
    return [release(key, found), ...[...begun, read].flatMap(add)];
  }

  function addTo(
    found: OpenMessage,
    key: string,
    read: ReadMessage,
    { part, place }: Transfer,
  ): PassengerMessage[] {
    const before = found.parts.get(part);
    if (before) found.again.add(part);
    openBytes += read.bytes - (before?.bytes ?? 0);
    found.parts.set(part, read);
    if (place === "last") found.total = part;
    // The newest stands last: the oldest is given up first.
    open.delete(key);
    open.set(key, found);
    if (isWhole(found)) return [release(key, found)];
    return makeRoom();
  }

  function makeRoom(): PassengerMessage[] {
    const givenUp: PassengerMessage[] = [];
    for (const [key, found] of open) {
      if (open.size <= limits.openMessages && openBytes <= limits.openBytes) break;
      givenUp.push(release(key, found));
    }
    return givenUp;
  }

  function flush(): PassengerMessage[] {
    return [...open].map(([key, found]) => release(key, found));
  }

  function waiting(): ReadMessage[] {
    return [...open.values()].flatMap(({ parts }) => [...parts.values()]);
  }

  return { add, flush, waiting };
}

/** One text for all parts of a message: its sender, recipient, kind and common access reference. */
export function keyOf({ kind, interchange, commonAccess }: PassengerMessage): string {
  const { sender, recipient, reference } = interchange;
  return JSON.stringify([kind, sender, recipient, commonAccess || `#${reference}`]);
}

/** Parts of one message that are known to be its own, in any order, as far as they are given. */
export function asOne(parts: readonly ReadMessage[]): PassengerMessage {
  const numbered = parts.map((read) => [read.message.transfer?.part ?? 1, read] as const);
  const last = parts.find(({ message: { transfer } }) => transfer?.place === "last");
  const total = last?.message.transfer?.part;
  return join({ parts: new Map(numbered), total, again: new Set() });
}

/**
 * How far apart the parts of one message are prepared at most, in ms: each may stand in an interchange of its own, and
 * two pushes of a flight are hours apart.
 */
export const APART = 10 * 60_000;

/** Whether two parts were prepared at times so far apart that they are of two messages, whatever their reference says. */
function arePreparedApart(a: PassengerMessage, b: PassengerMessage): boolean {
  const [one, other] = [a, b].map(preparedAt);
  return one !== undefined && other !== undefined && Math.abs(one - other) > APART;
}

/** When the interchange of a message was prepared (Unix ms); undefined where it does not tell the time of day. */
export function preparedAt({ interchange }: PassengerMessage): number | undefined {
  const moment = interchange.preparedAt;
  return moment?.includes("T") ? Date.parse(`${moment}Z`) : undefined;
}

/** Whether a part cannot be of the message of which others came: it says otherwise, or there is no such part. */
function isOfAnother(
  { message }: ReadMessage,
  { part, place }: Transfer,
  { parts, total = Infinity }: OpenMessage,
): boolean {
  if ([...parts.values()].some((its) => arePreparedApart(its.message, message))) return true;
  const before = parts.get(part)?.message;
  // What was cut short may come again whole.
  if (before?.complete && contentOf(message) !== contentOf(before)) return true;
  return part > total || (place === "last" && part < Math.max(...parts.keys()));
}

/** A message as text, without what differs each time that it is sent. */
export function contentOf(message: PassengerMessage): string {
  return JSON.stringify({ ...message, interchange: undefined, reference: undefined });
}

function isWhole({ parts, total }: OpenMessage): boolean {
  if (total === undefined) return false;
  for (let part = 1; part <= total; part++) if (!parts.has(part)) return false;
  return true;
}

function join(found: OpenMessage): PassengerMessage {
  const parts = [...found.parts.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, read]) => read.message);
  const [first] = parts as [PassengerMessage];
  const whole = isWhole(found);
  const joined = parts.length === 1 ? first : joinParts(parts);
  let message: PassengerMessage = { ...joined, complete: whole && joined.complete };
  if (found.again.size > 0) message = withIssue(message, "repeated-part");
  return whole ? withTotals(message) : withIssue(message, "missing-part");
}

function joinParts(parts: readonly PassengerMessage[]): PassengerMessage {
  const [first] = parts as [PassengerMessage];
  const flights = new Map<string, PassengerMessage["flights"][number]>();
  const withheld: { [rule: string]: number } = {};
  const bookings: PassengerMessage["bookings"][number][] = [];
  const travellers: PassengerMessage["travellers"][number][] = [];
  const issues: Issue[] = [];
  for (const part of parts) {
    for (const flight of part.flights) flights.set(JSON.stringify(flight), flight);
    for (const [rule, count] of Object.entries(part.withheld)) {
      withheld[rule] = (withheld[rule] ?? 0) + count;
    }
    const offset = bookings.length;
    for (const traveller of part.travellers) {
      const { booking } = traveller;
      travellers.push(
        booking === undefined ? traveller : { ...traveller, booking: booking + offset },
      );
    }
    for (const booking of part.bookings) bookings.push(booking);
    const number = part.transfer?.part;
    for (const issue of part.issues) issues.push(number ? { ...issue, part: number } : issue);
  }
  return {
    ...first,
    complete: parts.every(({ complete }) => complete),
    flights: [...flights.values()],
    bookings,
    travellers,
    totals: {
      segments: sum(parts.map(({ totals }) => totals.segments)),
      travellers: { ...stated(parts, "travellers"), counted: travellers.length },
      ...(first.kind === "pnrgov" && {
        bookings: { ...stated(parts, "bookings"), counted: bookings.length },
      }),
    },
    withheld,
    issues,
  };
}

function sum(totals: readonly Total[]): Total {
  const all = totals.map((total) => total.stated);
  const known = all.every((each) => each !== undefined);
  return {
    ...(known && { stated: all.reduce((a, b) => a + b, 0) }),
    counted: totals.reduce((count, total) => count + total.counted, 0),
  };
}

/** Each part states the total of the whole. */
function stated(
  parts: readonly PassengerMessage[],
  what: "travellers" | "bookings",
): Omit<Total, "counted"> {
  const found = parts.find(({ totals }) => totals[what]?.stated !== undefined);
  const { counted: _, ...total } = found?.totals[what] ?? { counted: 0 };
  return total;
}

/** A whole message with an issue for each total that is not what was counted. */
function withTotals(message: PassengerMessage): PassengerMessage {
  const { travellers, bookings } = message.totals;
  const first = withTotal(message, travellers, "traveller-count", "CNT");
  return withTotal(first, bookings, "booking-count", "EQN");
}

function withTotal(
  message: PassengerMessage,
  total: Total | undefined,
  code: Issue["code"],
  tag: string,
): PassengerMessage {
  if (total?.stated === undefined || total.stated === total.counted) return message;
  return withIssue(message, code, { tag, position: total.position ?? 0 });
}

function withIssue(
  message: PassengerMessage,
  code: Issue["code"],
  where = { tag: "UNH", position: 1 },
): PassengerMessage {
  return { ...message, issues: [...message.issues, issueOf(code, where)] };
}

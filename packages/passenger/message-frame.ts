import type { Segment, SegmentBuffer } from "./edifact/segment.ts";
import { namedTag } from "./edifact/tags.ts";
import { type IssueCode, Issues } from "./issue.ts";
import { lookup } from "./lookup.ts";
import type { Limits } from "./limits.ts";
import type { Body, BodyContent, BodyContext } from "./message-body.ts";
import type { Interchange, PassengerMessage, Transfer } from "./model/message.ts";
import { createPaxlstBody } from "./paxlst/body.ts";
import { createPnrgovBody } from "./pnrgov/body.ts";
import { Withheld } from "./privacy/withheld.ts";
import { namesTraveller } from "./traveller-segments.ts";

/** A message as it came, whole or a part of one, and how many bytes it had. */
export interface ReadMessage {
  readonly message: PassengerMessage;
  readonly bytes: number;
}

/** How a message ended. */
export type Ending = "trailer" | "missing-trailer" | "cut-short";

/** One message while its segments come, from UNH on. */
export interface MessageFrame {
  take(segment: SegmentBuffer): void;
  end(how: Ending): ReadMessage;
}

interface MessageKind {
  readonly createBody: (context: BodyContext) => Body;
  readonly version: (header: Segment) => string;
  readonly isKnownVersion: (version: string) => boolean;
}

const kinds: { readonly [type: string]: MessageKind } = {
  PAXLST: {
    createBody: createPaxlstBody,
    version: (header) => `${header.at(2, 2)}.${header.at(2, 3)}`,
    isKnownVersion: (version) => /^D\.(?:0[2-9]|1\d|2\d)[AB]$/.test(version),
  },
  PNRGOV: {
    createBody: createPnrgovBody,
    version: (header) => `${header.at(2, 2)}.${header.at(2, 3)}`,
    isKnownVersion: (version) => /^(?:1\d|2\d)\.\d$/.test(version),
  },
};

const nothing: BodyContent = {
  function: "new",
  contacts: [],
  flights: [],
  bookings: [],
  travellers: [],
};

/** Begins a message by its UNH segment. */
export function beginMessage(
  header: Segment,
  interchange: Interchange,
  limits: Limits,
): MessageFrame {
  const issues = new Issues(limits.messageIssues);
  issues.at("UNH", 1);
  const withheld = new Withheld();
  const name = header.at(2);
  const kind = lookup(kinds, name);
  const version = kind?.version(header) ?? "";
  if (!kind) issues.add("unknown-message", "2.1");
  else if (!kind.isKnownVersion(version)) issues.add("unknown-version", "2.2");
  const identity = {
    kind: kind
      ? name === "PAXLST"
        ? ("paxlst" as const)
        : ("pnrgov" as const)
      : ("other" as const),
    type: header.element(2),
    version,
    interchange,
    reference: header.at(1),
    commonAccess: header.at(3),
    ...transferOf(header, issues),
  };

  const preparedOn = interchange.preparedAt?.slice(0, 10) ?? "";
  let body = kind?.createBody({ preparedOn, issues, withheld, limits });
  let segments = 1;
  let bytes = 0;
  let stated: number | undefined;
  let refused = false;
  /** The segment before, or one whose pieces follow each other until now, names a traveller. */
  let isBehindName = false;
  const said = new Set<IssueCode>();

  function refuse(code: IssueCode): void {
    issues.insist(code);
    refused = true;
    body = undefined;
  }

  function sayOnce(code: IssueCode): void {
    if (!said.has(code)) issues.add(code);
    said.add(code);
  }

  function take(segment: SegmentBuffer): void {
    segments += 1;
    bytes += segment.size;
    if (refused) return;
    issues.at(namedTag(segment.tag), segments);
    const tooMuch = overLimit();
    if (tooMuch) refuse(tooMuch);
    else if (segment.overflow) {
      issues.add(segment.overflow);
      body?.leaveOut(segment);
    } else takeSound(segment);
  }

  function overLimit(): IssueCode | undefined {
    if (bytes > limits.messageBytes) return "message-too-long";
    if (segments > limits.messageSegments) return "too-many-segments";
    if (!body) return undefined;
    if (body.groupSegments > limits.groupSegments) return "too-many-repetitions";
    if (body.bookings > limits.messageBookings) return "too-many-bookings";
    return body.travellers > limits.messageTravellers ? "too-many-travellers" : undefined;
  }

  function takeSound(segment: SegmentBuffer): void {
    if (segment.hasControls) sayOnce("control-character");
    if (segment.undeclaredCharset) sayOnce("undeclared-charset");
    if (isBehindName && namedTag(segment.tag) === "") {
      issues.add("torn-name");
      return;
    }
    isBehindName = namesTraveller(segment);
    if (segment.tag === "UNT") trailer(segment);
    else if (/^[A-Z][A-Z0-9]{2}$/.test(segment.tag)) body?.take(segment);
    else issues.add("bad-tag");
  }

  function trailer(segment: Segment): void {
    const count = segment.at(1).replace(/\s/g, "");
    if (!/^\d{1,10}$/.test(count)) issues.add("bad-number", "1.1");
    else stated = Number(count);
    if (stated !== undefined && stated !== segments) issues.add("segment-count", "1.1");
    if (segment.at(2).replace(/\s/g, "") !== identity.reference.replace(/\s/g, "")) {
      issues.add("control-reference", "2.1");
    }
  }

  function end(how: Ending): ReadMessage {
    if (how !== "trailer") issues.insist(how);
    const content = body?.end(how === "trailer") ?? nothing;
    const { statedTravellers, statedBookings, ...rest } = content;
    const message: PassengerMessage = {
      ...identity,
      ...rest,
      complete: how !== "cut-short" && !refused && kind !== undefined && !issues.losesTravellers,
      totals: {
        segments: { ...(stated !== undefined && { stated }), counted: segments },
        travellers: { ...statedTravellers, counted: content.travellers.length },
        ...(identity.kind === "pnrgov" && {
          bookings: { ...statedBookings, counted: content.bookings.length },
        }),
      },
      withheld: withheld.counts,
      issues: issues.list,
    };
    return { message, bytes };
  }

  return { take, end };
}

const places: { readonly [code: string]: Transfer["place"] } = {
  "": "middle",
  C: "first",
  F: "last",
};

function transferOf(header: Segment, issues: Issues): { readonly transfer?: Transfer } {
  if (header.element(4) === "") return {};
  const place = lookup(places, header.at(4, 2));
  const part = header.at(4);
  if (place === undefined || !/^\d{1,4}$/.test(part) || Number(part) === 0) {
    issues.add("bad-transfer", "4.1");
    return {};
  }
  return { transfer: { part: Number(part), place } };
}

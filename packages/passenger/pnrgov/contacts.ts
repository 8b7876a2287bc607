import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import { lookup } from "../lookup.ts";
import type { Contact } from "../model/traveller.ts";
import type { Withheld } from "../privacy/withheld.ts";
import type { Request } from "./request-text.ts";

/** What a contact's letter says: CTCE, CTCM and so on; any other is a telephone. */
const kinds: { readonly [letter: string]: Contact["kind"] } = {
  E: "email",
  A: "address",
  F: "fax",
};

interface Said {
  readonly code: string;
  readonly kind: Contact["kind"];
  readonly value: string;
}

/** A contact in free text: `CTCM 123456789`, `YY CTC M 123`, `CTCBOG 571 600`; undefined where there is none. */
function contactIn(text: string): Said | undefined {
  const found = /(?:^|[\s/])CTC(?: ?([A-Z])(?=[\s\d+]|$))?\s*(\S.*)$/.exec(text);
  if (!found) return undefined;
  const [, letter = "", value = ""] = found;
  return said(`CTC${letter}`, value);
}

function said(code: string, value: string): Said {
  const kind = lookup(kinds, code.slice(3)) ?? "phone";
  return { code, kind, value: kind === "email" ? emailOf(value) : value.trim() };
}

/** Teletype has neither @ nor _ nor a dash in addresses (IATA resolution 830d): `//`, `..` and `./`. */
function emailOf(text: string): string {
  return text.trim().replace("//", "@").replaceAll("..", "_").replaceAll("./", "-");
}

/** IFT 4:28, other service information: a contact is taken, all else is dropped. */
export function readOtherInformation(
  segment: Segment,
  withheld: Withheld,
  { position }: Issues,
): Contact | undefined {
  const parts: string[] = [];
  for (let element = 2; element <= segment.elements; element++)
    parts.push(segment.element(element));
  const found = contactIn(parts.join(" "));
  if (!found) {
    withheld.count("free-text");
    return undefined;
  }
  const value = withheld.text(found.value);
  return { ...found, value, segment: "IFT", raw: withheld.text(segment.text()), position };
}

/** SSR CTCE, CTCM, CTCR and the like. */
export function contactOfRequest({ code, text, position }: Request, withheld: Withheld): Contact {
  const value = withheld.text(text);
  return { ...said(code, value), segment: "SSR", raw: value, position };
}

/** ADD: an address, and a telephone number or e-mail address that stands beside it. */
export function readAddress(segment: Segment, withheld: Withheld, { position }: Issues): Contact[] {
  const raw = withheld.text(segment.text());
  const at = (component: number) => withheld.text(segment.at(2, component));
  const purpose = at(1);
  const address = {
    purpose,
    street: at(2),
    city: at(3),
    region: at(4) || at(5),
    country: at(6),
    postcode: at(7),
  };
  const contacts: Contact[] = [];
  const source = { segment: "ADD", raw, position };
  const { purpose: _, ...lines } = address;
  const written = Object.values(lines).filter((line) => line !== "");
  if (written.length > 0) {
    contacts.push({
      kind: "address",
      code: purpose,
      value: written.join(", "),
      address,
      ...source,
    });
  }
  const beside = at(8);
  if (beside === "") return contacts;
  const byPurpose = { code: purpose, kind: "phone" as const, value: beside };
  const asEmail = { code: purpose, kind: "email" as const, value: emailOf(beside) };
  const found =
    contactIn(beside) ?? (purpose === "E" || beside.includes("@") ? asEmail : byPurpose);
  contacts.push({ ...found, ...source });
  return contacts;
}

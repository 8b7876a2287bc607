import { counted } from "@talanoa/contract/counted.ts";
import type { Issue } from "@talanoa/passenger/issue.ts";
import type { Flight } from "@talanoa/passenger/model/flight.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Traveller } from "@talanoa/passenger/model/traveller.ts";
import { plain } from "../plain-text.ts";
import type { Style } from "../style.ts";
import { type Column, table } from "../table.ts";
import type { Findings } from "./hits.ts";
import { legsOf } from "./message-json.ts";
import { unsaidText } from "./unsaid-profile.ts";

const columns: readonly Column[] = [
  { title: "Name", shrinksTo: 14 },
  { title: "Sex" },
  { title: "Born" },
  { title: "Nat." },
  { title: "Document", shrinksTo: 8 },
  { title: "Way", shrinksTo: 10 },
  { title: "Role", shrinksTo: 4 },
];

/** A message for a person: what it is, a line for each traveller, and what is wrong with it. */
export function messageLines(
  message: PassengerMessage,
  { hits, unsaid }: Findings,
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const { type, travellers, complete, issues } = message;
  const flights = message.flights.map(flightText).join(", ") || "no flight";
  const count = counted(travellers.length, "traveller");
  const state = complete ? "" : ` ${style.bad("INCOMPLETE")}`;
  const rows = travellers.map((traveller) => travellerCells(message, traveller));
  return [
    `${style.bold(type)}  ${message.function}  ${flights}  ${count}${state}`,
    ...(rows.length > 0 ? table(columns, rows, { columns: width, heading: style.dim }) : []),
    ...hits.map(({ traveller, text }) => {
      const whom = traveller === null ? "all on board" : nameOf(travellers[traveller]!);
      return `${style.bad("hit")}  ${whom}: ${plain(text)}`;
    }),
    ...unsaid.map((its) => style.dim(unsaidText(its))),
    ...issueLines(issues, style),
  ];
}

/** What is wrong, and where; alike ones together. */
export function issueLines(issues: readonly Issue[], style: Style): string[] {
  const alike = Map.groupBy(issues, ({ code, segment }) => `${code} ${segment}`);
  return [...alike.values()].map((its) => {
    const [{ severity, text, segment, position, element }] = its as [Issue, ...Issue[]];
    const word = severity === "error" ? style.bad(severity) : style.odd(severity);
    const place = segment
      ? `${segment}, segment ${position}${element ? `, ${element}` : ""}: `
      : "";
    const more = its.length > 1 ? ` (and ${its.length - 1} more)` : "";
    return `${word}  ${plain(place + text)}${more}`;
  });
}

function flightText({ designator, legs }: Flight): string {
  const [first] = legs;
  if (!first) return plain(designator);
  const way = [first.from, ...legs.map(({ to }) => to)].join("-");
  return plain([designator, way, first.departure ?? first.arrival ?? ""].filter(Boolean).join(" "));
}

function nameOf({ name: { surname, given, middle } }: Traveller): string {
  const first = [given, middle].filter(Boolean).join(" ");
  return plain([surname, first].filter(Boolean).join(", "));
}

function travellerCells(message: PassengerMessage, traveller: Traveller): string[] {
  const { sex, birthDate, nationality, documents, role } = traveller;
  const [document] = documents;
  const legs = legsOf(message, traveller);
  return [
    nameOf(traveller),
    sex ?? "",
    birthDate?.value ?? "",
    nationality ?? "",
    document ? `${document.type} ${document.number}`.trim() : "",
    [legs[0]?.from, ...legs.map(({ to }) => to)].filter(Boolean).join("-"),
    role,
  ];
}

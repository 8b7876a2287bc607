import {
  type Commodity,
  type Conveyance,
  type OperationTasks,
  type Passenger,
  type Person,
  type Place,
  type RiskFlag,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import type { KnownSectionType, SectionBody } from "@talanoa/contract/sections.ts";
import {
  alertTypeWords,
  dataPurposeWords,
  answerStateWords,
  directionWords,
  operationNoticeWords,
  operationPhaseWords,
  requestTypeWords,
  riskMeasureWords,
  sectionWords,
  timePrecisionWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { commodityClasses } from "../codes/commodity-classes.ts";
import { concealmentMethods } from "../codes/concealment-methods.ts";
import { countryNames } from "../codes/countries.ts";
import { chapterOf } from "../codes/hs-chapters.ts";
import { portOf } from "../codes/ports.ts";
import { RISK_SCHEME, riskGrades } from "../codes/risk-grades.ts";
import { riskReasons } from "../codes/risk-reasons.ts";
import { transportModes } from "../codes/transport-modes.ts";
import { travelDocuments } from "../codes/travel-documents.ts";
import { audienceLines, gradingText } from "./describe-header.ts";
import { itineraryOf } from "./itinerary.ts";
import {
  coded,
  eventTime,
  group,
  instant,
  type Line,
  line,
  measured,
  named,
} from "./describe-line.ts";

/** The lines of each section type. Add a type: one row here. */
export const bodyLines = {
  [SectionType.ROUTING]: (routing) => [
    ...audienceLines(routing.audience),
    ...line("countries concerned", routing.countries.map(countryText).join(", ")),
    ...line("sub-regions concerned", routing.regions.join(", ")),
    ...coded("purpose", dataPurposeWords, routing.purpose),
    ...line("audience shown", routing.showAudience ? "yes" : ""),
    ...line("sections", routing.sections.map(({ type }) => wordOf(sectionWords, type)).join(", ")),
  ],
  [SectionType.SUMMARY]: (summary) => [
    ...line("title", summary.title),
    ...line("case reference", summary.caseReference),
    ...coded("type", alertTypeWords, summary.alertType),
    ...line("when", summary.time && eventTime(summary.time)),
    ...coded("precision", timePrecisionWords, summary.time?.precision),
    ...coded("direction", directionWords, summary.direction),
    ...line("office", summary.office),
    ...line("detection method", summary.detectionMethod),
  ],
  [SectionType.PLACES]: (places) => [
    ...places.scenes.flatMap((place) => placeLine("where", place)),
    ...placeLine("origin", places.origin),
    ...placeLine("departure", places.departure),
    ...places.transit.flatMap((place) => placeLine("transit", place)),
    ...placeLine("destination", places.destination),
  ],
  [SectionType.GOODS]: ({ commodities }) => commodities.flatMap(commodityLines),
  [SectionType.CONVEYANCE]: conveyanceLines,
  [SectionType.NARRATIVE]: ({ text, followUp }) => [
    ...line("text", text),
    ...line("follow-up", followUp),
  ],
  [SectionType.IMAGE]: ({ mediaType, content, caption }) => [
    ...line("image", `${mediaType}, ${content.length} bytes`),
    ...line("caption", caption),
  ],
  [SectionType.PERSONS]: ({ persons }) => persons.flatMap(personLines),
  [SectionType.PASSENGERS]: ({ passengers }) => passengers.flatMap(passengerLines),
  [SectionType.COMPANIES]: ({ companies }) =>
    companies.flatMap((company) =>
      group("company", company.name, [
        ...line("registration number", company.registrationNumber),
        ...line("country", countryText(company.country)),
        ...line("role", company.role),
        ...line("note", company.note),
      ]),
    ),
  [SectionType.SOURCE]: (source) => [
    ...line("description", source.description),
    ...line("publisher", source.publisher),
    ...line("address", source.address),
    ...line("published", instant(source.publishedAt, true)),
    ...line("grading", source.grading && gradingText(source.grading)),
  ],
  [SectionType.OPERATION]: (operation) => [
    ...line("operation", operation.operation),
    ...coded("what it is", operationNoticeWords, operation.notice),
    ...line("name", operation.name),
    ...coded("phase", operationPhaseWords, operation.phase),
    ...line("starts", instant(operation.startsAt, true)),
    ...line("ends", instant(operation.endsAt, true)),
    ...line("objective", operation.objective),
    ...line("participants", operation.participants.join(", ")),
    ...line("coordination unit", operation.coordinationUnit),
    ...operation.contactPoints.flatMap(({ participant, office, channel }) =>
      line("contact point", [participant, office, channel].filter(Boolean).join(", ")),
    ),
    ...operation.results.flatMap(({ measure, quantity, unit, note }) =>
      group("result", `${measure}: ${measured(quantity, unit)}`, line("note", note)),
    ),
    ...line("tasks", operation.tasks && tasksText(operation.tasks)),
  ],
  [SectionType.REFERENCE]: ({ notice }) =>
    line("notice", notice && `${notice.origin}/${notice.id}/${notice.version}`),
  [SectionType.REQUEST]: ({ type, text, answerBy, operation }) => [
    ...coded("asked for", requestTypeWords, type),
    ...line("text", text),
    ...line("answer by", instant(answerBy)),
    ...line("operation", operation),
  ],
  [SectionType.REPLY]: ({ request, requestDigest, state, text }) => [
    ...line("answers", request && `${request.origin}/${request.id}/${request.version}`),
    ...coded("state", answerStateWords, state),
    ...line("text", text),
    ...line("request digest", hex(requestDigest)),
  ],
  [SectionType.RISK_FLAG]: riskFlagLines,
} satisfies { readonly [Type in KnownSectionType]: (body: SectionBody<Type>) => Line[] };

function placeLine(label: string, place: Place | null): Line[] {
  if (!place) return [];
  const { name, unlocode, country, position } = place;
  const code = unlocode && named(unlocode, name ? undefined : portOf(unlocode)?.name);
  const degrees = position && `${position.latitude}, ${position.longitude}`;
  return line(label, [name, code, countryText(country), degrees].filter(Boolean).join("; "));
}

function countryText(code: string): string {
  return named(code, countryNames[code]);
}

function commodityLines(item: Commodity): Line[] {
  const { quantity, value, concealment } = item;
  const classes: { readonly [code: string]: { readonly title: string } } = commodityClasses;
  const methods: { readonly [code: string]: string } = concealmentMethods;
  const amount = quantity === null ? "" : measured(quantity, item.unit);
  return group("goods", item.name || (classes[item.commodityClass]?.title ?? item.commodityClass), [
    ...line("class", named(item.commodityClass, classes[item.commodityClass]?.title)),
    ...line("HS heading", item.hsHeading && named(item.hsHeading, chapterOf(item.hsHeading))),
    ...line("quantity", amount && item.approximate ? `about ${amount}` : amount),
    ...line("value", value && measured(value.amount, value.currency)),
    ...line("packaging", item.packaging),
    ...line("concealment", concealment && named(concealment.method, methods[concealment.method])),
    ...line("how", concealment?.description),
    ...line("note", item.note),
  ]);
}

function conveyanceLines(conveyance: Conveyance): Line[] {
  const modes: { readonly [code: string]: string } = transportModes;
  const craft = conveyance.smallCraft;
  return [
    ...line("mode", named(conveyance.transportMode, modes[conveyance.transportMode])),
    ...line("type", conveyance.type),
    ...line("name", conveyance.name),
    ...line("flag", countryText(conveyance.flag)),
    ...line("IMO number", conveyance.imo),
    ...line("MMSI", conveyance.mmsi),
    ...line("call sign", conveyance.callSign),
    ...line("containers", conveyance.containers.join(", ")),
    ...line("flight", conveyance.flight),
    ...line("registration", conveyance.registration),
    ...(craft
      ? group("small craft", craft.description, [
          ...line("length", craft.length && `${craft.length} m`),
          ...line("masts", craft.masts),
          ...line("hull", craft.hullColour),
          ...line("sails", craft.sailColour),
          ...line("persons on board", craft.personsOnBoard),
        ])
      : []),
  ];
}

function passengerLines(passenger: Passenger): Line[] {
  const { reference, name, flight, flightDate, departs, arrives, onward } = passenger;
  const way = [departs, arrives, onward].filter(Boolean).map((code) => portText(code));
  return group("passenger", reference || name, [
    ...line("name", reference ? name : ""),
    ...line("document", documentText(passenger)),
    ...line("flight", [flight, flightDate].filter(Boolean).join(" ")),
    ...line("way", way.join(" – ")),
    ...line("indicator", passenger.indicator),
    ...line("born", passenger.birthDate),
    ...line("sex", passenger.sex),
    ...line("nationality", countryText(passenger.nationality)),
    ...line("seat", passenger.seat),
    ...line("checked bags", passenger.bags === null ? "" : String(passenger.bags)),
    ...line("record locator", passenger.recordLocator),
  ]);
}

function riskFlagLines(flag: RiskFlag): Line[] {
  const { flight, flightDate, grade, scheme, profile, profileVersion } = flag;
  const reasons: { readonly [code: string]: string } = riskReasons;
  const meaning = scheme === RISK_SCHEME ? riskGrades[grade] : undefined;
  return [
    ...line("withdrawn", flag.withdrawn ? "nothing is left to check" : ""),
    ...line("reference", flag.reference),
    ...coded("asked for", riskMeasureWords, flag.measure),
    ...line("flight", [flight, flightDate].filter(Boolean).join(" ")),
    ...line("way", itineraryOf(flag).map(portText).join(" – ")),
    ...line("arrives", instant(flag.arrivesAt)),
    ...line("travellers", flag.travellers),
    ...line("grade", [named(grade, scheme), meaning].filter(Boolean).join(": ")),
    ...flag.reasons.flatMap((reason) => line("reason", named(reason, reasons[reason]))),
    ...line("profile", profileVersion ? `${profile}, version ${profileVersion}` : profile),
    ...line("message digest", hex(flag.messageDigest)),
  ];
}

function tasksText({ asked, answered }: OperationTasks): string {
  return `${asked} asked, ${answered} answered`;
}

function portText(code: string): string {
  return named(code, portOf(code)?.name);
}

function documentText({
  documentType,
  documentNumber,
}: Pick<Person, "documentType" | "documentNumber">): string {
  return [named(documentType, travelDocuments[documentType]), documentNumber]
    .filter(Boolean)
    .join(" ");
}

function personLines(person: Person): Line[] {
  return group("person", person.name, [
    ...line("born", person.birthDate),
    ...line("sex", person.sex),
    ...line("nationality", countryText(person.nationality)),
    ...line("document", documentText(person)),
    ...line("role", person.role),
    ...line("note", person.note),
  ]);
}

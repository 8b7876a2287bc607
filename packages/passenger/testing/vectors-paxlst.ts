import type { Call } from "../model/flight.ts";
import type { PassengerMessage } from "../model/message.ts";
import type { Traveller } from "../model/traveller.ts";

/** A PAXLST message as the files in shared/passenger-data/expected describe it. */
export interface ExpectedList {
  readonly syntax: string;
  readonly una: string | null;
  readonly sender: string;
  readonly recipient: string;
  readonly messages: readonly {
    readonly type: string;
    readonly commonAccessRef: string;
    readonly transfer: string;
    readonly bgm: string;
    readonly reportingParty: string | null;
    readonly flights: readonly {
      readonly q: string;
      readonly id: string;
      readonly carrier: string;
      readonly loc: readonly (readonly [string, string, string?])[];
    }[];
    readonly cnt: string | null;
    readonly untDeclared: string;
    readonly segmentsActual: number;
    readonly travellers: readonly ExpectedTraveller[];
  }[];
}

interface ExpectedTraveller {
  readonly qualifier: string;
  readonly surname: string;
  readonly given: string;
  readonly middle: string;
  readonly sex: string;
  readonly dob: string;
  readonly nationality: string | null;
  readonly locations: { readonly [qualifier: string]: string };
  readonly refs: { readonly [qualifier: string]: readonly string[] };
  readonly documents: readonly {
    readonly type: string;
    readonly no: string;
    readonly dtm36?: string;
    readonly loc91: readonly string[];
  }[];
  readonly bags: readonly string[];
  readonly measures: readonly string[];
  readonly verified: readonly string[];
  readonly address: readonly string[];
}

/** What both sides are brought to: texts as sent are split, dates written out but for their century. */
export function expectedList({ syntax, una, sender, recipient, messages }: ExpectedList) {
  const [message] = messages;
  if (!message || messages.length > 1) throw new Error("there is not one message");
  const [part, last] = message.transfer.split(":");
  return {
    interchange: { syntax, una, sender, recipient },
    type: message.type,
    commonAccess: message.commonAccessRef,
    transfer: part ? { part: Number(part), place: last === "F" ? "last" : "middle" } : undefined,
    bgm: message.bgm,
    reportingParty: message.reportingParty ?? undefined,
    flights: message.flights.map(({ q, id, carrier, loc }) => ({
      stage: q,
      designator: id,
      // Where it is not named apart, it is the first two characters.
      carrier: carrier || id.slice(0, 2),
      calls: loc.map(([code, place, time]) => ({ code, place, ...timeOf(time) })),
    })),
    statedTravellers: /^4[12]:(\d+)$/.exec(message.cnt ?? "")?.[1],
    segments: { stated: Number(message.untDeclared), counted: message.segmentsActual },
    travellers: message.travellers.map(expectedTraveller),
  };
}

function timeOf(time: string | undefined): Partial<Call> {
  if (!time) return {};
  const [code, digits = ""] = time.split(":");
  const [year, month, day, hour, minute] = digits.match(/../g)!;
  const moment = `20${year}-${month}-${day}T${hour}:${minute}`;
  return code === "189" ? { departure: moment } : { arrival: moment };
}

function expectedTraveller(traveller: ExpectedTraveller) {
  const [street = "", city = "", region = "", postcode = ""] = traveller.address;
  const { locations } = traveller;
  return {
    qualifier: traveller.qualifier,
    name: [traveller.surname, traveller.given, traveller.middle],
    sex: traveller.sex.split("*")[0],
    birth: traveller.dob.split(":")[0]!.slice(-6),
    nationality: traveller.nationality ?? undefined,
    places: [
      locations["22"],
      locations["174"],
      locations["178"],
      locations["179"],
      locations["180"]?.replace(":::", ""),
    ],
    references: Object.entries(traveller.refs).flatMap(([qualifier, values]) =>
      values.map((value) => ({ qualifier, value })),
    ),
    documents: traveller.documents.map(({ type, no, dtm36, loc91 }) => ({
      type: type.split(":")[0],
      number: no,
      expires: dtm36,
      places: loc91.filter((place) => place !== "").map((place) => place.split(":")[0]),
    })),
    tags: traveller.bags.map((bag) => {
      const [number, count = "1"] = bag.split(":");
      return [number, Number(count)];
    }),
    measures: traveller.measures.map((measure) => {
      const [kind, , value = ""] = measure.split("+");
      return [kind, Number(value.split(":").at(-1))];
    }),
    verified: traveller.verified.length > 0 ? true : undefined,
    address: traveller.address.length > 0 ? [street, city, region.split(":")[0], postcode] : [],
  };
}

export function actualList(message: PassengerMessage): ReturnType<typeof expectedList> {
  const { interchange, document, totals } = message;
  const { syntax, advice, sender, recipient } = interchange;
  const bgm = [document?.code, document?.identifier, document?.functionCode];
  return {
    interchange: { syntax, una: advice, sender, recipient },
    type: message.type,
    commonAccess: message.commonAccess,
    transfer: message.transfer as { part: number; place: "last" | "middle" } | undefined,
    bgm: bgm.join("+").replace(/\++$/, ""),
    reportingParty: message.reportingParty,
    flights: message.flights.map(({ stage, designator, carrier, calls }) => ({
      stage,
      designator,
      carrier,
      calls: [...calls],
    })),
    statedTravellers: totals.travellers?.stated?.toString(),
    segments: totals.segments as { stated: number; counted: number },
    travellers: message.travellers.map(actualTraveller),
  };
}

function actualTraveller(traveller: Traveller) {
  const { name, documents, baggage, addresses } = traveller;
  const [bags] = baggage;
  const short = (value: string) => value.replace(/-/g, "").slice(-6);
  return {
    qualifier: traveller.qualifier,
    name: [name.surname, name.given, name.middle],
    sex: traveller.sex,
    birth: traveller.birthDate ? short(traveller.birthDate.value) : "",
    nationality: traveller.nationality,
    places: [
      traveller.clearance,
      traveller.residence,
      traveller.embarkation,
      traveller.debarkation,
      traveller.birthPlace,
    ],
    references: [...traveller.references],
    documents: documents.map(({ type, number, expires, issuePlace, issuer }) => ({
      type,
      number,
      expires: expires && short(expires.value),
      places: [issuePlace, issuer].filter((place) => place !== undefined),
    })),
    tags: (bags?.tags ?? []).map(({ number, count }) => [number, count]),
    measures: [
      ...(bags?.pieces === undefined ? [] : [["CT", bags.pieces]]),
      ...(bags?.weight === undefined ? [] : [["WT", bags.weight]]),
    ],
    verified: traveller.verified as true | undefined,
    address: addresses.flatMap(({ street, city, region, postcode }) => [
      street,
      city,
      region,
      postcode,
    ]),
  };
}

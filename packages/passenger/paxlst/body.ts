import { readNumber } from "../codes.ts";
import { readJoinedMoment } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import { plainNumber, splitDesignator } from "../flight-number.ts";
import { lookup } from "../lookup.ts";
import type { Body, BodyContent, BodyContext, StatedTotal } from "../message-body.ts";
import type { Draft } from "../model/draft.ts";
import type { Flight } from "../model/flight.ts";
import type { ListDocument } from "../model/message.ts";
import type { Contact, Traveller } from "../model/traveller.ts";
import { namesTraveller } from "../traveller-segments.ts";
import { functionOf } from "./function.ts";
import { legsOf } from "./legs.ts";
import { contradicts, joined, type Person, readPerson } from "./person.ts";
import { namelessTraveller, ofTraveller, readContacts, readTraveller } from "./traveller.ts";
import { readVessel } from "./vessel.ts";

/** Arrival and departure, scheduled, estimated and actual (DTM 2005). */
const arrivals = new Set(["232", "132", "178"]);
const departures = new Set(["189", "133", "136"]);

/**
 * Reads a PAXLST message of UN/EDIFACT D.02B to D.16B as the WCO/IATA/ICAO guide uses it: the head (BGM,
 * RFF), who reports (NAD MS, COM), flights (TDT, LOC, DTM), then one group for each traveller.
 */
export function createPaxlstBody({ preparedOn, issues, withheld }: BodyContext): Body {
  const document: Draft<ListDocument> = { code: "", identifier: "", functionCode: "" };
  let reportingParty: string | undefined;
  const contacts: Contact[] = [];
  const flights: Draft<Flight>[] = [];
  /** The number of each flight's TDT. */
  const flightPositions: number[] = [];
  const travellers: Draft<Traveller>[] = [];
  let flightDate = "";
  let statedTravellers: StatedTotal | undefined;
  let hasDocument = false;
  let groupSegments = 0;

  function takeName(segment: Segment): void {
    if (segment.at(1) === "MS") {
      const name = segment.element(4).replace(/:/g, " ").trim();
      reportingParty = name || segment.at(2);
      return;
    }
    groupSegments = 0;
    travellers.push(readTraveller(segment, issues));
  }

  /** Somebody whose NAD is lost: nobody else gets the data. */
  function addNameless(): Draft<Traveller> {
    groupSegments = 0;
    issues.add("lost-name");
    const nameless = namelessTraveller(issues);
    travellers.push(nameless);
    return nameless;
  }

  function leaveOut(segment: Segment): void {
    if (namesTraveller(segment)) addNameless();
  }

  function takeReference(segment: Segment): void {
    if (segment.at(1) !== "TN") return;
    const revision = readNumber(segment.at(1, 5), issues, "1.5");
    document.transaction = {
      number: segment.at(1, 2),
      ...(revision !== undefined && { revision }),
    };
  }

  function takeFlight(segment: Segment): void {
    const vessel = readVessel(segment, issues);
    const operator = segment.at(5, 4);
    // Small craft have no number of a voyage.
    const { imo, mmsi, callSign, name = "" } = vessel ?? {};
    const designator = segment.at(2) || (imo ?? mmsi ?? callSign ?? name);
    flightPositions.push(issues.position);
    flights.push({
      // The number of a voyage has no carrier in it.
      ...(vessel
        ? { carrier: segment.at(5), number: plainNumber(designator) }
        : splitDesignator(designator, segment.at(5))),
      designator,
      stage: segment.at(1),
      ...(vessel && { vessel }),
      ...(operator && { operator }),
      calls: [],
      legs: [],
    });
  }

  function takeTime(segment: Segment): void {
    const code = segment.at(1);
    const moment = readJoinedMoment(segment.at(1, 2), issues, "1.2");
    if (!moment) return;
    if (flightDate === "") flightDate = moment.slice(0, 10);
    const call = flights.at(-1)?.calls.at(-1);
    if (call && departures.has(code)) call.departure = moment;
    if (call && arrivals.has(code)) call.arrival = moment;
  }

  function takeTotal(segment: Segment): void {
    const code = segment.at(1);
    if (code !== "41" && code !== "42") return;
    const total = segment.at(1, 2);
    if (total === "") issues.add("bad-number", "1.2");
    const count = readNumber(total, issues, "1.2");
    if (count === undefined) return;
    const stated = (statedTravellers?.stated ?? 0) + count;
    statedTravellers = { stated, position: issues.position };
  }

  function takeOfHead(segment: Segment): void {
    switch (segment.tag) {
      case "BGM":
        hasDocument = true;
        document.code = segment.at(1);
        document.identifier = segment.at(2);
        document.functionCode = segment.at(3);
        break;
      case "RFF":
        takeReference(segment);
        break;
      case "COM":
        contacts.push(...readContacts(segment, issues));
        break;
      case "LOC":
        flights.at(-1)?.calls.push({
          code: segment.at(1),
          place: segment.at(2) || segment.at(2, 4),
        });
        break;
      case "DTM":
        takeTime(segment);
        break;
      default:
        issues.add("unknown-segment");
    }
  }

  function takeOfTraveller(traveller: Draft<Traveller>, segment: Segment): void {
    const { tag } = segment;
    if (tag === "FTX" && segment.at(1) !== "BAG") withheld.count("free-text");
    const context = { flightDate: flightDate || preparedOn, issues };
    const person = readPerson(segment, context);
    const read = lookup(ofTraveller, tag);
    if (person) takePerson(traveller, person);
    else if (read) read(traveller, segment, context);
    else issues.add("unknown-segment");
  }

  function takePerson(traveller: Draft<Traveller>, person: Draft<Person>): void {
    if (contradicts(traveller, person)) Object.assign(addNameless(), person);
    else Object.assign(traveller, joined(traveller, person));
  }

  function take(segment: Segment): void {
    const { tag } = segment;
    const traveller = travellers.at(-1);
    groupSegments += 1;
    if (tag === "NAD") takeName(segment);
    else if (tag === "TDT") takeFlight(segment);
    else if (tag === "CNT") takeTotal(segment);
    else if (tag === "AUT") return;
    else if (!traveller) takeOfHead(segment);
    else takeOfTraveller(traveller, segment);
  }

  function end(): BodyContent {
    if (!hasDocument) issues.addAt({ tag: "BGM", position: 2 }, "missing-segment");
    if (flights.length === 0) issues.addAt({ tag: "TDT", position: 2 }, "missing-segment");
    for (const [i, flight] of flights.entries()) {
      const { legs, unpaired } = legsOf(flight.calls);
      flight.legs = [...legs];
      if (unpaired) issues.addAt({ tag: "TDT", position: flightPositions[i]! }, "unpaired-place");
    }
    const { identifier, functionCode, transaction } = document;
    return {
      function: functionOf(identifier, functionCode, transaction?.revision),
      ...(hasDocument && { document }),
      ...(reportingParty && { reportingParty }),
      contacts,
      flights,
      bookings: [],
      travellers,
      ...(statedTravellers && { statedTravellers }),
    };
  }

  return {
    take,
    leaveOut,
    end,
    get travellers() {
      return travellers.length;
    },
    bookings: 0,
    get groupSegments() {
      return groupSegments;
    },
  };
}

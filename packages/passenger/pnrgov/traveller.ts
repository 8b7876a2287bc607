import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import { lookup } from "../lookup.ts";
import type { Draft } from "../model/draft.ts";
import { type Traveller, type TravellerType, newTraveller } from "../model/traveller.ts";
import { readPnrName } from "../person-name.ts";

const types: { readonly [code: string]: TravellerType } = {
  A: "adult",
  ADT: "adult",
  C: "child",
  CHD: "child",
  CH: "child",
  IN: "infant",
  INF: "infant",
  INS: "infant",
  G: "group",
};

/** TIF of group 2: one given name by the guide, several of one surname by the directory. */
export function readTravellers(segment: Segment, issues: Issues): Draft<Traveller>[] {
  const travellers: Draft<Traveller>[] = [];
  for (let element = 2; element <= Math.max(2, segment.elements); element++) {
    travellers.push(readTraveller(segment, element, issues));
  }
  return travellers;
}

function readTraveller(segment: Segment, element: number, issues: Issues): Draft<Traveller> {
  const [surname, qualifier] = [segment.at(1), segment.at(1, 2)];
  const [given, typeCode] = [segment.at(element), segment.at(element, 2)];
  if (surname === "" && given === "") issues.add("missing-name", "1.1");
  const type = lookup(types, typeCode) ?? (qualifier === "G" ? "group" : undefined);
  return newTraveller({
    role: "passenger",
    qualifier,
    ...(type && { type }),
    ...(typeCode && { typeCode }),
    name: readPnrName(surname, given),
    reference: segment.at(element, 3),
    ...(segment.at(element, 4) === "1" && { withInfant: true }),
    position: issues.position,
  });
}

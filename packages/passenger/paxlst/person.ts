import { readCountry, readSex } from "../codes.ts";
import { type DateContext, readNumericDate } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import type { Draft } from "../model/draft.ts";
import type { Traveller } from "../model/traveller.ts";

/** What a person has one of. */
export type Person = Pick<Traveller, "sex" | "birthDate" | "nationality">;

/** What ATT 2, DTM 329 or NAT 2 says, nothing where that is no value; null for any other segment. */
export function readPerson(segment: Segment, context: DateContext): Draft<Person> | null {
  const { issues } = context;
  switch (`${segment.tag} ${segment.at(1)}`) {
    case "ATT 2": {
      const sex = readSex(segment.at(3), issues, "3.1");
      return sex ? { sex } : {};
    }
    case "DTM 329": {
      const [text, format] = [segment.at(1, 2), segment.at(1, 3)];
      const birthDate = readNumericDate(text, format, "past", context, "1.2");
      return birthDate ? { birthDate } : {};
    }
    case "NAT 2": {
      const nationality = readCountry(segment.at(2), issues, "2.1");
      return nationality ? { nationality } : {};
    }
    default:
      return null;
  }
}

/** Whether somebody cannot be the person of whom other segments said something else. */
export function contradicts(one: Person, other: Person): boolean {
  const isOther = <T>(a: T | undefined, b: T | undefined): boolean =>
    a !== undefined && b !== undefined && a !== b;
  return (
    isOther(one.sex, other.sex) ||
    isOther(one.birthDate?.value, other.birthDate?.value) ||
    isOther(one.nationality, other.nationality)
  );
}

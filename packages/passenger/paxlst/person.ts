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

/**
 * Whether somebody cannot be the person of whom other segments said something else. Of nationalities one may have several;
 * an unknown sex is no other one, nor a date that tells less.
 */
export function contradicts(one: Person, other: Person): boolean {
  return isOther(known(one.sex), known(other.sex)) || isOther(dateOf(one), dateOf(other));
}

function isOther(one = "", other = ""): boolean {
  return !one.startsWith(other) && !other.startsWith(one);
}

function known(sex: Person["sex"]): Person["sex"] {
  return sex === "U" ? undefined : sex;
}

function dateOf({ birthDate }: Person): string | undefined {
  return birthDate?.value;
}

/** What two segments say of one person: of two values the later one, unless it tells less. */
export function joined(one: Person, other: Person): Draft<Person> {
  const sex = known(other.sex) ?? one.sex ?? other.sex;
  const tellsLess = dateOf(one)?.startsWith(dateOf(other) ?? "") ?? false;
  const birthDate = tellsLess ? one.birthDate : other.birthDate;
  const nationality = other.nationality ?? one.nationality;
  return {
    ...(sex && { sex }),
    ...(birthDate && { birthDate }),
    ...(nationality && { nationality }),
  };
}

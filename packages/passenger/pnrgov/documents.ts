import { readCountry, readSex } from "../codes.ts";
import { type DateContext, readTextDate } from "../dates/read-date.ts";
import type { Address, TravelDocument } from "../model/traveller.ts";
import { readPnrName } from "../person-name.ts";
import { type Request, fieldsOf } from "./request-text.ts";

const SEX = /^[MFXU]I?$/;
const ELEMENT = "1.9";

/**
 * SSR DOCS (AIRIMP 3.14.1): `/P/GBR/123456789/GBR/12JUL64/M/23AUG19/SMITH/JOHN/ROBERT`, any field may be
 * empty. The sex shows where a sender has one slash too many.
 */
export function readDocs({ text, position }: Request, context: DateContext): TravelDocument {
  const { issues } = context;
  const fields = fieldsOf(text);
  if (!SEX.test(fields[5] ?? "") && SEX.test(fields[6] ?? "") && fields[0] === "") {
    issues.add("shifted-value", ELEMENT);
    fields.shift();
  }
  const [type = "", issuedBy = "", number = "", from = "", born = "", sexCode = "", until = ""] =
    fields;
  const [, , , , , , , surname = "", given = "", middle = ""] = fields;
  if (number === "" && type !== "") issues.add("missing-number", ELEMENT);
  const issuer = readCountry(issuedBy, issues, ELEMENT);
  const nationality = readCountry(from, issues, ELEMENT);
  const birthDate = readTextDate(born, "past", context, ELEMENT);
  const expires = readTextDate(until, "expiry", context, ELEMENT);
  const sex = readSex(sexCode, issues, ELEMENT);
  return {
    source: "DOCS",
    type,
    number,
    ...(issuer && { issuer }),
    ...(nationality && { nationality }),
    ...(birthDate && { birthDate }),
    ...(sex && { sex }),
    ...(expires && { expires }),
    ...((surname || given) && { name: readPnrName(surname, given, middle, sex) }),
    ...(/I$/i.test(sexCode) && { infant: true }),
    raw: text,
    position,
  };
}

/**
 * SSR DOCO (AIRIMP 3.14.2), visas and traveller numbers: place of birth, type, number, place and date of
 * issue, country for which it holds.
 */
export function readDoco({ text, position }: Request, context: DateContext): TravelDocument {
  const fields = fieldsOf(text);
  // Without the slash before an empty place of birth the type comes first.
  if (!text.startsWith("/") && /^[VKR]$/.test(fields[0] ?? "")) fields.unshift("");
  const [birthPlace = "", type = "", number = "", issuePlace = "", on = "", country = "", infant] =
    fields;
  if (number === "") context.issues.add("missing-number", ELEMENT);
  const issued = readTextDate(on, "past", context, ELEMENT);
  const issuer = readCountry(country, context.issues, ELEMENT);
  return {
    source: "DOCO",
    type,
    number,
    ...(birthPlace && { birthPlace }),
    ...(issuePlace && { issuePlace }),
    ...(issued && { issued }),
    ...(issuer && { issuer }),
    ...(infant === "I" && { infant: true }),
    raw: text,
    position,
  };
}

/** SSR DOCA (AIRIMP 3.14.3): `/D/AUS/13 SHORE AVENUE/BROADBEACH/QLD/4215`, D destination or R residence. */
export function readDoca({ text }: Request): Address {
  const [purpose = "", country = "", street = "", city = "", region = "", postcode = ""] =
    fieldsOf(text);
  return { purpose, country, street, city, region, postcode };
}

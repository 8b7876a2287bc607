import type { Person, Persons } from "@talanoa/contract/generated/talanoa.ts";
import { travelDocuments } from "../../codes/travel-documents.ts";
import { readTime } from "../draft-time.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkList } from "./lists.ts";
import { checkCountry } from "./places.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkPersons({ persons }: Persons, { findings }: Checking): void {
  if (persons.length === 0) findings.violation("persons-required", "persons");
  checkList(persons, limits.persons, "persons", findings, checkPerson);
}

// No description here may tell what is said of a person.
function checkPerson(person: Person, field: string, findings: Findings): void {
  if (!isSaid(person.name) && !person.documentNumber) {
    findings.violation("person-identified", field);
  }
  checkLine(person.name, `${field}.name`, limits.lineText, findings);
  checkLine(person.role, `${field}.role`, limits.lineText, findings);
  checkText(person.note, `${field}.note`, limits.paragraph, findings);
  checkBirth(person, field, findings);
  checkCountry(person.nationality, `${field}.nationality`, findings);
  checkDocument(person, field, findings);
}

/** The date of birth and the sex, when they are given. */
export function checkBirth(
  { birthDate, sex }: Pick<Person, "birthDate" | "sex">,
  field: string,
  findings: Findings,
): void {
  if (birthDate && !isBirthDate(birthDate)) {
    findings.violation("birth-date-form", `${field}.birth_date`);
  }
  if (sex && !/^[FMX]$/.test(sex)) findings.violation("sex-known", `${field}.sex`);
}

/** A travel document, when one is given. */
export function checkDocument(
  { documentType, documentNumber }: Pick<Person, "documentType" | "documentNumber">,
  field: string,
  findings: Findings,
): void {
  if (documentType && !Object.hasOwn(travelDocuments, documentType)) {
    findings.violation("document-type-known", `${field}.document_type`);
  }
  if (documentNumber && !/^[A-Za-z0-9][A-Za-z0-9/.-]{0,29}$/.test(documentNumber)) {
    findings.violation("document-number-form", `${field}.document_number`);
  }
}

function isBirthDate(text: string): boolean {
  if (/^(19|20)\d{2}$/.test(text)) return true;
  return /^(19|20)\d{2}-\d{2}(-\d{2})?$/.test(text) && readTime(text) !== null;
}

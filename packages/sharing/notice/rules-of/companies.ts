import type { Companies, Company } from "@talanoa/contract/generated/talanoa.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkList } from "./lists.ts";
import { checkCountry } from "./places.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkCompanies({ companies }: Companies, { findings }: Checking): void {
  if (companies.length === 0) findings.violation("companies-required", "companies");
  checkList(companies, limits.companies, "companies", findings, checkCompany);
}

function checkCompany(company: Company, field: string, findings: Findings): void {
  const { name, registrationNumber, country, role, note } = company;
  if (!isSaid(name)) findings.violation("company-named", `${field}.name`);
  checkLine(name, `${field}.name`, limits.lineText, findings);
  checkLine(registrationNumber, `${field}.registration_number`, limits.shortText, findings);
  checkCountry(country, `${field}.country`, findings);
  checkLine(role, `${field}.role`, limits.lineText, findings);
  checkText(note, `${field}.note`, limits.paragraph, findings);
}

import type { Companies } from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkLength } from "./lists.ts";
import { checkCountry } from "./places.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkCompanies({ companies }: Companies, { findings }: Checking): void {
  if (companies.length === 0) findings.violation("companies-required", "companies");
  checkLength(companies, limits.companies, "companies", findings);
  companies.forEach((company, index) => {
    const field = `companies[${index}]`;
    if (!isSaid(company.name)) findings.violation("company-named", `${field}.name`);
    checkLine(company.name, `${field}.name`, limits.lineText, findings);
    checkLine(
      company.registrationNumber,
      `${field}.registration_number`,
      limits.shortText,
      findings,
    );
    checkCountry(company.country, `${field}.country`, findings);
    checkLine(company.role, `${field}.role`, limits.lineText, findings);
    checkText(company.note, `${field}.note`, limits.paragraph, findings);
  });
}

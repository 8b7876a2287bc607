import type { Source } from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkGrading, checkRange } from "./header.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkSource(source: Source, { header, findings }: Checking): void {
  const { description, publisher, address, publishedAt, grading } = source;
  if (![description, publisher, address].some(isSaid) && !grading) {
    findings.violation("source-said", "source");
  }
  checkText(description, "source.description", limits.paragraph, findings);
  checkLine(publisher, "source.publisher", limits.lineText, findings);
  checkLine(address, "source.address", limits.addressText, findings);
  checkRange(publishedAt, "source.published", findings);
  if (publishedAt > header.issuedAt + limits.localDayAhead) {
    findings.violation("published-not-ahead", "source.published");
  }
  checkGrading(grading, "source", findings);
}

import type { Narrative } from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkText, isSaid } from "./text.ts";

export function checkNarrative({ text, followUp }: Narrative, { findings }: Checking): void {
  if (!isSaid(text)) findings.violation("narrative-said", "narrative.text");
  checkText(text, "narrative.text", limits.longText, findings);
  checkText(followUp, "narrative.follow_up", limits.longText, findings);
}

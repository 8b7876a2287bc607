import { createLanguage } from "@talanoa/passenger/profiles/language.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";

/** The language of all profiles: their reasons are those that a flag may give. */
export const language = createLanguage({ reasons: Object.keys(riskReasons) });

/** What is done with a value before anything else sees it. */
type Action = "drop" | "mask";

interface Rule {
  readonly action: Action;
  /** What the value may say of a person. */
  readonly why: string;
  /** Codes of special service requests that the rule is about. */
  readonly requests?: readonly string[];
}

/**
 * What is never kept of a message. Decided while it is read: no part of the model, of an issue or of
 * a log ever holds it. What stands in no rule is kept.
 */
export const withheldRules = {
  "special-meal": {
    action: "drop",
    why: "A meal says what a person believes or what ails them.",
  },
  health: {
    action: "drop",
    why: "A request for help says what ails a person.",
    // prettier-ignore
    requests: [
      "WCHR", "WCHS", "WCHC", "WCBD", "WCBW", "WCMP", "WCLB", "WCOB", "BLND", "DEAF", "DPNA", "MAAS",
      "MEDA", "STCR", "OXYG", "POXY", "PPOC", "LEGL", "LEGB", "LEGR", "ESAN", "SVAN", "BDGR", "BDGP",
      "HEAR", "PREG", "DIAB", "MUSC", "CPAP",
    ],
  },
  "free-text": {
    action: "drop",
    why: "Remarks and requests in free words may say anything of a person; only contacts are taken from them.",
    requests: ["OTHS", "CKIN", "GRPS", "CLID", "RMKS"],
  },
  "history-text": {
    action: "drop",
    why: "History in free words repeats what was dropped elsewhere.",
  },
  "card-number": {
    action: "mask",
    why: "A card's number pays for who has it: all but its last four digits.",
  },
  "card-secret": {
    action: "drop",
    why: "A card's security and approval codes may not be stored after the payment.",
  },
} as const satisfies { readonly [name: string]: Rule };

export type WithheldRule = keyof typeof withheldRules;

const ruleOfRequest = new Map<string, WithheldRule>();
for (const [name, rule] of Object.entries(withheldRules)) {
  if (!("requests" in rule)) continue;
  for (const code of rule.requests) ruleOfRequest.set(code, name as WithheldRule);
}

/** The rule by which a special service request is dropped. All meals end in ML (IATA AIRIMP, appendix). */
export function dropsRequest(code: string): WithheldRule | undefined {
  if (/^[A-Z]{2}ML$/.test(code)) return "special-meal";
  return ruleOfRequest.get(code);
}

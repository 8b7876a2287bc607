/** The scheme of grades that is meant unless a flag names another. */
export const RISK_SCHEME = "talanoa";

/** How much a check is worth, in the hub's own scheme. Other schemes have the same letters. */
export const riskGrades: { readonly [grade: string]: string } = {
  A: "Very high: a confirmed match, or several strong reasons",
  B: "High: one strong reason",
  C: "Medium: weak reasons that add up",
  D: "Low: for information, or to try a profile",
};

/** What a person would write for a small seizure; `more` adds or replaces fields. */
export function alertDraft(more: { readonly [field: string]: unknown } = {}): object {
  return {
    kind: "alert",
    type: "seizure",
    title: "Cigarettes in a container of furniture",
    when: "2026-03-14",
    where: { name: "Suva", unlocode: "FJSUV" },
    goods: [{ name: "Cigarettes", class: "tobacco", quantity: 120_000, unit: "pieces" }],
    narrative: "Found on X-ray of a consignment declared as furniture.",
    marking: "TLP:GREEN",
    audience: { sub_regions: ["polynesia"] },
    ...more,
  };
}

/** The Members of the sub-region that `alertDraft` is addressed to. */
export const polynesia = ["AS", "CK", "NU", "PF", "TK", "TO", "TV", "WF", "WS"];

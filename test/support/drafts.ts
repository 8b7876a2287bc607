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

/** What the screening of New Zealand flags on a flight to Fiji, from which the traveller goes on to Tonga. */
export function riskFlagDraft(more: { readonly [field: string]: unknown } = {}): object {
  const arrives = new Date(Date.now() + 5 * 60 * 60 * 1000).toISOString();
  return {
    kind: "risk-flag",
    title: "One traveller on ZZ410 to Nadi",
    risk_flag: {
      reference: "NZ-RF-1",
      flight: "ZZ410",
      flight_date: arrives.slice(0, 10),
      departs: "AKL",
      arrives: "NAN",
      onward: ["TOTBU"],
      arrives_at: arrives,
      grade: "B",
      reasons: ["route", "payment"],
      profile: "short-stay",
      profile_version: 3,
      travellers: 1,
      message_digest: "5a".repeat(32),
      measure: "inspect",
    },
    passengers: [{ name: "SAMPLE/TRAVELLER", document_number: "SAMPLE000", seat: "23A", bags: 1 }],
    marking: "TLP:AMBER",
    audience: { participants: ["FJ", "TO"] },
    ...more,
  };
}

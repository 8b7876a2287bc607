/**
 * What was found: the hub's own list, since the lists of the WCO Customs Enforcement Network are
 * not public. The chapter is where such goods usually stand; empty where it depends on the product.
 */
export const commodityClasses = {
  "drugs-cocaine": { title: "Cocaine", usualChapter: "29" },
  "drugs-methamphetamine": { title: "Methamphetamine", usualChapter: "29" },
  "drugs-cannabis": { title: "Cannabis and its products", usualChapter: "12" },
  "drugs-heroin": { title: "Heroin and other opiates", usualChapter: "29" },
  "drugs-fentanyl": { title: "Fentanyl and other synthetic opioids", usualChapter: "29" },
  "drugs-other": { title: "Other controlled drugs", usualChapter: "" },
  precursor: { title: "Drug precursors", usualChapter: "29" },
  tobacco: { title: "Cigarettes and other tobacco", usualChapter: "24" },
  "tobacco-nicotine": { title: "Vapes and nicotine products", usualChapter: "85" },
  alcohol: { title: "Alcohol", usualChapter: "22" },
  currency: { title: "Currency and bearer instruments", usualChapter: "" },
  gold: { title: "Gold and other precious metals", usualChapter: "71" },
  weapons: { title: "Firearms, parts and ammunition", usualChapter: "93" },
  explosives: { title: "Explosives", usualChapter: "36" },
  ipr: { title: "Counterfeit and pirated goods", usualChapter: "" },
  medicines: { title: "Illicit or falsified medicines", usualChapter: "30" },
  wildlife: { title: "Protected animals and plants (CITES) and fish", usualChapter: "01" },
  waste: { title: "Hazardous waste", usualChapter: "" },
  ozone: { title: "Ozone-depleting substances", usualChapter: "29" },
  culture: { title: "Cultural property", usualChapter: "97" },
  strategic: { title: "Strategic and dual-use goods", usualChapter: "" },
  biosecurity: { title: "Biosecurity and quarantine", usualChapter: "" },
  "revenue-fraud": { title: "Undervaluation, misclassification, origin fraud", usualChapter: "" },
  cyber: { title: "Cyber-enabled offence", usualChapter: "" },
  none: { title: "Nothing found", usualChapter: "" },
} as const satisfies {
  readonly [code: string]: { readonly title: string; readonly usualChapter: string };
};

export type CommodityClass = keyof typeof commodityClasses;

export function isCommodityClass(code: string): code is CommodityClass {
  return Object.hasOwn(commodityClasses, code);
}

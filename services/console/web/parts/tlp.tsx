import { Tlp as Label } from "@talanoa/contract/generated/talanoa.ts";
import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { tlpMeanings } from "../words/code-words.ts";
import { inLanguage } from "../words/words.ts";

/** The colour of each label: FIRST's TLP 2.0, section on colour coding. */
const colours: { readonly [label: number]: string } = {
  [Label.CLEAR]: "tlp-clear",
  [Label.GREEN]: "tlp-green",
  [Label.AMBER]: "tlp-amber",
  [Label.AMBER_STRICT]: "tlp-amber",
  [Label.RED]: "tlp-red",
};

/** A marking's label as TLP 2.0 writes it; what it allows is told when one points at it. */
export function Tlp({ label }: { readonly label: number }) {
  const meaning = inLanguage(tlpMeanings)[label];
  return (
    <span class={`tlp ${colours[label] ?? ""}`} title={meaning}>
      {wordOf(tlpWords, label)}
    </span>
  );
}

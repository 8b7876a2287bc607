import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import type { Terminal } from "./terminal.ts";

export type Paint = (text: string) => string;

/** How text is set off. Without colours each of them gives the text as it is. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly odd: Paint;
  /** The label, in the colours that TLP 2.0 gives it. */
  tlp(label: number): { readonly text: string; readonly paint: Paint };
}

/** Red, green and blue of each label on black: FIRST's TLP 2.0, section on colour coding. */
const tlpColours: { readonly [label: number]: readonly [number, number, number] } = {
  [Tlp.CLEAR]: [255, 255, 255],
  [Tlp.GREEN]: [51, 255, 0],
  [Tlp.AMBER]: [255, 192, 0],
  [Tlp.AMBER_STRICT]: [255, 192, 0],
  [Tlp.RED]: [255, 43, 43],
};

/** The nearest of the sixteen colours, for a terminal that has no more. */
const tlpPlainColours: { readonly [label: number]: number } = {
  [Tlp.CLEAR]: 97,
  [Tlp.GREEN]: 92,
  [Tlp.AMBER]: 93,
  [Tlp.AMBER_STRICT]: 93,
  [Tlp.RED]: 91,
};

export function styleOf({ colours }: Pick<Terminal, "colours">): Style {
  const sgr =
    (on: string, off: string): Paint =>
    (text) =>
      colours > 1 && text !== "" ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: sgr("1", "22"),
    dim: sgr("2", "22"),
    good: sgr("32", "39"),
    bad: sgr("31", "39"),
    odd: sgr("33", "39"),
    tlp(label) {
      const rgb = tlpColours[label];
      const on = colours >= 24 ? `38;2;${rgb?.join(";")}` : String(tlpPlainColours[label]);
      const paint: Paint = rgb ? sgr(`1;${on};40`, "22;39;49") : (text) => text;
      return { text: wordOf(tlpWords, label), paint };
    },
  };
}

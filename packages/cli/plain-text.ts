import { plain } from "@talanoa/sharing/text/plain.ts";

export { plain } from "@talanoa/sharing/text/plain.ts";

const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const ASCII = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/** Text of others made harmless for a terminal as `plain` does, but in the lines that a longer text has. */
export function plainLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map(plain);
}

/** How many columns of a terminal a text takes. Escape sequences must not be in it. */
export function widthOf(text: string): number {
  // Most text: parting it into what is seen as one character takes a hundred times as long.
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The text cut to a width, with an ellipsis when something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const its = WIDE.test(segment) ? 2 : 1;
    if (used + its > width - 1) break;
    kept += segment;
    used += its;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text into lines of at most a width, between words where there are some. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

/** A word in pieces that fit. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = "";
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== "" && widthOf(piece + segment) > width) {
      found.push(piece);
      piece = segment;
    } else piece += segment;
  }
  return [...found, piece];
}

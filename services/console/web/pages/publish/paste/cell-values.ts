// What a cell of a spreadsheet means, as a draft has it. What is not understood stays as it was typed: the rules
// of the field then say what is wrong with it.

/** `1 234,5`, `1,234.5` and `1234.5` as a number; the text itself where it is none or could be two. */
export function numberOf(cell: string): number | string {
  const compact = cell.replaceAll(/[\s\u00a0\u202f'’]/g, "");
  if (/^-?\d+(\.\d+)?$/.test(compact)) return Number(compact);
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(compact)) return Number(compact.replaceAll(",", ""));
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(compact))
    return Number(compact.replaceAll(".", "").replace(",", "."));
  // 1,234 is a thousand to one office and a little more than one to another.
  if (/^-?\d+,\d+$/.test(compact) && !/^-?[1-9]\d{0,2},\d{3}$/.test(compact))
    return Number(compact.replace(",", "."));
  return cell;
}

/** `yes`, `oui`, `x` and `1` are true. */
export function flagOf(cell: string): boolean | string {
  if (/^(yes|y|true|x|1|oui|o|vrai)$/i.test(cell)) return true;
  return /^(no|n|false|0|non|faux)$/i.test(cell) ? false : cell;
}

/** A date that a spreadsheet shows as `31/12/2025` or `12/31/2025`; as typed where day and month could be either. */
export function timeOf(cell: string): string {
  const [, one = "", two = "", year = ""] =
    /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(cell) ?? [];
  if (year === "") return cell;
  const [first, second] = [Number(one), Number(two)];
  const dated = (month: number, day: number) =>
    `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (first === second) return dated(first, second);
  if (first > 12) return dated(second, first);
  return second > 12 ? dated(first, second) : cell;
}

/** `TO; WS, polynesia` and cells of several lines as a list. */
export function listOf(cell: string): string[] {
  return cell
    .split(/[;,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

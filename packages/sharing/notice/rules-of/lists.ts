import type { Findings } from "../findings.ts";

/**
 * Checks that a list has at most so many items, and each of those: what stands beyond is not
 * looked at, so that a notice full of nothing costs little.
 */
export function checkList<Item>(
  list: readonly Item[],
  most: number,
  field: string,
  findings: Findings,
  check: (item: Item, field: string, findings: Findings) => void = () => {},
): void {
  if (list.length > most) findings.violation("list-length", field, `At most ${most}.`);
  const looked = list.length > most ? list.slice(0, most) : list;
  looked.forEach((item, index) => check(item, `${field}[${index}]`, findings));
}

export function checkDistinct(list: readonly string[], field: string, findings: Findings): void {
  const seen = new Set<string>();
  const again = list.findIndex((item) => {
    if (seen.has(item)) return true;
    seen.add(item);
    return false;
  });
  if (again >= 0) findings.violation("listed-once", `${field}[${again}]`);
}

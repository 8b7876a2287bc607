import type { Findings } from "../findings.ts";

export function checkLength(
  list: readonly unknown[],
  most: number,
  field: string,
  findings: Findings,
): void {
  if (list.length > most) findings.violation("list-length", field, `At most ${most}.`);
}

export function checkDistinct(list: readonly string[], field: string, findings: Findings): void {
  if (new Set(list).size === list.length) return;
  const again = list.findIndex((item, index) => list.indexOf(item) < index);
  findings.violation("listed-once", `${field}[${again}]`);
}

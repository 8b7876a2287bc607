/** A name as it is compared with others: lower case, without accents, apostrophes and doubled spaces. */
export function folded(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\p{M}'’‘ʻ]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

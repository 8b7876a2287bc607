/** A number with its noun: `1 vessel`, `2 vessels`; `many` where an s is not enough: `3 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

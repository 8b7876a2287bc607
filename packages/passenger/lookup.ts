/** A table's entry for a code from a message; what objects have by nature (`constructor`) is none. */
export function lookup<T>(table: { readonly [code: string]: T }, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

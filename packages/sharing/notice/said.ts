/**
 * The fields that say something: texts trimmed and with plain line ends, empty ones, false, 0 and
 * empty lists left out, as they are the defaults of the contract and cost bytes.
 */
export function said<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Said<Fields[Key]> } {
  const result: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(fields)) {
    const plain = typeof value === "string" ? value.trim().replaceAll("\r\n", "\n") : value;
    if (!plain || (Array.isArray(plain) && plain.length === 0)) continue;
    result[key] = plain;
  }
  return result as { [Key in keyof Fields]: Said<Fields[Key]> };
}

type Said<Value> = Exclude<Value, undefined>;

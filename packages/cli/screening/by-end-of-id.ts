import { UsageError } from "../usage-error.ts";

/** Fewer could be another's tomorrow. */
const LEAST = 6;

/**
 * What finds the one of some ids that ends with what was written; it gives null for none, and throws UsageError for
 * several. Throws UsageError at once for what is too short.
 * @param what The word for what has the ids.
 */
export function byEndOfId(
  written: string,
  what: "flag" | "request",
): (ids: readonly string[]) => string | null {
  if (written.length < LEAST)
    throw new UsageError(`give ${LEAST} characters or more of the ${what}'s id: the last ones`);
  const end = written.toLowerCase();
  return (ids) => {
    const [found, ...others] = ids.filter((id) => id.endsWith(end));
    if (others.length > 0)
      throw new UsageError(`${others.length + 1} ${what}s end with that: give more of the id`);
    return found ?? null;
  };
}

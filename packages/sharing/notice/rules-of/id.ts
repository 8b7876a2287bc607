import type { Findings } from "../findings.ts";
import { isId, timeOfId } from "../id.ts";
import { limits } from "../limits.ts";

/** An id must be made lately when it is that of something new, and never ahead of time. */
export function checkId(
  id: string,
  { isFirst, now }: { isFirst: boolean; now: number },
  findings: Findings,
): void {
  if (!isId(id)) {
    findings.violation("id-form", "id");
    return;
  }
  const made = timeOfId(id);
  if (made > now + limits.clockAhead) findings.violation("id-ahead", "id");
  if (isFirst && made < now - limits.idAge) findings.violation("id-old", "id");
}

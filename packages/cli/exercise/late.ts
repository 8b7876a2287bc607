import { newestCopies, placedCopies } from "@talanoa/client/case-copies.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { caseLineOf } from "@talanoa/sharing/feed/case-line.ts";
import type { Cast } from "./cast.ts";
import type { Inboxes } from "./check.ts";
import type { Finding, Played } from "./played.ts";
import type { Inject } from "./scenario.ts";

/** Copies of a feed that are looked at, the newest: other exercises may be there too. */
const MOST = 1_000;

/**
 * Whether what was reported late is shown so to those who got it: in the line of its case before what happened
 * later, marked late where they had that before.
 */
export async function lateFaults(
  cast: Cast,
  played: readonly Played[],
  inboxes: Inboxes,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const its of played.filter(isReportedLate)) {
    for (const code of its.inject.expected.receive) {
      const had = played.filter(
        (other) => other.ref && (inboxes.get(code)?.has(other.name!) || other.ref.origin === code),
      );
      const after = laterKnown(its, had);
      if (after.length === 0 || !had.includes(its)) continue;
      const officer = await cast.as(code, "liaison");
      const { contents } = await newestCopies(officer, directoryKeys(officer), { most: MOST });
      const line = caseLineOf(placedCopies(contents), its.ref!);
      const place = (id: string) => line.findIndex(({ notice }) => notice.ref.id === id);
      const at = place(its.ref!.id);
      // It may have expired meanwhile.
      const standing = after.filter(({ ref }) => place(ref!.id) >= 0);
      if (at < 0 || standing.length === 0) continue;
      const isInOrder = standing.every(({ ref }) => at < place(ref!.id));
      const what = `${code} is not shown that it was reported late, at the time of its event`;
      if (!line[at]!.late || !isInOrder) findings.push({ inject: its.inject.id, what });
    }
  }
  return findings;
}

function isReportedLate({ inject, ref, again, deed }: Played): boolean {
  return ref?.version === 1 && !again && deed.as === "alert" && eventOf(inject) < inject.minute;
}

/** What a reader had of the same case before, of which the event was later: more than the minute that a time is exact to. */
export function laterKnown(its: Played, had: readonly Played[]): Played[] {
  const inCase = new Set([its.inject.id]);
  for (let size = 0; size < inCase.size;) {
    size = inCase.size;
    for (const { inject } of had) {
      const isNear = inCase.has(inject.id) || inject.references.some((id) => inCase.has(id));
      const refersTo = inject.references.filter((id) => had.some((one) => one.inject.id === id));
      if (isNear) for (const id of [inject.id, ...refersTo]) inCase.add(id);
    }
  }
  return had.filter(
    ({ inject, ref, deed, sequence }) =>
      inCase.has(inject.id) &&
      ref?.version === 1 &&
      deed.as === "alert" &&
      sequence < its.sequence &&
      eventOf(inject) > eventOf(its.inject) + 1,
  );
}

function eventOf({ event_minute, minute }: Inject): number {
  return event_minute ?? minute;
}

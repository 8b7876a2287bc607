import { placedCopies } from "@talanoa/client/case-copies.ts";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import type { KeyRing } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { caseLineOf } from "@talanoa/sharing/feed/case-line.ts";
import type { Cast } from "./cast.ts";
import type { Inboxes } from "./check.ts";
import { patient } from "./patient.ts";
import type { Finding, Played } from "./played.ts";
import type { Inject } from "./scenario.ts";

/**
 * Whether what was reported late is shown so to those who got it: in the line of its case before what happened
 * later, marked late where they had that before.
 */
export async function lateFaults(
  { cast, keys }: { readonly cast: Cast; readonly keys: KeyRing },
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
      const line = caseLineOf(placedCopies(await copiesOf(officer, keys)), its.ref!);
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

async function copiesOf(officer: HubClient, keys: KeyRing): Promise<CheckedCopy[]> {
  const copies = listNotices(officer, {
    ...patient,
    brief: true,
    pageSize: 200,
    allVersions: true,
  });
  return Array.fromAsync(copies, (copy) => checkCopy(copy, keys));
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

import { checkedTrail } from "@talanoa/client/checked-trail.ts";
import type { LogEntry } from "@talanoa/client/log.ts";
import type { NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";
import { provedFromKept } from "./from-kept.ts";
import type { Checked } from "./verdict.tsx";
import { otherThan } from "./verify-answer.ts";

interface ShownTrail {
  readonly notice: NoticeRef;
  readonly reason: Reason;
  readonly entries: readonly LogEntry[];
}

/**
 * Asks once more for the trail of a notice and proves it in this browser, from what that kept of the log on; what was
 * shown before must be in it. Throws as `provedFromKept` does.
 */
export async function verifyTrail(
  hub: Session["hub"],
  { notice, reason, entries: shown }: ShownTrail,
): Promise<{ readonly entries: readonly LogEntry[]; readonly checked: Checked }> {
  const { entries, ...found } = await provedFromKept(hub, (policy, since) =>
    checkedTrail(hub, policy, { reason, notice }, { since }),
  );
  const faults = [...found.faults, ...otherThan(shown, entries)];
  return { entries, checked: { ...found, faults, entries: entries.length } };
}

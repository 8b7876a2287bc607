import type { DirectoryEntry, Period } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";

/** What an entry is of: its subject is `directory.<type>.<id>`. */
export interface EntryName {
  readonly type: DirectoryType;
  readonly id: string;
  /** The one participant whom the entry concerns; empty when it is not one. */
  readonly participant: string;
  /** Those whom it concerns, when they are several and nobody else sees it. */
  readonly parties?: string[];
}

/** Names an entry; null for one that this version does not know. */
export function entryName(entry: DirectoryEntry): EntryName | null {
  const { participant, key, group, principal, agreement, operation } = entry;
  if (participant) return { type: "participant", id: participant.id, participant: participant.id };
  if (key) return { type: "key", id: key.id, participant: key.participant };
  if (group) return { type: "group", id: group.id, participant: "" };
  if (principal) {
    return { type: "principal", id: principal.id, participant: principal.participant };
  }
  if (agreement) {
    const parties = [agreement.from, agreement.to];
    return { type: "agreement", id: agreement.id, participant: "", parties };
  }
  if (operation) {
    const { id, coordinator, participants } = operation;
    const staying = participants.filter(({ period }) => !period?.until);
    const parties = [...new Set(staying.map((each) => each.participant))];
    return { type: "operation", id, participant: coordinator, parties };
  }
  return null;
}

/** Whether a time (Unix ms) lies in a period; no period is always. */
export function covers(period: Period | null, time: number): boolean {
  if (!period) return true;
  return time >= period.from && (period.until === 0 || time < period.until);
}

import type { StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";

/** How a key stands in the directory. */
export type KeyStanding = "enrolled" | "revoked" | "not-yet";

/** Whether a participant's key is valid now (Unix ms), by the directory's entries. */
export function keyStanding(
  entries: readonly StandingEntry[],
  {
    keyId,
    participant,
    now,
  }: { readonly keyId: string; readonly participant: string; readonly now: number },
): KeyStanding {
  const key = entries.flatMap(({ entry }) => entry?.key ?? []).find(({ id }) => id === keyId);
  if (!key || key.participant !== participant) return "not-yet";
  return covers(key.validity, now) ? "enrolled" : "revoked";
}

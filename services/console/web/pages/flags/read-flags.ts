import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";

/** So many of the newest are looked at. */
const MOST = 400;

/** Reads the newest risk flags that one holds. Throws HubError. */
export async function readFlags(
  { hub, keys }: Session,
  { exercises, own }: { readonly exercises: boolean; readonly own: boolean },
  signal: AbortSignal,
): Promise<{ readonly copies: readonly CheckedCopy[]; readonly more: boolean }> {
  const { participant } = hub.identity;
  const filter = {
    kinds: [Kind.RISK_FLAG],
    origins: own ? [participant] : [],
    withoutExercises: !exercises,
  };
  const copies: CheckedCopy[] = [];
  const asked = { filter, pageSize: 200, brief: true, signal };
  for await (const copy of listNotices(hub, asked)) {
    if (copies.length === MOST) return { copies, more: true };
    copies.push(await checkCopy(copy, keys));
  }
  return { copies, more: false };
}

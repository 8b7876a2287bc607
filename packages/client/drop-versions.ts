import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Takes all versions of a notice out of an outbox, what waits and what was refused: once the notice is taken back
 * they are content too. Gives those that were taken out; what another process is just sending stays.
 */
export async function dropVersions(
  outbox: Outbox,
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
): Promise<NoticeRef[]> {
  const dropped: NoticeRef[] = [];
  for (const each of [...(await outbox.waiting()), ...(await outbox.refused())]) {
    const { ref } = each;
    if (ref?.origin !== origin || ref.id !== id) continue;
    await using claim = await outbox.claim(ref);
    if (!claim) continue;
    await outbox.drop(each);
    dropped.push(ref);
  }
  return dropped;
}

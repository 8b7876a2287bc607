import { dropVersions } from "@talanoa/client/drop-versions.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Desk } from "./use-kept.ts";

/** Forgets what is kept here of a recalled notice: versions that wait or were refused, and drafts of a next one. */
export async function forgetNotice(
  { kept, outbox, refresh }: Pick<Desk, "kept" | "outbox" | "refresh">,
  notice: Pick<NoticeRef, "origin" | "id">,
): Promise<void> {
  await dropVersions(outbox, notice);
  const change = kept.transaction("drafts", "readwrite");
  for (const { id, amending, sentAs } of await change.store.getAll())
    // What another tab is just sending is settled with its answer.
    if (amending?.origin === notice.origin && amending.id === notice.id && sentAs === undefined)
      await change.store.delete(id);
  await change.done;
  await refresh();
}

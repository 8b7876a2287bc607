import { type AskOptions, type LogEntry, trail } from "@talanoa/client/log.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import type { NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { refText } from "@talanoa/client/publication.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import { utc } from "@talanoa/client/times.ts";
import { archiveFields } from "./archives-told.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";
import type { Gathered } from "./gathered.ts";

/** What the log has about a notice. Throws HubError. */
export async function trailEntries(
  hub: Hub,
  reason: Reason,
  { origin, id }: NoticeRef,
  options: AskOptions,
): Promise<LogEntry[]> {
  const notice = { origin, id, version: 0 };
  return Array.fromAsync(trail(hub, reason, notice, { pageSize: 1_000, ...options }));
}

/** The pack of one notice, all versions. */
export async function noticeReport(
  hub: Hub,
  reason: Reason,
  notice: NoticeRef,
  signal: AbortSignal,
): Promise<Gathered> {
  const told = new ToldArchives();
  const entries = await trailEntries(hub, reason, notice, { signal, archived: told.add });
  const altered = entries.filter((entry) => entry.altered).map(({ index }) => index);
  return {
    title: `Exchange of notice ${refText({ ...notice, version: 0 })}`,
    fields: archiveFields(told.all),
    body: storyOf(toldEntries(entries), altered, notice, utc),
    notices: [notice],
    entries,
  };
}

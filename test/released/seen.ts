import type { HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";

/** The notices in an officer's list, all versions, each verified: `origin/id/version`, the newest first. */
export async function listedIds(officer: HubClient): Promise<string[]> {
  const keys = directoryKeys(officer);
  const ids: string[] = [];
  for await (const copy of listNotices(officer, { allVersions: true })) {
    const content = await checkCopy(copy, keys);
    if (content.kind !== "notice") throw new Error(`a list has a ${content.kind}`);
    const { origin, id, version } = content.notice.header;
    ids.push(`${origin}/${id}/${version}`);
  }
  return ids;
}

/** Receives the next notice of an officer's subscription `desk`, which begins with the oldest: `origin/id/version`. */
export async function nextOnDesk(officer: HubClient): Promise<string> {
  await using feed = subscribe(officer, { name: "desk", fromStart: true });
  for await (const { number, content } of feed) {
    feed.received(number);
    if (content.kind !== "notice") continue;
    const { origin, id, version } = content.notice.header;
    return `${origin}/${id}/${version}`;
  }
  throw new Error("the feed ended");
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import {
  type DecidedVersion,
  type Holding,
  holdersOf,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { explain } from "./explain.ts";
import { checkCopy } from "./genuine-copy.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import type { KeyRing } from "./key-ring.ts";
import { getNotice } from "./notices.ts";

/**
 * The newest version of a notice of one's own, to make the next one from. Throws HubError, and NotGenuine for
 * a copy that is not what was signed: nothing is built on it.
 */
export async function newestOwn(
  hub: Hub,
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  keys: KeyRing,
  options?: CallOptions,
): Promise<OpenedNotice> {
  const copy = await getNotice(hub, { origin, id, version: 0 }, options);
  const content = await checkCopy(copy, keys);
  if (content.kind !== "notice")
    throw new NotGenuine("this copy is not what was signed, so nothing is built on it");
  return content.notice;
}

/**
 * Who holds a version of a notice of one's own, as the hub decided on all versions up to it. To which sections a
 * consent was limited is not told. Throws HubError.
 */
export async function holdersOfOwn(
  hub: Hub,
  { origin, id, version }: NoticeRef,
  options?: CallOptions,
): Promise<ReadonlyMap<string, Holding>> {
  const versions = Array.from({ length: version }, (_, index) => index + 1);
  const decided = await Promise.all(
    versions.map(async (each): Promise<DecidedVersion> => {
      const { decisions } = await explain(hub, { origin, id, version: each }, options);
      return { version: each, decisions };
    }),
  );
  return holdersOf(decided, version);
}

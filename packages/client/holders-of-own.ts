import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import {
  type DecidedVersion,
  type Holding,
  holdersOf,
} from "@talanoa/sharing/routing/earlier-readers.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { explain } from "./explain.ts";

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

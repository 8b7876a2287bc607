import type { Audience, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { type Addressed, standingAudience } from "@talanoa/sharing/routing/correction.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { heldNotice } from "./held-notice.ts";
import type { CallOptions, Hub } from "./hub.ts";
import type { KeyRing } from "./key-ring.ts";

/**
 * The audience by which a version of a notice of one's own goes: of a correction that of what it corrects, so that each
 * version back to there is read, and counts as opened. Throws HubError, and NotGenuine.
 */
export async function audienceOfOwn(
  hub: Hub,
  { origin, id, version }: NoticeRef,
  keys: KeyRing,
  options?: CallOptions,
): Promise<Audience> {
  const read = async (each: number): Promise<Addressed> => {
    const notice = await heldNotice(hub, { origin, id, version: each }, keys, options);
    const { header, routing } = notice;
    if (!routing?.audience)
      throw new NotGenuine("this copy has no audience, which its origin's own has");
    return { revision: header.revision, audience: routing.audience };
  };
  return standingAudience(version, await read(version), read);
}

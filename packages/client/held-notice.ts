import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { checkCopy } from "./genuine-copy.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import type { KeyRing } from "./key-ring.ts";
import { getNotice } from "./notices.ts";

/**
 * A notice of one's feed as its origin signed it, to state something about; version 0 is the newest. Throws HubError,
 * and NotGenuine for a copy that is not its origin's word.
 */
export async function heldNotice(
  hub: Hub,
  notice: NoticeRef,
  keys: KeyRing,
  options?: CallOptions,
): Promise<OpenedNotice> {
  const content = await checkCopy(await getNotice(hub, notice, options), keys);
  if (content.kind === "notice") return content.notice;
  const reason = content.kind === "not-genuine" ? `: ${content.reason}` : "";
  throw new NotGenuine(`this copy is not what its origin signed${reason}`);
}

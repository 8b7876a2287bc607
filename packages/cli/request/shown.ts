import type { HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { Kind, type RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { unlessEnded } from "../notice-ended.ts";
import { findNotice } from "../notice-ref.ts";
import { UsageError } from "../usage-error.ts";

/** A request as a person named it, as its origin signed it. Throws HubError, UsageError, NotGenuine. */
export async function shownRequest(
  hub: HubClient,
  text: string,
  signal: AbortSignal,
): Promise<{ notice: OpenedNotice; status: RequestStatus | null }> {
  const ref = await findNotice(hub, text, signal);
  const copy = await unlessEnded(hub, ref, getNotice(hub, ref, { signal }), signal);
  const content = await checkCopy(copy, directoryKeys(hub));
  if (content.kind === "not-genuine")
    throw new NotGenuine(`this copy is not what its origin signed: ${content.reason}`);
  if (content.kind !== "notice" || content.notice.header.kind !== Kind.REQUEST)
    throw new UsageError(`${refText(ref)} is no request`, "`talanoa request list` shows requests.");
  return { notice: content.notice, status: content.copy.requestStatus };
}

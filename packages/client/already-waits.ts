import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { refText } from "./publication.ts";

/** What an outbox throws in place of writing over a notice that is still to be sent. */
export function alreadyWaits(ref: NoticeRef): HubError {
  return new HubError(
    "already-exists",
    `${refText(ref)} waits to be sent already: let it be sent, or take it out of the outbox first`,
  );
}

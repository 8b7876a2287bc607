import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { asHubError, HubError, type HubErrorCode, invalid } from "@talanoa/platform/errors.ts";
import type { Call } from "@talanoa/platform/grpc/call.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { askerOf, rulesOf } from "@talanoa/platform/refusals/denials.ts";
import type { Refusals } from "@talanoa/platform/refusals/refusals.ts";

/** What a request is about, filled in as soon as it is known. */
export interface About {
  notice?: NoticeRef;
  exercise?: boolean;
}

/** What is no refusal: the hub could not, or the caller went away. */
const notRefused: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "internal",
  "cancelled",
  "deadline-exceeded",
]);

/** Answers one request of a door; a refusal is recorded and thrown on, as a HubError. */
export async function recordingRefusal<T>(
  refusals: Refusals,
  door: string,
  call: Pick<Call, "caller" | "peer">,
  answer: (about: About) => Promise<T>,
): Promise<T> {
  const about: About = {};
  try {
    return await answer(about);
  } catch (thrown) {
    const error = asHubError(thrown);
    const { code } = error;
    if (!notRefused.has(code)) {
      refusals.refused(askerOf(call), { door, code, rules: rulesOf(error), ...about });
    }
    throw error;
  }
}

/** What `open` reads; InvalidNotice becomes a refusal. */
export function readable<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof InvalidNotice ? invalid(error.violations, error) : error;
  }
}

/** Whether a commit failed because the stream has no room. */
export function isFull(error: unknown): boolean {
  return error instanceof HubError && error.code === "resource-exhausted";
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { asHubError, HubError, type HubErrorCode, invalid } from "@talanoa/platform/errors.ts";
import type { Call } from "@talanoa/platform/grpc/call.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Refusals } from "./refusals.ts";

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
  { caller, peer }: Pick<Call, "caller" | "peer">,
  answer: (about: About) => Promise<T>,
): Promise<T> {
  const about: About = {};
  try {
    return await answer(about);
  } catch (thrown) {
    const error = asHubError(thrown);
    const { code, violations } = error;
    if (!notRefused.has(code)) {
      const { participant, principal } = caller;
      const rules = violations.map(({ field, rule }) => ({ field, rule }));
      const asker = { participant, principal, address: addressOf(peer) };
      refusals.refused(asker, { door, code, rules, ...about });
    }
    throw error;
  }
}

/** The host of a peer, without its port, which is another one at each connection. */
export function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, "");
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

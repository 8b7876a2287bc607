import { FeedService, type Question } from "@talanoa/contract/generated/talanoa.ts";
import type { CallOptions, Hub } from "./hub.ts";

/**
 * The questions whether notices of one's own may be shared further, the newest first, at most 200: those
 * that wait for an answer, or all. Throws HubError.
 */
export async function listQuestions(
  hub: Hub,
  { all = false, ...options }: { all?: boolean } & CallOptions = {},
): Promise<{ questions: Question[]; more: boolean }> {
  return hub.call(FeedService.listQuestions, { all }, options);
}

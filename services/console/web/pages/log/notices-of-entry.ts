import type { LogEntry } from "@talanoa/client/log.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";

/** The notices that an entry is about, all versions of one together, each once. */
export function noticesOfEntry({ parts }: Pick<LogEntry, "parts">): NoticeRef[] {
  const named = parts.flatMap(({ facts }) => (facts ? noticesOf(facts) : []));
  return [...new Map(named.map((each) => [`${each.origin}/${each.id}`, each])).values()];
}

import type { LogEntry } from "@talanoa/client/log.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Block } from "@talanoa/sharing/story/block.ts";

/** What a report tells, and the entries that it is told from. */
export interface Gathered {
  readonly title: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly body: readonly Block[];
  readonly notices: readonly NoticeRef[];
  readonly entries: readonly LogEntry[];
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Deed } from "./kinds.ts";
import type { Inject } from "./scenario.ts";

/** What became of an inject. */
export interface Played {
  readonly inject: Inject;
  readonly deed: Deed;
  /** Under which it comes to its receivers; null for what nobody receives. */
  readonly name: string | null;
  /** The version that was published; null for a statement, a search and a refusal. */
  readonly ref: NoticeRef | null;
  readonly notice: OpenedNotice | null;
  /** Its place in the stream, by its receipt; 0 for none. */
  readonly sequence: number;
  /** The hub took it. */
  readonly accepted: boolean;
  /** It was answered as another inject was, whose sealed bytes it sent again. */
  readonly again: boolean;
  /** What was wrong with it there and then. */
  readonly faults: readonly string[];
  /** What the hub said to it, for the line of the report. */
  readonly said: string;
}

/** Something that did not go as the scenario expects. */
export interface Finding {
  /** The inject; empty for the whole. */
  readonly inject: string;
  readonly what: string;
}

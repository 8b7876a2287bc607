import type { LogEntry } from "@talanoa/client/log.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { printLog } from "../log-rows.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import type { Format } from "./format.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { terminalPage } from "./terminal-page.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";

export interface TrailForm {
  readonly notice: NoticeRef;
  readonly limit: number;
  readonly format: Format;
}

/**
 * Prints what the log has about a notice: a story for a person, an entry a line as JSON or CSV. Gives how many
 * entries there were, questions left out: that one asked oneself is no news of the notice.
 */
export async function printTrail(
  context: Context,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  { notice, limit, format }: TrailForm,
): Promise<number> {
  let count = 0;
  async function* withCount() {
    for await (const entry of entries) {
      if (entry.step !== "queried") count += 1;
      yield entry;
    }
  }
  if (format !== "table") {
    await printLog(context, withCount(), { limit, format });
    return count;
  }
  const { terminal } = context;
  const all: LogEntry[] = [];
  for await (const entry of withCount()) if (all.push(entry) === limit) break;
  if (all.length === 0) {
    terminal.say("The log has nothing about it that you may see.\n");
    return 0;
  }
  const altered = all.filter((entry) => entry.altered).map(({ index }) => index);
  if (altered.length > 0) context.exitCode = exitCodes.notGenuine;
  const story = storyOf(toldEntries(all), altered, notice, utcAndLocal);
  await terminal.write(`${terminalPage(story, terminal).join("\n")}\n`);
  if (all.length === limit) {
    terminal.say(
      `It is told from the first ${counted(limit, "entry", "entries")}, there may be more: see --limit.\n`,
    );
  }
  return count;
}

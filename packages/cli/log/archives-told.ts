import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import { isoTime, utc, utcAndLocal } from "@talanoa/client/times.ts";

/** Which entries the hub does not show, and where they are: a sentence for each archive. */
export function archiveLines(
  archives: readonly LogArchive[],
  timeText: (at: number) => string = utcAndLocal,
): string[] {
  return archives.map(({ name, fromIndex, untilIndex, lastAt }) => {
    const count = (index: number) => index.toLocaleString("en");
    return `Entries ${count(fromIndex)} to ${count(untilIndex - 1)} (until ${timeText(lastAt)}) are in the archive ${plain(name)}.`;
  });
}

/** The same in a report. */
export function archiveFields(archives: readonly LogArchive[]): [name: string, value: string][] {
  return archiveLines(archives, utc).map((line) => ["not told here", line]);
}

/** Says which archives may have more of what was asked for. */
export function sayArchives({ terminal }: Context, archives: readonly LogArchive[]): void {
  if (archives.length === 0) return;
  const lines = [
    ...archiveLines(archives),
    "Ask the Secretariat for them; `talanoa log archive FOLDER` reads one.",
  ];
  terminal.say(lines.map((line) => `${line}\n`).join(""));
}

export function archivesJson(archives: readonly LogArchive[]): Json {
  return archives.map(({ name, fromIndex, untilIndex, firstAt, lastAt }) => ({
    name,
    from_index: fromIndex,
    until_index: untilIndex,
    first_at: isoTime(firstAt),
    last_at: isoTime(lastAt),
  }));
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** Which notices an officer has read in this browser: names and times, nothing of what they say. */
export interface ReadMarks {
  /** All that the hub took up to then (Unix ms) counts as read. */
  readonly upTo: number;
  /** Versions that were shown since, as `versionName` has them; the last one last. */
  readonly opened: ReadonlySet<string>;
}

export const nothingRead: ReadMarks = { upTo: 0, opened: new Set() };

/** More than anyone opens before saying that all is read. */
const MOST = 2_000;

/** By what a version is kept: `FJ/id/1`. */
export function versionName({ origin, id, version }: NoticeRef): string {
  return `${origin}/${id}/${version}`;
}

export function isRead(
  { upTo, opened }: ReadMarks,
  version: { readonly name: string; readonly at: number },
): boolean {
  return version.at <= upTo || opened.has(version.name);
}

/** One more was opened; the oldest are forgotten when there are too many. */
export function withOpened({ upTo, opened }: ReadMarks, name: string): ReadMarks {
  return { upTo, opened: new Set([...opened, name].slice(-MOST)) };
}

/** All up to a time (Unix ms) is read. */
export function allRead(upTo: number): ReadMarks {
  return { upTo, opened: new Set() };
}

/** As it is kept. */
export function writeReadMarks({ upTo, opened }: ReadMarks): string {
  return JSON.stringify({ upTo, opened: [...opened] });
}

/** Reads what was kept; whatever else stands there counts as nothing read. */
export function parseReadMarks(text: string | null): ReadMarks {
  try {
    const { upTo, opened } = JSON.parse(text ?? "{}") as { upTo?: unknown; opened?: unknown };
    if (typeof upTo === "number" && Number.isFinite(upTo) && Array.isArray(opened))
      return { upTo, opened: new Set(opened.filter((each) => typeof each === "string")) };
  } catch {
    // Not JSON: as good as nothing.
  }
  return nothingRead;
}

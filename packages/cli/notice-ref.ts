import type { HubClient } from "@talanoa/client/connect.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { UsageError } from "./usage-error.ts";

export const refHelp =
  "ORIGIN/ID or ORIGIN/ID/VERSION, or the beginning or the end of an id (at least 6 characters) as a list shows it";

/** A notice as a person named it: whole, or by a part of its id. */
export type NamedNotice =
  | { readonly whole: NoticeRef }
  | { readonly part: string; readonly origin: string | null; readonly version: number };

/** Reads what a person typed. Throws UsageError. */
export function readRef(text: string): NamedNotice {
  const parts = text.trim().split("/");
  const [origin, id, version = "0"] =
    parts.length === 1 ? [null, parts[0]!] : [parts[0]!.toUpperCase(), parts[1]!, parts[2]];
  if (parts.length > 3 || !/^\d{1,9}$/.test(version) || !/^[0-9a-f-]{6,36}$/i.test(id))
    throw new UsageError(`${text} does not name a notice`, `Give ${refHelp}.`);
  const lower = id.toLowerCase();
  if (isId(lower) && origin) return { whole: { origin, id: lower, version: Number(version) } };
  return { part: lower, origin, version: Number(version) };
}

/**
 * Finds the notice that a person means; a part of an id is looked up in the feed. Throws UsageError
 * when it fits none or several, HubError.
 */
export async function findNotice(
  hub: HubClient,
  text: string,
  signal: AbortSignal,
): Promise<NoticeRef> {
  const named = readRef(text);
  if ("whole" in named) return named.whole;
  const found = new Map<string, NoticeRef>();
  for await (const { notice } of listNotices(hub, { pageSize: 200, signal })) {
    if (!notice) continue;
    const { origin, id } = NoticeHeader.decode(notice.header);
    if (fits(named, { origin, id }))
      found.set(`${origin}/${id}`, { origin, id, version: named.version });
  }
  const [only] = found.values();
  if (found.size === 1) return only!;
  if (found.size === 0)
    throw new UsageError(
      `no notice in your feed has an id like ${named.part}`,
      "`talanoa list` shows them.",
    );
  throw new UsageError(
    `${found.size} notices have an id like ${named.part}`,
    `Give more of it, one of: ${[...found.values()].slice(0, 6).map(refText).join(", ")}`,
  );
}

/** Whether an id begins or ends so: dashes do not count. */
export function fits(
  named: { part: string; origin: string | null },
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
): boolean {
  if (named.origin !== null && named.origin !== origin) return false;
  const [part, whole] = [named.part, id].map((each) => each.replaceAll("-", "")) as [
    string,
    string,
  ];
  return whole.startsWith(part) || whole.endsWith(part);
}

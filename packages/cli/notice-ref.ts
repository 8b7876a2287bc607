import type { HubClient } from "@talanoa/client/connect.ts";
import { findKnown } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { EndedNotice, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { NoticeEnded } from "./notice-ended.ts";
import { UsageError } from "./usage-error.ts";

export const refHelp =
  "ORIGIN/ID or ORIGIN/ID/VERSION, or the end of an id as a list shows it (at least 4 digits), or its beginning (at least 8)";

/** A notice as a person named it: whole, or by a part of its id. */
export type NamedNotice =
  | { readonly whole: NoticeRef }
  | { readonly part: string; readonly origin: string | null; readonly version: number };

/** Reads what a person typed. Throws UsageError. */
export function readRef(text: string): NamedNotice {
  const parts = text.trim().split("/");
  const [origin, id, version = "0"] =
    parts.length === 1 ? [null, parts[0]!] : [parts[0]!.toUpperCase(), parts[1]!, parts[2]];
  const digits = id.replaceAll("-", "");
  if (
    parts.length > 3 ||
    (origin !== null && !isParticipantForm(origin)) ||
    !/^[0-9a-f]{4,32}$/i.test(digits) ||
    !/^\d{1,9}$/.test(version)
  )
    throw new UsageError(`${text} does not name a notice`, `Give ${refHelp}.`);
  const lower = id.toLowerCase();
  if (isId(lower) && origin) return { whole: { origin, id: lower, version: Number(version) } };
  return { part: digits.toLowerCase(), origin, version: Number(version) };
}

/**
 * Finds the notice that a person means; a part of an id is looked up in the feed by its name alone.
 * Throws HubError, `not-found` when none fits; NoticeEnded for one that has ended; UsageError when
 * several fit.
 */
export async function findNotice(
  hub: HubClient,
  text: string,
  signal: AbortSignal,
): Promise<NoticeRef> {
  const { ref, ended } = await lookUp(hub, text, signal);
  if (ended) throw new NoticeEnded(ended, hub.identity.participant);
  return ref;
}

/** The same, also of what has ended: for what may be asked and said of it after that. */
export async function findKnownNotice(
  hub: HubClient,
  text: string,
  signal: AbortSignal,
): Promise<NoticeRef> {
  return (await lookUp(hub, text, signal)).ref;
}

async function lookUp(
  hub: HubClient,
  text: string,
  signal: AbortSignal,
): Promise<{ ref: NoticeRef; ended?: EndedNotice }> {
  const named = readRef(text);
  if ("whole" in named) return { ref: named.whole };
  const { part, origin, version } = named;
  const known = await findKnown(hub, { origin: origin ?? "", idPart: part }, { signal });
  const found = [
    ...known.notices.map((ref) => ({ ref })),
    ...known.ended.flatMap((ended) => (ended.notice ? { ref: ended.notice, ended } : [])),
  ];
  const [first, second] = found;
  if (!first)
    throw new HubError(
      "not-found",
      `no notice that you hold has an id that begins or ends with ${part}`,
    );
  if (second)
    throw new UsageError(
      `several notices have an id that begins or ends with ${part}`,
      `Give more of it, one of: ${found.map(({ ref }) => refText({ ...ref, version: 0 })).join(", ")}`,
    );
  return { ...first, ref: { ...first.ref, version } };
}

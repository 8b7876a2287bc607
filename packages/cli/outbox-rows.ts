import type { Outbox, RefusalOnFile, Refused } from "@talanoa/client/outbox.ts";
import { type Publication, refText } from "@talanoa/client/publication.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { timeOfId } from "@talanoa/sharing/notice/id.ts";
import type { NamedNotice } from "./notice-ref.ts";
import { UsageError } from "./usage-error.ts";

/** A notice in the outbox. */
export interface OutboxRow {
  readonly name: string;
  /** Null for a damaged file whose name is not that of a notice. */
  readonly ref: NoticeRef | null;
  readonly state: "waiting" | "refused";
  /** Unix ms: when it was sealed, or refused. */
  readonly at: number;
  readonly bytes: number;
  readonly refusal: RefusalOnFile | null;
  /** What the outbox said of it. */
  readonly entry: Publication | Refused;
}

/** What waits, oldest first, and then what was refused. */
export async function outboxRows(outbox: Outbox): Promise<OutboxRow[]> {
  const waiting = (await outbox.waiting()).map((entry): OutboxRow => ({
    name: refText(entry.ref),
    ref: entry.ref,
    state: "waiting",
    at: timeOfId(entry.ref.id),
    bytes: entry.sealed.length,
    refusal: null,
    entry,
  }));
  // One that was refused, put right and waits again is to be sent.
  const names = new Set(waiting.map(({ name }) => name));
  const aside = (await outbox.refused()).filter(({ ref }) => !ref || !names.has(refText(ref)));
  const refused = aside.map((entry): OutboxRow => ({
    name: entry.ref ? refText(entry.ref) : entry.name,
    ref: entry.ref,
    state: "refused",
    at: entry.refusal.at,
    bytes: entry.bytes,
    refusal: entry.refusal,
    entry,
  }));
  return [...waiting, ...refused];
}

/** Why a notice was refused, each thing said once: `title: Give a title. (title-required)`. */
export function reasonText({ message, violations }: RefusalOnFile): string {
  // The hub's message may be the text of the violations.
  const isTold = violations.some(({ description }) => message.includes(description));
  const rules = violations.map(({ field, rule, description }) =>
    `${field}: ${description} (${rule})`.trim(),
  );
  return [...(isTold || message === "" ? [] : [message]), ...rules].join("; ");
}

/**
 * The one notice that a person named. Throws HubError, `not-found` when there is none; UsageError
 * when there are several.
 */
export function rowNamed(rows: readonly OutboxRow[], named: NamedNotice): OutboxRow & FoundRef {
  const found = rows.filter((row): row is OutboxRow & FoundRef => isNamed(row.ref, named));
  const [first, second] = found;
  if (!first) throw new HubError("not-found", "there is no such notice in the outbox");
  if (second)
    throw new UsageError(
      "several notices in the outbox are named so",
      `Give more of it, one of: ${found.map(({ name }) => name).join(", ")}`,
    );
  return first;
}

interface FoundRef {
  readonly ref: NoticeRef;
}

function isNamed(ref: NoticeRef | null, named: NamedNotice): boolean {
  if (!ref) return false;
  const { origin, version } = "whole" in named ? named.whole : named;
  if (origin !== null && origin !== ref.origin) return false;
  if (version !== 0 && version !== ref.version) return false;
  if ("whole" in named) return named.whole.id === ref.id;
  const digits = ref.id.replaceAll("-", "");
  return digits.startsWith(named.part) || digits.endsWith(named.part);
}

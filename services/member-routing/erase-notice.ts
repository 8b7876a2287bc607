import { setTimeout as sleep } from "node:timers/promises";
import { type NoticeRef, StoredCopy } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { logReached } from "@talanoa/platform/bus/log-position.ts";
import { type Marker, readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy, firstPlace, tombstoneOf } from "@talanoa/platform/bus/tombstone.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { closingName, type Order } from "@talanoa/sharing/lifecycle/orders.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import { commitRouted } from "./store-routed.ts";
import type { Serially } from "./serially.ts";
import { withheldUnrouted } from "./withheld-unrouted.ts";

/** What erasing works with. */
export interface Erasing {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
  readonly signal: AbortSignal;
  /** Erasing is slow for the broker, and what it is asked meanwhile waits: one message at a time. */
  readonly inTurn: Serially;
}

/**
 * Erases what an order says, and closes it with a record. `sequence` is where the order stands: it is
 * the commit point, all here is its effect and may be repeated after any end. Rejects while the broker
 * does not answer, and with the reason when the signal aborts.
 *
 * Copies and sections carry no record and go at once, so that nobody is handed one from here on. A
 * notice carries the record of its acceptance: that the log has it is waited for, and a tombstone takes
 * its place before its content goes.
 */
export async function eraseNotice(erasing: Erasing, order: Order, sequence: number): Promise<void> {
  const { bus, signal } = erasing;
  const { notice } = order;
  const closing = subjects.erased(notice, closingName(order));
  if (await readMessage(bus, EXCHANGE, { last_by_subj: closing })) return;
  if (order.statement) await routed(erasing, order.statement);
  if (order.whole) await withholdUnrouted(erasing, notice, sequence);

  const markers = await readAllMarkers(bus, notice);
  const sections = await eraseSections(erasing, order);
  const copies = order.whole ? await eraseCopies(erasing, notice, markers) : 0;
  if (order.whole) {
    await logReached(bus, sequence, signal);
    for (let version = 1; version <= notice.version; version++) {
      await eraseVersion(erasing, { ...notice, version });
    }
  }
  await close(erasing, order, closing, { markers, sections, copies });
}

/** Resolves when all are told who are to be told: holders are found by what goes. */
async function routed(
  { bus, signal }: Erasing,
  { origin, id }: { readonly origin: string; readonly id: string },
): Promise<void> {
  const subject = subjects.statementRouted(origin, id);
  while (!(await readMessage(bus, EXCHANGE, { last_by_subj: subject }))) {
    await sleep(50, undefined, { signal });
  }
}

/**
 * What is routed later finds its marker, which gives nobody anything: a version, and a grant or a joining
 * on which another process has decided before the end. So no copy stands after this that was not there before.
 */
async function withholdUnrouted(
  { bus, committer, directory, signal }: Erasing,
  notice: NoticeRef,
  sequence: number,
): Promise<void> {
  await directory.upTo(sequence, signal);
  const { life } = await readStandingLife(bus, notice);
  const markers = await readAllMarkers(bus, notice);
  const ended = { life, end: sequence, markers, now: Date.now() };
  for (const each of await withheldUnrouted({ bus, directory }, notice, ended)) {
    const error = await commitRouted(committer, each);
    // Without it a copy could come to stand after the erasing, for good: all is done again.
    if (error) throw error;
  }
}

/** Erases the sections that are stored apart; how many stood. */
async function eraseSections({ bus, inTurn }: Erasing, { notice, whole }: Order): Promise<number> {
  const filters = whole
    ? [subjects.sectionsOf(notice)]
    : Array.from({ length: notice.version }, (_, i) => subjects.sectionsOf(notice, i + 1));
  let erased = 0;
  for (const filter of filters) {
    for (;;) {
      const section = await readMessage(bus, EXCHANGE, { seq: 1, next_by_subj: filter });
      if (!section) break;
      const { subject, sequence } = section;
      const isMeant = (its: StoredMessage) => its.subject === subject;
      if (await inTurn(() => eraseMessage(bus, sequence, isMeant))) erased += 1;
    }
  }
  return erased;
}

/** Erases all copies in feeds, which stand right after their markers; how many there were. */
async function eraseCopies(
  { bus, inTurn }: Erasing,
  notice: NoticeRef,
  markers: readonly Marker[],
): Promise<number> {
  let copies = 0;
  for (const { sequence, recipients } of markers) {
    for (const [i, recipient] of recipients.entries()) {
      const isMeant = (its: StoredMessage) => isCopyOf(its, recipient, notice);
      await inTurn(() => eraseMessage(bus, sequence + 1 + i, isMeant));
      copies += 1;
    }
  }
  return copies;
}

function isCopyOf({ subject, payload }: StoredMessage, of: string, { id }: NoticeRef): boolean {
  return subject.startsWith(`feed.${of}.`) && StoredCopy.decode(payload).card?.notice?.id === id;
}

/** Puts a tombstone in the place of a version, and erases it. */
async function eraseVersion({ bus, committer, inTurn }: Erasing, ref: NoticeRef): Promise<void> {
  const subject = subjects.noticeAnyPrecedence(ref);
  const standing = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  if (!standing) return;
  const sequence = firstPlace(standing);
  if (!erasedBy(standing)) {
    await committer.commit([tombstoneOf(standing)], {
      sameAs: (found) => erasedBy(found)?.sequence === sequence,
    });
  }
  const isMeant = (its: StoredMessage) => its.subject === standing.subject && !erasedBy(its);
  await inTurn(() => eraseMessage(bus, sequence, isMeant));
}

async function close(
  { committer }: Erasing,
  { notice, cause, whole, statement }: Order,
  subject: string,
  gone: { markers: readonly Marker[]; sections: number; copies: number },
): Promise<void> {
  const { markers, sections, copies } = gone;
  const erased = {
    notice,
    cause,
    statement: statement?.id ?? "",
    statedBy: statement?.origin ?? "",
    versions: whole ? notice.version : 0,
    copies,
    sections,
    holders: [...holdersOfAny(markers).keys()].sort(),
  };
  const exercise = markers.some(({ record }) => record?.exercise);
  const record = { at: Date.now(), exercise, facts: { erased } };
  const message = recordMessage(record, { subject, lastSequence: 0 });
  // Another process may have closed it: then this one's record is not needed.
  await committer.commit([message], { sameAs: () => true });
}

import { setTimeout as sleep } from "node:timers/promises";
import { type NoticeRef, Revision } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import { type Joining, joiningsOf } from "@talanoa/sharing/directory/operations.ts";
import { contentOf } from "@talanoa/sharing/lifecycle/life.ts";
import {
  audienceOf,
  holdingsBefore,
  holdsWhole,
  joinedCause,
  referenceHolders,
} from "./holders.ts";
import { readNotice, standingNotice } from "./read-notice.ts";
import { routedFurther } from "./routed-notice.ts";
import type { Routing } from "./routing-loop.ts";
import { storeRouted } from "./store-routed.ts";

/** Changes of operations taken ahead: each may mean many copies. */
const WINDOW = 20;
/** How often to look whether a notice has been routed for the first time, in ms. */
const LOOK = 100;

/**
 * Gives those who join a joint operation, and may see what was sent before, their copies of it, for ever:
 * each change of an operation once, in the stream's order. What was cut off is done again, and each copy
 * stands once: its marker is named for the joining. Returns when the signal aborts.
 */
export async function routeJoinings(routing: Routing): Promise<void> {
  const { bus, signal } = routing;
  const filter = subjects.directoryEntriesOf("operation");
  const source = takeInOrder(bus, {
    durable: "routing-operations",
    filter,
    window: WINDOW,
    signal,
  });
  try {
    for await (const messages of source.messages()) {
      for (const message of messages) {
        await routeChange(routing, message);
        source.done(message);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function routeChange(routing: Routing, { subject, sequence }: StoredMessage): Promise<void> {
  const { directory, signal } = routing;
  await patiently(() => directory.upTo(sequence, signal), signal);
  const id = subject.slice(subject.lastIndexOf(".") + 1);
  const versions = directory.versions("operation", id);
  const at = versions.findIndex((each) => each.sequence === sequence);
  const later = versions[at];
  // An entry that cannot be read counts as not there.
  if (!later) return;
  for (const joining of joiningsOf(versions[at - 1], later)) await routeJoining(routing, joining);
}

/** In the order in which the notices stand, as all copies of a feed. */
async function routeJoining(routing: Routing, joining: Joining): Promise<void> {
  for (const notice of await sentBefore(routing, joining)) await share(routing, joining, notice);
}

/**
 * The versions that went to an operation before a joining, in the stream's order. A correction goes with
 * what it corrects, whatever audience it names itself.
 */
async function sentBefore({ bus, signal }: Routing, joining: Joining): Promise<NoticeRef[]> {
  const filter = subjects.operationNotices(joining.operation);
  const sent: { readonly ref: NoticeRef; readonly sequence: number }[] = [];
  const read = (which: Parameters<typeof readMessage>[2]) =>
    patiently(() => readMessage(bus, EXCHANGE, which), signal);
  for (let from = 1; ;) {
    const found = await read({ seq: from, next_by_subj: filter });
    if (!found || found.sequence > joining.sequence) break;
    from = found.sequence + 1;
    const [origin = "", id = "", number] = found.subject.split(".").slice(3);
    const addressed = { origin, id, version: Number(number) };
    for (let { version } = addressed; ; version++) {
      const ref = { ...addressed, version };
      const message = await read({ last_by_subj: subjects.noticeAnyPrecedence(ref) });
      if (!message || message.sequence > joining.sequence) break;
      // The one that names the operation by itself; then those that correct it.
      if (isCorrection(message) === (version === addressed.version)) break;
      sent.push({ ref, sequence: message.sequence });
    }
  }
  return sent.sort((one, other) => one.sequence - other.sequence).map(({ ref }) => ref);
}

function isCorrection(message: StoredMessage): boolean {
  const read = readNotice(standingNotice(message));
  return !(read instanceof Error) && read.opened.header.revision === Revision.CORRECTION;
}

async function share(routing: Routing, joining: Joining, notice: NoticeRef): Promise<void> {
  const { bus, committer, directory, log, signal } = routing;
  const { participant, operation, sequence, storedAt } = joining;
  await firstRouted(routing, notice);
  const filter = { last_by_subj: subjects.noticeAnyPrecedence(notice) };
  const message = await patiently(() => readMessage(bus, EXCHANGE, filter), signal);
  if (!message) return;
  const { life } = await patiently(() => readStandingLife(bus, notice), signal);
  if (contentOf(life, notice.version) === "gone") return;
  const held = await patiently(() => holdingsBefore(routing, notice, sequence), signal);
  if (holdsWhole(held.get(participant))) return;
  const standing = standingNotice(message);
  const read = readNotice(standing);
  const audience =
    read instanceof Error
      ? null
      : await patiently(() => audienceOf(routing, standing, read), signal);
  const routed = routedFurther(standing, read, {
    cause: joinedCause(joining),
    widening: { by: "joining", operation, participant, at: storedAt },
    withheldBy: null,
    directory: directory.at(sequence),
    ...(audience && { audience }),
    holders: await patiently(() => referenceHolders(routing, read, sequence), signal),
    routedAt: Date.now(),
  });
  if (routed.unreadable !== undefined) {
    log.error({ err: routed.unreadable, notice }, "not shared with who joined: unreadable");
  }
  // One that is withheld now may be given when the participant joins once more.
  else if (routed.copies.length === 0) return;
  // The commit point of this copy. Where its marker stands already, it was done before.
  await storeRouted(committer, routed, signal);
}

/** Waits until a notice has been routed to its audience: its first marker stands before all others. */
async function firstRouted({ bus, signal }: Routing, notice: NoticeRef): Promise<void> {
  while ((await patiently(() => readMarkers(bus, notice), signal)).length === 0) {
    await sleep(LOOK, undefined, { signal });
  }
}

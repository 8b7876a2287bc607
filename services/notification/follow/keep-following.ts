import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Notification } from "../notification.ts";
import { namesOf } from "../send/way.ts";
import { advance, readPosition } from "./apply.ts";
import { type Happening, happeningsOf, officersIn, type Waits } from "./happening.ts";

/** What is read of the stream: who was sent what, what was not done in time, and what is gone. No copy of a notice. */
export const followed = [
  subjects.markers,
  subjects.overdues,
  subjects.expiredRecords,
  subjects.erasedRecords,
];

/** How long one of several instances stands by before it looks again, in ms. */
const STAND_BY = 1_000;
const LOOK_AGAIN = 200;

/**
 * Follows the stream from where it was left, until the signal aborts: what waits for somebody is written with the
 * position, so a start after any end goes on there. Rejects when the database refuses, and when the stream is not the
 * one that the position is of.
 */
export async function keepFollowing(its: Notification, signal: AbortSignal): Promise<void> {
  const { bus, db } = its;
  await begin(its, signal);
  while (!signal.aborted) {
    let position = await retryUntil(() => readPosition(db), signal);
    const options = { filters: followed, startSequence: position + 1, signal };
    for await (const messages of readFrom(bus, options)) {
      const to = messages.at(-1)!.sequence;
      const happenings = await happeningsIn(messages, its, signal);
      const applying = { ways: namesOf(its.ways), now: Date.now(), gather: its.gather };
      const apply = () => advance(db, { from: position, to }, happenings, applying);
      // When it came back with the rows in place, or another instance was faster: look where it stands.
      if (!(await retryUntil(apply, signal))) break;
      position = to;
      if (happenings.some(({ what }) => what === "waits")) its.bell.ring();
    }
    if (!signal.aborted) await sleep(STAND_BY, undefined, { signal }).catch(() => {});
  }
}

/**
 * Resolves when all that the stream has now has been looked at, by this instance or another: until then it is not known
 * what of what waits is settled already.
 */
export async function caughtUp(
  { bus, db }: Pick<Notification, "bus" | "db">,
  signal: AbortSignal,
): Promise<void> {
  const last = (filter: string) =>
    patiently(() => readMessage(bus, EXCHANGE, { last_by_subj: filter }), signal);
  const ends = await Promise.all(followed.map(last));
  const end = Math.max(...ends.map((message) => message?.sequence ?? 0));
  while ((await retryUntil(() => readPosition(db), signal)) < end)
    await sleep(LOOK_AGAIN, undefined, { signal });
}

/** The first start of all begins with what comes from now on: nobody has chosen anything before. */
async function begin({ bus, db }: Notification, signal: AbortSignal): Promise<void> {
  const { lastSequence } = await patiently(() => readStreamUsage(bus), signal);
  await retryUntil(
    () =>
      db
        .updateTable("following")
        .set({ position: lastSequence })
        .where("position", "=", -1)
        .execute(),
    signal,
  );
}

async function happeningsIn(
  messages: readonly StoredMessage[],
  { bus, log }: Pick<Notification, "bus" | "log">,
  signal: AbortSignal,
): Promise<Happening[]> {
  const found: Happening[] = [];
  for (const message of messages) {
    try {
      for (const its of happeningsOf(message))
        found.push(its.what === "waits" ? await withOfficers(bus, its, signal) : its);
    } catch (error) {
      signal.throwIfAborted();
      const { sequence } = message;
      log.error({ err: error, sequence }, "a message cannot be read, and nobody is told of it");
    }
  }
  return found;
}

/** A record says nothing of named officers: the marker of its notice does. Without one nobody is told. */
async function withOfficers(bus: Bus, waits: Waits, signal: AbortSignal): Promise<Waits> {
  if (waits.officers) return waits;
  const filter = { last_by_subj: subjects.routed(waits.notice, "first") };
  const marker = await patiently(() => readMessage(bus, EXCHANGE, filter), signal);
  return marker
    ? { ...waits, officers: officersIn(marker) }
    : { ...waits, participants: [], officers: new Map() };
}

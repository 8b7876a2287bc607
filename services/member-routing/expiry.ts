import { setTimeout as sleep } from "node:timers/promises";
import { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { lifeMessage, readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { isConflict } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import { DeadlineQueue } from "./deadline-queue.ts";
import type { Lateness } from "./lateness.ts";

/** What expiry works with. */
export interface Expiring {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks, when nothing falls due sooner. */
const LOOK_EVERY = 1_000;
/** When to look again at what could not be ended now. */
const AGAIN = 1_000;

/**
 * Ends each notice when its newest version says so, for ever. When notices end is read from all markers
 * at the start, and then from those that come; that one has ended stands in the stream, once. Returns
 * when the signal aborts.
 */
export async function expireAll(expiring: Expiring, lateness: Lateness): Promise<void> {
  const { signal } = expiring;
  const deadlines = new DeadlineQueue<string>();
  lateness.next = () => deadlines.next;
  const following = follow(expiring, deadlines, lateness);
  try {
    await Promise.race([following, endWhatIsDue(expiring, deadlines, lateness)]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function follow(
  { bus, signal }: Expiring,
  deadlines: DeadlineQueue<string>,
  lateness: Lateness,
): Promise<void> {
  const newest = new Map<string, number>();
  const options = { filters: [subjects.markers], startSequence: 1, signal };
  for await (const messages of readFrom(bus, options)) {
    for (const message of messages) {
      const name = note(message, deadlines, newest);
      if (name) lateness.done(name);
    }
  }
}

/** Notes when a notice ends by a marker, and gives its name; only of notices that end is anything kept. */
function note(
  { subject, payload }: StoredMessage,
  deadlines: DeadlineQueue<string>,
  newest: Map<string, number>,
): string | null {
  const [, origin = "", id = "", number = "", cause] = subject.split(".");
  if (cause !== "first") return null;
  const expiresAt = expiryIn(payload);
  const name = `${origin}.${id}`;
  const version = Number(number);
  if (version < (newest.get(name) ?? 0)) return null;
  if (expiresAt > 0 || version > 1) newest.set(name, version);
  deadlines.set(name, expiresAt);
  return name;
}

function expiryIn(marker: Uint8Array): number {
  try {
    return RoutedMarker.decode(marker).card?.expiresAt ?? 0;
  } catch {
    return 0;
  }
}

async function endWhatIsDue(
  expiring: Expiring,
  deadlines: DeadlineQueue<string>,
  lateness: Lateness,
): Promise<never> {
  const { log, signal } = expiring;
  for (;;) {
    for (const name of deadlines.take(Date.now())) {
      const [origin = "", id = ""] = name.split(".");
      let endsAt: number | null = null;
      try {
        endsAt = await end(expiring, { origin, id });
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error, notice: `${origin}/${id}` }, "a notice could not be ended yet");
      }
      // A newer version was routed meanwhile: it says when.
      if (deadlines.has(name)) continue;
      if (endsAt === null) lateness.failed(name);
      else lateness.done(name);
      deadlines.set(name, endsAt ?? Date.now() + AGAIN);
    }
    const wait = Math.min(LOOK_EVERY, Math.max(1, deadlines.next - Date.now()));
    await sleep(wait, undefined, { signal });
  }
}

/**
 * Ends a notice whose time is over. When its newest version says that it ends (Unix ms); 0 when it has ended, or does
 * not; null when it has to be looked at again.
 */
async function end({ bus, committer }: Expiring, name: NoticeName): Promise<number | null> {
  const standing = await readStandingLife(bus, name);
  const life = lifeMessage(standing, { type: "expired" }, name);
  // It has ended already.
  if (life === null || typeof life === "string") return 0;
  const markers = await readAllMarkers(bus, name);
  const newest = markers.find(({ version }) => version === standing.life.newest);
  // A newer version is not routed yet: it says when.
  if (!newest) return null;
  const expiresAt = newest.card?.expiresAt ?? 0;
  if (expiresAt === 0 || expiresAt > Date.now()) return expiresAt;
  const expired = {
    notice: { ...name, version: newest.version },
    digest: newest.digest,
    expiresAt,
    holders: [...holdersOfAny(markers).keys()].sort(),
  };
  const exercise = newest.record?.exercise ?? false;
  const where = { subject: subjects.expired(name), lastSequence: 0 };
  const record = recordMessage({ at: Date.now(), exercise, facts: { expired } }, where);
  try {
    // The commit point: from here on the content goes.
    await committer.commit([record, life], { sameAs: (_, message) => message === record });
    return 0;
  } catch (error) {
    // Another process ended it, or something else has happened to it meanwhile.
    if (isConflict(error)) return null;
    throw error;
  }
}

import type { NoticeName } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { decisionFor, type Marker, readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee } from "./held-copy.ts";
import { readStandingCopy } from "./read-stream.ts";

/** Where a version of a notice stands in a feed. */
export interface HeldVersion {
  readonly version: number;
  /** Of the copy in the stream. */
  readonly sequence: number;
}

/** The versions of a notice that a caller may be shown, the newest first, as the leader has them. */
export async function heldVersions(
  bus: Bus,
  caller: Caller,
  notice: NoticeName,
): Promise<HeldVersion[]> {
  // As in `maySee`: who only publishes is shown its own administration's notices alone.
  if (!caller.roles.includes("liaison") && notice.origin !== caller.participant) return [];
  const markers = await readAllMarkers(bus, notice);
  return markers
    .flatMap((marker) => placeFor(marker, caller) ?? [])
    .sort((one, other) => other.version - one.version || other.sequence - one.sequence);
}

/** `heldVersions` for one caller's page, which may hold many versions of the same notices. */
export function heldVersionsOnce(
  bus: Bus,
  caller: Caller,
): (notice: NoticeName) => Promise<HeldVersion[]> {
  const found = new Map<string, Promise<HeldVersion[]>>();
  return (notice) => {
    const name = `${notice.origin} ${notice.id}`;
    const its = found.get(name) ?? heldVersions(bus, caller, notice);
    found.set(name, its);
    return its;
  };
}

/** The newest later version by which one is replaced; 0 when it is not. */
export function replacedBy(held: readonly HeldVersion[], version: number): number {
  const newest = held[0]?.version ?? 0;
  return newest > version ? newest : 0;
}

/** The copy of a version, when the caller may see it and it has not been erased. */
export async function readVersion(
  feeds: Pick<Feeds, "bus" | "endings">,
  caller: Caller,
  { id }: NoticeName,
  { sequence }: HeldVersion,
): Promise<HeldCopy | null> {
  const held = await readStandingCopy(feeds, sequence, caller.participant);
  return held && held.facts.ref.notice?.id === id && maySee(caller, held) ? held : null;
}

function placeFor(marker: Marker, { participant, principal }: Caller): HeldVersion | null {
  const place = marker.recipients.indexOf(participant);
  if (place < 0) return null;
  const officers = decisionFor(marker, participant)?.officers ?? [];
  if (officers.length > 0 && !officers.includes(principal)) return null;
  return { version: marker.version, sequence: marker.sequence + 1 + place };
}

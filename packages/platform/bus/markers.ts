import {
  type Card,
  type NoticeRef,
  type Record,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "./connection.ts";
import { recordOf } from "./record-message.ts";
import { readMessage } from "./standing.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Says that a version of a notice has been routed for one cause, and to whom. */
export interface Marker {
  /** Its place in the stream; the copy of the recipient in place n (from 0) stands n + 1 after it. */
  readonly sequence: number;
  /** `first`, or what widened the notice since. */
  readonly cause: string;
  readonly card: Card | null;
  readonly recipients: readonly string[];
  /** SHA-256 of the notice's header. */
  readonly digest: Uint8Array;
  /** The decision; null when it cannot be read. */
  readonly record: Record | null;
}

const FIRST = "first";

/**
 * All markers of one version of a notice, in the stream's order: its first routing, and what widened
 * it since. Whoever asks who holds a notice asks here. From the leader; one read when nothing widened
 * it. Rejects with `unavailable` when the broker does not answer.
 */
export async function readMarkers(bus: Bus, notice: NoticeRef): Promise<Marker[]> {
  const subject = subjects.routedAnyCause(notice);
  const last = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  if (!last) return [];
  // Nothing is widened before it was routed: the first marker stands before all others.
  if (causeOf(last) === FIRST) return [markerOf(last)];
  const markers: Marker[] = [];
  for (let from = 1; from <= last.sequence;) {
    const next = await readMessage(bus, EXCHANGE, { seq: from, next_by_subj: subject });
    if (!next || next.sequence > last.sequence) break;
    markers.push(markerOf(next));
    from = next.sequence + 1;
  }
  return markers;
}

/** What a marker says. Throws MalformedMessage for a message that is none. */
export function markerOf(message: StoredMessage): Marker {
  const { card, recipients, digest } = RoutedMarker.decode(message.payload);
  const { sequence } = message;
  return { sequence, cause: causeOf(message), card, recipients, digest, record: record(message) };
}

/** Each participant that holds a copy, with the officers who alone may see it; with none when all may. */
export type HoldersOfCopies = ReadonlyMap<string, readonly string[]>;

/** Who holds a copy, by markers. */
export function holdersBy(markers: readonly Marker[]): HoldersOfCopies {
  return holdersOf(markers.flatMap(({ record }) => record?.facts?.routed?.decisions ?? []));
}

/** Who holds a copy, by decisions. */
export function holdersOf(
  decisions: readonly {
    readonly participant: string;
    readonly deliver: boolean;
    readonly officers: readonly string[];
  }[],
): HoldersOfCopies {
  const holders = new Map<string, readonly string[]>();
  for (const { participant, deliver, officers } of decisions) {
    if (!deliver) continue;
    const before = holders.get(participant);
    const whole = officers.length === 0 || before?.length === 0;
    holders.set(participant, whole ? [] : [...(before ?? []), ...officers]);
  }
  return holders;
}

function causeOf({ subject }: StoredMessage): string {
  return subject.slice(subject.lastIndexOf(".") + 1);
}

function record(message: StoredMessage): Record | null {
  try {
    return recordOf(message);
  } catch {
    return null;
  }
}

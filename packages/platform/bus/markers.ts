import {
  type Card,
  type NoticeRef,
  type ParticipantDecision,
  type Record,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "./connection.ts";
import { recordOf } from "./record-message.ts";
import { readMessage } from "./standing.ts";
import type { StoredMessage } from "./stored-message.ts";

/** What routing decided on one version of a notice, for one cause. */
export interface Marker {
  /** Its place in the stream; the copy of the recipient in place n (from 0) stands n + 1 after it. */
  readonly sequence: number;
  readonly version: number;
  /** "first", or the statement that made it. */
  readonly cause: string;
  readonly card: Card | null;
  readonly recipients: readonly string[];
  /** SHA-256 of the notice's header. */
  readonly digest: Uint8Array;
  readonly record: Record | null;
  readonly decisions: readonly ParticipantDecision[];
}

/** All markers of a notice, of all versions and causes, in the stream's order, as the leader has them. */
export function readMarkers(bus: Bus, notice: NoticeName): Promise<Marker[]> {
  return readAll(bus, subjects.routedAll(notice));
}

/** The first marker of one version, which is mostly all there is; undefined before it was routed. */
export async function readFirstMarker(bus: Bus, notice: NoticeRef): Promise<Marker | undefined> {
  const filter = { last_by_subj: subjects.routed(notice, "first") };
  const message = await readMessage(bus, EXCHANGE, filter);
  return message && markerOf(message);
}

/** The decision by which a participant holds a copy; undefined when it got none by this marker. */
export function decisionFor(
  { decisions }: Pick<Marker, "decisions">,
  participant: string,
): ParticipantDecision | undefined {
  return decisions.find((its) => its.deliver && its.participant === participant);
}

async function readAll(bus: Bus, filter: string): Promise<Marker[]> {
  const markers: Marker[] = [];
  for (let seq = 1; ;) {
    const message = await readMessage(bus, EXCHANGE, { seq, next_by_subj: filter });
    if (!message) return markers;
    markers.push(markerOf(message));
    seq = message.sequence + 1;
  }
}

/** Reads a marker of a notice. Throws MalformedMessage for a payload that is none. */
export function markerOf(message: StoredMessage): Marker {
  const { sequence, subject, payload } = message;
  const [, , , version, cause = ""] = subject.split(".");
  const { card, recipients, digest } = RoutedMarker.decode(payload);
  const record = recordOf(message);
  const decisions = record?.facts?.routed?.decisions ?? [];
  return { sequence, version: Number(version), cause, card, recipients, digest, record, decisions };
}

import { type NoticeRef, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Intake } from "./intake.ts";

/** What the marker of a notice says that a participant holds. */
export interface HeldNotice {
  /** SHA-256 of the header. */
  readonly digest: Uint8Array;
  readonly exercise: boolean;
  /** A Kind, or one that this version does not know. */
  readonly kind: number;
  /** When not empty, only these principals of the participant may be shown it. */
  readonly officers: readonly string[];
}

type Reading = Pick<Intake, "bus" | "prompt">;

/** A notice that a participant holds; null for one that it does not, exactly as for one that does not exist. */
export async function heldNotice(
  { bus, prompt }: Reading,
  notice: NoticeRef,
  participant: string,
): Promise<HeldNotice | null> {
  const marker = await prompt.within(
    readMessage(bus, EXCHANGE, { last_by_subj: subjects.routed(notice, "first") }),
  );
  const record = marker && recordOf(marker);
  const decision = record?.facts?.routed?.decisions.find((its) => its.participant === participant);
  if (!marker || !record || !decision?.deliver) return null;
  const { card, digest } = RoutedMarker.decode(marker.payload);
  return { digest, exercise: record.exercise, kind: card?.kind ?? 0, officers: decision.officers };
}

/** A notice that the caller may be shown; null for any other, exactly as for one that does not exist. */
export async function noticeShownTo(
  intake: Reading,
  notice: NoticeRef,
  { participant, principal, roles }: Caller,
): Promise<HeldNotice | null> {
  // As in the feeds: who only publishes is shown its own administration's notices alone.
  if (!roles.includes("liaison") && notice.origin !== participant) return null;
  const held = await heldNotice(intake, notice, participant);
  const forOthers = held && held.officers.length > 0 && !held.officers.includes(principal);
  return forOthers ? null : held;
}

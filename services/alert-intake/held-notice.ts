import { type NoticeRef, StoredCopy } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { readAllMarkers, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Given } from "@talanoa/sharing/lifecycle/life.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import type { Intake } from "./intake.ts";

/** What the markers of a notice say that a participant holds. */
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
  const markers = await prompt.within(readMarkers(bus, notice));
  const [first] = markers;
  // The originator may always speak of its own.
  const own = notice.origin === participant ? [] : undefined;
  const officers = holdersOfAny(markers).get(participant) ?? own;
  if (!first?.record || !officers) return null;
  const { digest, card, record } = first;
  return { digest, exercise: record.exercise, kind: card?.kind ?? 0, officers };
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

/** Who, but its originator, was given personal or passenger sections that still stand, and the newest version of which. */
export async function givenPersonal(
  { bus, prompt }: Reading,
  { origin, id }: NoticeRef,
): Promise<Given[]> {
  const newest = new Map<string, number>();
  const markers = await prompt.within(readAllMarkers(bus, { origin, id }));
  for (const { sequence, version, recipients } of markers.toReversed()) {
    const copies = recipients.map(async (participant, place) => {
      if (participant === origin || (newest.get(participant) ?? 0) >= version) return;
      const filter = { seq: sequence + 1 + place };
      const copy = await prompt.within(readMessage(bus, EXCHANGE, filter));
      // Gone with the notice: then nothing is left to be erased.
      if (!copy?.subject.startsWith(`feed.${participant}.`)) return;
      if (StoredCopy.decode(copy.payload).storedSections.length > 0)
        newest.set(participant, version);
    });
    await Promise.all(copies);
  }
  return [...newest].map(([participant, version]) => ({ participant, version }));
}

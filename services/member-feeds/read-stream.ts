import type { FeedCopy } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { headerBlockOf } from "@talanoa/platform/bus/header-lines.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { type StoredMessage, StreamMessage } from "@talanoa/platform/bus/stored-message.ts";
import { briefSections } from "@talanoa/sharing/feed/brief.ts";
import { ERASED } from "@talanoa/sharing/feed/withheld.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, heldCopy } from "./held-copy.ts";

/** The copy at a place of the stream, when it is of this participant's feed; null when it is gone. */
export async function readCopy(
  bus: Bus,
  sequence: number,
  participant: string,
): Promise<HeldCopy | null> {
  const message = await readAt(bus, sequence);
  if (!message?.subject.startsWith(`feed.${participant}.`)) return null;
  return heldCopy(message);
}

/**
 * The copy at a place, for who asks for notices: null also for one that has ended, though it is not erased yet.
 * That may take a while, when those who erase are down.
 */
export async function readStandingCopy(
  { bus, endings }: Pick<Feeds, "bus" | "endings">,
  sequence: number,
  participant: string,
): Promise<HeldCopy | null> {
  const held = await readCopy(bus, sequence, participant);
  return held?.card.notice && !endings.has(held.card.notice) ? held : null;
}

/**
 * A copy as it goes out: with the personal and passenger sections that this participant may see, which
 * are stored apart. Where one has been erased, the copy says so.
 */
export async function joined(
  { bus, endings }: Pick<Feeds, "bus" | "endings">,
  { copy, card, storedSections }: HeldCopy,
  participant: string,
): Promise<Init<FeedCopy>> {
  const { notice, withheld, acceptedAt, routedAt, audience } = copy;
  const ref = card.notice;
  if (storedSections.length === 0 || !notice || !ref) return copy;
  // From the leader: one that a replica has not got yet must not look erased.
  // Ordered to be erased is erased, however long that takes.
  const left = endings.withoutPersonal(ref, participant) ? [] : storedSections;
  const stored = await Promise.all(
    left.map((place) => readMessage(bus, EXCHANGE, { last_by_subj: subjects.section(ref, place) })),
  );
  const apart = stored.flatMap((section) => (section?.payload.length ? section.payload : []));
  const isWhole = apart.length === storedSections.length;
  const { header, sections, signature, keyId } = notice;
  return {
    notice: { header, sections: [...sections, ...apart], signature, keyId },
    withheld: isWhole ? withheld : [...withheld, { rule: ERASED }],
    acceptedAt,
    routedAt,
    audience,
  };
}

/** A copy as its reader asked for it: only what a line about it tells, or whole. */
export async function asAsked(
  feeds: Pick<Feeds, "bus" | "endings">,
  held: HeldCopy,
  { participant, brief }: { readonly participant: string; readonly brief: boolean },
): Promise<Init<FeedCopy>> {
  return brief ? briefCopy(held) : joined(feeds, held, participant);
}

/** Only what a line about it tells: nothing that is stored apart. */
function briefCopy({ copy }: HeldCopy): Init<FeedCopy> {
  const { notice } = copy;
  return notice
    ? { ...copy, notice: { ...notice, sections: briefSections(notice.sections) } }
    : copy;
}

/**
 * A message by its sequence: from any replica, which spares the leader and sends the payload as it is;
 * from the leader when the replica has none, since it may only be behind.
 */
async function readAt(bus: Bus, sequence: number): Promise<StoredMessage | undefined> {
  const reply = await bus.request(
    `${bus.api}.DIRECT.GET.${EXCHANGE}`,
    JSON.stringify({ seq: sequence }),
  );
  const subject = reply.headers?.get("Nats-Subject");
  if (!subject) return readMessage(bus, EXCHANGE, { seq: sequence });
  const storedAt = Date.parse(reply.headers?.get("Nats-Time-Stamp") ?? "");
  return new StreamMessage(subject, sequence, storedAt, reply.data, headerBlockOf(reply));
}

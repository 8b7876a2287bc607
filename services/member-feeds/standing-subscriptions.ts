import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { lastOfEach } from "@talanoa/platform/bus/last-of-each.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { refusal } from "@talanoa/platform/errors.ts";
import type { Actor } from "./records.ts";

/** Subscriptions of a principal. */
const MOST_STANDING = 64;
/** Names that it ever used: the last records of each stand for good, also when it was dropped. */
const MOST_NAMES = 256;

/** What must still stand on a subject when a subscription is made: its last record. */
export interface Room {
  readonly subject: string;
  readonly lastSequence: number;
}

/**
 * Whether a principal may have one subscription more, under a name of its own or one that it dropped. Throws
 * `failed-precondition` when it has too many. What is given is expected where the subscription is made: so none is made
 * meanwhile, here or at another instance, that was not counted.
 */
export async function roomForOne(
  bus: Bus,
  actor: Actor,
  { isNew }: { readonly isNew: boolean },
): Promise<Room> {
  const subject = subjects.namedSubscriptions(actor);
  const named = await lastOfEach(bus, subject);
  const standing = named.filter((message) => !isDropped(message));
  if (standing.length >= MOST_STANDING)
    throw full(
      "subscriptions-most",
      `You have ${MOST_STANDING} subscriptions: drop one first, as by talanoa feed --drop NAME.`,
    );
  if (isNew && named.length >= MOST_NAMES)
    throw full(
      "subscription-names",
      `You have named ${MOST_NAMES} subscriptions: use a name again that you dropped.`,
    );
  return { subject, lastSequence: named.reduce((last, its) => Math.max(last, its.sequence), 0) };
}

/** Whether what stands in the place of the last received record says that the subscription was dropped. */
export function isDropped(message: StoredMessage): boolean {
  return Boolean(recordOf(message)?.facts?.subscriptionDropped);
}

/** A subscription that stands. */
export interface Standing {
  readonly name: string;
  /** When it was made, or last confirmed copies; Unix ms. */
  readonly movedAt: number;
}

/** Those of a principal, the one that has not moved for the longest first. */
export async function standingSubscriptions(bus: Bus, actor: Actor): Promise<Standing[]> {
  const moved = new Map<string, number>();
  for (const message of await lastOfEach(bus, subjects.receivedRecordsOf(actor))) {
    const [, , , , name = ""] = message.subject.split(".");
    if (!isDropped(message)) moved.set(name, Math.max(message.storedAt, moved.get(name) ?? 0));
  }
  return [...moved]
    .map(([name, movedAt]) => ({ name, movedAt }))
    .sort((one, other) => one.movedAt - other.movedAt);
}

function full(rule: string, description: string) {
  return refusal("failed-precondition", { field: "open.name", rule, description });
}

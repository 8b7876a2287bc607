import type { CopyRef, Door, Facts } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import type { CopyFacts } from "./held-copy.ts";

/** Who takes a step. */
export interface Actor {
  readonly participant: string;
  readonly principal: string;
}

/** One record of a step is about copies of one origin; exercise and real never share one. */
export interface CopyGroup {
  readonly origin: string;
  readonly exercise: boolean;
  /** 0 where attempts are not counted. */
  readonly attempt: number;
  readonly copies: CopyRef[];
}

/** A record must fit its header. */
const MOST_COPIES = 200;

/** Groups copies into the records that a step over them needs, in the order of their first copies. */
export function grouped(
  copies: readonly { readonly facts: CopyFacts; readonly attempt?: number }[],
): CopyGroup[] {
  const filling = new Map<string, CopyGroup>();
  const groups: CopyGroup[] = [];
  for (const { facts, attempt = 0 } of copies) {
    const { origin, exercise, ref } = facts;
    const key = `${origin} ${exercise} ${attempt}`;
    let group = filling.get(key);
    if (!group || group.copies.length >= MOST_COPIES) {
      group = { origin, exercise, attempt, copies: [] };
      filling.set(key, group);
      groups.push(group);
    }
    group.copies.push(ref);
  }
  return groups;
}

/** The records of copies that are about to be handed out by a door other than a subscription. */
export function releasedMessages(
  actor: Actor,
  door: Door,
  copies: readonly { readonly facts: CopyFacts }[],
): Outgoing[] {
  return messagesOf("released", actor, copies, (shown) => ({ released: { ...shown, door } }));
}

/** The records of copies that an officer is shown. */
export function openedMessages(
  actor: Actor,
  door: Door,
  copies: readonly { readonly facts: CopyFacts }[],
): Outgoing[] {
  return messagesOf("opened", actor, copies, (shown) => ({ opened: { ...shown, door } }));
}

/**
 * The records of copies that a door hands out as a page: what is given whole counts as opened, a line about each does
 * not.
 */
export function pageMessages(
  actor: Actor,
  { door, brief }: { readonly door: Door; readonly brief: boolean },
  copies: readonly { readonly facts: CopyFacts }[],
): Outgoing[] {
  return [
    ...releasedMessages(actor, door, copies),
    ...(brief ? [] : openedMessages(actor, door, copies)),
  ];
}

function messagesOf(
  step: "released" | "opened",
  { participant, principal }: Actor,
  copies: readonly { readonly facts: CopyFacts }[],
  factsOf: (shown: { participant: string; origin: string; copies: CopyRef[] }) => Init<Facts>,
): Outgoing[] {
  const at = Date.now();
  return grouped(copies).map(({ origin, exercise, copies }) => {
    const facts = factsOf({ participant, origin, copies });
    return recordMessage({ at, participant, principal, exercise, facts }, { step });
  });
}

import { randomFillSync } from "node:crypto";
import type { CopyRef, Door, Facts, Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
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
const NONCE_BYTES = 16;

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

// Asking for 16 bytes costs 30 µs, for 4,096 as much: two records a copy made it a tenth of all work.
const random = Buffer.alloc(4_096);
let unused = 0;

function newNonce(): Buffer {
  if (unused === 0) {
    randomFillSync(random);
    unused = random.length;
  }
  unused -= NONCE_BYTES;
  return Buffer.from(random.subarray(unused, unused + NONCE_BYTES));
}

/**
 * A message that carries a record and nothing else. On the subject `record.<step>` its id keeps it
 * from being stored twice, on a subject of its own the expected sequence.
 */
export function recordMessage(
  record: Omit<Init<Record>, "nonce" | "facts"> & { facts: Init<Facts> },
  where:
    | { readonly step: "released" | "received" | "opened" }
    | { readonly subject: string; readonly lastSequence: number },
): Outgoing {
  const nonce = newNonce();
  const message = { payload: new Uint8Array(), headers: recordHeader({ ...record, nonce }) };
  if ("step" in where) {
    return { ...message, subject: subjects.record(where.step), messageId: nonce.toString("hex") };
  }
  const { subject, lastSequence } = where;
  return { ...message, subject, expect: { lastSequence } };
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

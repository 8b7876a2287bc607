import { NoticeLife } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import {
  after,
  hasEnded,
  isRefused,
  type Life,
  type LifeEvent,
  type LifeRefusal,
  readLife,
  stepOf,
  unborn,
  writtenLife,
} from "@talanoa/sharing/lifecycle/life.ts";
import type { Bus } from "./connection.ts";
import { readMessage } from "./standing.ts";
import type { Outgoing } from "./unit.ts";

/** The life of a notice, and the place in the stream that the next step of it follows upon. */
export interface StandingLife {
  readonly life: Life;
  /** 0 while nothing has happened after the first version. */
  readonly sequence: number;
}

/** How far the life of a notice has come whose first version was accepted, as the leader has it. */
export async function readStandingLife(bus: Bus, notice: NoticeName): Promise<StandingLife> {
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subjects.life(notice) });
  if (!message) return { life: { ...unborn, newest: 1 }, sequence: 0 };
  return { life: readLife(NoticeLife.decode(message.payload)), sequence: message.sequence };
}

/**
 * The message that writes an event down, to be stored together with what makes it so; null for one
 * that changes nothing; or the rule that refuses it. A commit with it conflicts when something else
 * has happened to the notice meanwhile: then read its life again.
 */
export function lifeMessage(
  { life, sequence }: StandingLife,
  event: LifeEvent,
  notice: NoticeName,
  by: { readonly statement: string; readonly origin: string } | null = null,
): Outgoing | LifeRefusal | null {
  const next = after(life, event);
  if (isRefused(next)) return next;
  const step = stepOf(event);
  // What is said of a notice that is over has no life to go on.
  if (step === null || (next === life && hasEnded(life))) return null;
  return {
    subject: subjects.life(notice),
    payload: NoticeLife.encode(writtenLife(next, step, notice, by)),
    expect: { lastSequence: sequence },
  };
}

import { type Signal, signal } from "@preact/signals";
import { logStats } from "@talanoa/client/log-stats.ts";
import type { Reason, StatsPeriod, StatsResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";

/** Which figures are asked for, as the form has it. */
export interface FiguresAsked {
  /** UTC days, from inclusive, until exclusive; 0 for no end. */
  readonly from: number;
  readonly until: number;
  readonly by: StatsPeriod;
  readonly participant: string;
  readonly includeExercises: boolean;
}

interface FiguresAnswer {
  readonly stats: StatsResponse;
  /** When it came, Unix ms. */
  readonly at: number;
}

/** What came of asking for figures. */
export interface Figures {
  readonly answer: Signal<(FiguresAsked & FiguresAnswer) | null>;
  readonly asking: Signal<boolean>;
  readonly error: Signal<unknown>;
  ask(hub: Session["hub"], reason: Reason, asked: FiguresAsked): Promise<void>;
}

/** Figures that stay while one looks elsewhere: asking again is recorded again. */
export function figures(): Figures {
  const its: Figures = {
    answer: signal(null),
    asking: signal(false),
    error: signal(null),
    async ask(hub, reason, asked) {
      if (its.asking.value) return;
      its.asking.value = true;
      its.error.value = null;
      try {
        const stats = await logStats(hub, reason, asked);
        its.answer.value = { ...asked, stats, at: Date.now() };
      } catch (error) {
        its.error.value = error;
      } finally {
        its.asking.value = false;
      }
    },
  };
  return its;
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { WHOLE_LOG } from "../../tables/migrations.ts";
import type { StepWord } from "../../ask/question.ts";
import { chance, exchanged, officerOf, parties } from "./exchange-records.ts";

/** What is asked, as QueryRequest has it. */
export interface Asked {
  readonly from?: number;
  readonly until?: number;
  readonly steps?: readonly StepWord[];
  readonly participant?: string;
  readonly principal?: string;
  readonly notice?: NoticeRef;
  readonly descending?: boolean;
}

const HOUR = 3_600_000;
const asSteps = ["accepted", "routed", "released", "received", "queried"] as const;

/** The kinds of question that are timed: each of a number, by a reader, in a log with so many notices. */
const kinds = {
  notice: (number, reader, notices) => {
    for (let i = number; ; i += notices / 7) {
      const { notice, receivers } = exchanged(Math.floor(chance(i) * notices));
      const concerned = [WHOLE_LOG, notice.origin, ...receivers].includes(reader);
      if (concerned) return { notice: { ...notice, version: 0 } };
    }
  },
  // An officer's id is for its own participant.
  principal: (number, reader) => ({
    principal: officerOf(reader === WHOLE_LOG ? partyOf(number) : reader, number),
    descending: number % 2 === 0,
  }),
  participant: (number) => ({ participant: partyOf(number), descending: number % 2 === 0 }),
  // As one goes through a week of one's own: most of it is on further pages.
  time: (number, _reader, notices) => {
    const { at } = exchanged(Math.floor(chance(number) * notices));
    return { from: at, until: at + 24 * 7 * HOUR, descending: number % 2 === 0 };
  },
  step: (number) => ({
    steps: [asSteps[number % asSteps.length]!],
    descending: number % 2 === 0,
  }),
} satisfies { readonly [kind: string]: (...of: [number, string, number]) => Asked };

export type Kind = keyof typeof kinds;

export function questionOf(kind: Kind, number: number, reader: string, notices: number): Asked {
  return kinds[kind](number, reader, notices);
}

function partyOf(number: number): string {
  return parties[Math.floor(parties.length * chance(number + 0.75))]!;
}

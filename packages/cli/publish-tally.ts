import type { Outbox } from "@talanoa/client/outbox.ts";
import type { Context } from "./context.ts";

/** What became of the drafts of an input so far. */
export interface Tally {
  accepted: number;
  refused: number;
  /** Drafts that broke a rule and were not sent. */
  unfit: number;
  /** Ids of the notices that have warnings. */
  readonly warned: Set<string>;
  /** How many drafts of the input are dealt with: in the outbox, unfit, or left out by `--skip`. */
  read: number;
  /** Whether the input came to its end. */
  ended: boolean;
}

export function newTally(skip: number): Tally {
  return { accepted: 0, refused: 0, unfit: 0, warned: new Set(), read: skip, ended: false };
}

/** Whether drafts are left that nothing was done with; `count` is null when it is not known. */
function isRestLeft({ read, ended }: Tally, count: number | null): boolean {
  return count === null ? !ended : read < count;
}

/** Says how it went, and how to go on when the command ended before its input. */
export async function sayTally(
  { terminal }: Context,
  tally: Tally,
  { outbox, count }: { outbox: Outbox; count: number | null },
): Promise<void> {
  const waiting = (await outbox.waiting()).length;
  const parts = [
    `${tally.accepted} accepted`,
    ...(tally.refused > 0 ? [`${tally.refused} refused`] : []),
    ...(tally.unfit > 0 ? [`${tally.unfit} unfit and not sent`] : []),
    ...(tally.warned.size > 0 ? [`${tally.warned.size} with warnings`] : []),
    ...(waiting > 0 ? [`${waiting} in the outbox`] : []),
  ];
  terminal.say(`${parts.join(", ")}.\n`);
  if (waiting > 0) terminal.say("`talanoa outbox send` or the next publish sends what waits.\n");
  // Where nothing was done, the same command does it.
  if (isRestLeft(tally, count) && tally.read > 0)
    terminal.say(`The rest of the input was not read: go on with --skip ${tally.read}.\n`);
}

/** What stands beside the progress. */
export function noteOf({ refused, unfit }: Tally): string {
  return [
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(unfit > 0 ? [`${unfit} unfit`] : []),
  ].join(" · ");
}

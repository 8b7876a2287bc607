import { counted } from "@talanoa/contract/counted.ts";
import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import type { Completeness } from "@talanoa/sharing/record/completeness.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import type { Json } from "../json.ts";
import { printJson } from "../print.ts";
import { plain } from "../plain-text.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { archivesJson, sayArchives } from "./archives-told.ts";

/** What was found out about whether records are all there. */
export interface Verdict {
  /** The entries of the log in which they were proved. */
  readonly size: number;
  /** Null where the caller may not read the records around. */
  readonly completeness: Completeness | null;
  /** Everything that is missing or does not agree. */
  readonly faults: readonly string[];
  /** The records are those of an export, to which no more come. */
  readonly offline?: boolean;
  /** What the hub does not show of them. */
  readonly archives?: readonly LogArchive[];
}

/** More faults are counted, not told. */
const TOLD = 20;

/** Says whether records are complete, as a line, or what is missing; sets the exit status. */
export function sayVerdict(context: Context, verdict: Verdict): void {
  const { terminal } = context;
  const { good, bad, odd } = styleOf(terminal);
  const { faults, completeness, size, offline, archives = [] } = verdict;
  setStatus(context, verdict);
  sayArchives(context, archives);
  if (faults.length > 0) {
    terminal.say(`${bad("NOT COMPLETE")}: what the log showed does not hold together:\n`);
    for (const fault of faults.slice(0, TOLD)) terminal.say(`  ${plain(fault)}\n`);
    if (faults.length > TOLD) terminal.say(`  and ${faults.length - TOLD} more\n`);
    return;
  }
  const text = completeness && upToText(completeness, size);
  if (text) terminal.say(`${good("Complete")} up to ${text}\n`);
  else if (!completeness)
    terminal.say(
      `${good("Nothing is missing")} up to the last entry; whether there are later ones is told to an auditor.\n`,
    );
  else
    terminal.say(
      offline
        ? `${odd("Not known to be complete")}: no heads tell of the end of its records. The export was made before they were recorded, or cut there: have it made again.\n`
        : `${odd("Not known to be complete yet")}: no heads have been recorded since. Ask again in a minute.\n`,
    );
}

/** Says of an answer that was proved, of so many entries, whether it is complete. */
export async function tellVerdict(
  context: Context,
  verdict: Verdict,
  entries: number,
): Promise<void> {
  const { terminal, options } = context;
  if (options.json)
    return printJson(context, [{ verified: { entries, ...verdictJson(context, verdict) } }]);
  if (entries > 0)
    terminal.say(
      `${counted(entries, "entry", "entries")}, ${entries === 1 ? "" : "each of them "}proved.\n`,
    );
  sayVerdict(context, verdict);
}

export function verdictJson(context: Context, verdict: Verdict): { [field: string]: Json } {
  setStatus(context, verdict);
  const { completeness, faults, size, archives = [] } = verdict;
  const upTo = completeness?.upTo ?? null;
  return {
    complete: faults.length === 0 && (completeness === null || upTo !== null),
    records_of: completeness && (completeness.party ?? "all"),
    log_size: size,
    span: completeness?.span ? [...completeness.span] : null,
    up_to: upTo && { index: upTo.index, at: isoTime(upTo.at) },
    faults: [...faults],
    archives: archivesJson(archives),
  };
}

function setStatus(context: Context, { completeness, faults }: Verdict): void {
  if (faults.length > 0) context.exitCode = exitCodes.notGenuine;
  else if (completeness && !completeness.upTo) context.exitCode = exitCodes.tryLater;
}

/** `heads at entry 41 of 44, 2025-07-14 …: records 1 to 12 of FJ were read, …`; null when nothing says so. */
function upToText({ party, span, upTo }: Completeness, size: number): string | null {
  if (!upTo || !span) return null;
  const { index, at } = upTo;
  const where = `heads at entry ${index} of ${size}, ${utcAndLocal(at)}`;
  const what = party
    ? `records ${span[0]} to ${span[1]} of ${plain(party)}`
    : `entries ${span[0]} to ${span[1]}`;
  return `${where}: ${what} were read, and none is missing.`;
}

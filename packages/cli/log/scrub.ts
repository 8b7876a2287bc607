import { scrubLog } from "@talanoa/client/scrub.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { ScrubDifference, ScrubResponse } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { type Json, messageJson } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { Progress } from "../progress.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";

/** `talanoa log scrub`. */
export function defineScrub(command: Command, context: Context): void {
  command
    .command("scrub")
    .description(
      "Have the hub derive all that it answers from the records again, and compare it with its database, its stream and what it published. For the Secretariat's auditor. Ends with 5 when something differs.",
    )
    .action(() => scrub(context));
}

async function scrub(context: Context): Promise<void> {
  await using session = await openSession(context);
  const last = await lastAnswer(context, scrubLog(session.hub, context.signal));
  if (last.difference) context.exitCode = exitCodes.notGenuine;
  if (context.options.json) return printJson(context, [scrubJson(last)]);
  await context.terminal.write(`${scrubLines(last, context).join("\n")}\n`);
}

async function lastAnswer(
  { terminal }: Context,
  answers: AsyncIterable<ScrubResponse>,
): Promise<ScrubResponse> {
  let progress: Progress | undefined;
  try {
    for await (const answer of answers) {
      if (answer.done || answer.difference) return answer;
      progress ??= new Progress(terminal, answer.of);
      progress.show(answer.archived + answer.entries, "");
    }
  } finally {
    progress?.clear();
  }
  throw new HubError("unavailable", "the hub ended the scrub before it was done");
}

/** What a scrub came to, in sentences. */
export function scrubLines(
  answer: ScrubResponse,
  { terminal }: Pick<Context, "terminal">,
): string[] {
  const { entries, of, archived, tiles, rows, records, checkpoint, difference } = answer;
  const { good, bad } = styleOf(terminal);
  if (difference) {
    return [
      `${bad("DIFFERENT")}: ${plain(difference.says)} (${plain(placeText(difference))}).`,
      `Before it ${entries} of ${counted(of, "entry", "entries")} were looked at, and are what their records say; nothing behind it was looked at.`,
      plain(difference.next),
    ];
  }
  const published =
    checkpoint === 0 ? "nothing is published yet" : `the checkpoint of ${checkpoint}`;
  return [
    `${good("Clean")}: ${counted(entries, "entry", "entries")}, ${counted(tiles, "tile")} and ${counted(rows, "row")} are what the records say, up to ${published}.`,
    comparedText(records, entries),
    ...(archived > 0
      ? [
          `Of what stands in archives, the first ${counted(archived, "entry", "entries")}, the hashes alone were looked at.`,
        ]
      : []),
  ];
}

/** How many entries were compared with the stream: what it no longer has cannot be. */
function comparedText(records: number, entries: number): string {
  if (records === entries)
    return `${counted(records, "record")} compared with the stream: there as in the log.`;
  if (records === 0)
    return `None of ${counted(entries, "record")} was compared with the stream, which begins behind them.`;
  return `${counted(records, "record")} compared with the stream: there as in the log. Not compared, as the stream begins behind them: ${entries - records}.`;
}

function placeText({ table, index, column }: ScrubDifference): string {
  return [table, column, index].filter((word) => word !== "").join(" ");
}

/** The same for a program. */
export function scrubJson(answer: ScrubResponse): Json {
  // Field by field: a message keeps those that are not set on its prototype.
  const { entries, of, archived, tiles, rows, records, checkpoint, difference } = answer;
  const found = difference && messageJson(difference);
  return {
    clean: found === null,
    entries,
    of,
    archived,
    tiles,
    rows,
    records,
    checkpoint,
    difference: found,
  };
}

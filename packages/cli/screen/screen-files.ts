import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { readMessages, type Reading } from "@talanoa/passenger/read-messages.ts";
import type { Context } from "../context.ts";
import { type Json, messageJson } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { megabytes, Progress } from "../progress.ts";
import { styleOf } from "../style.ts";
import { UsageError } from "../usage-error.ts";
import { type Findings, findingsOf, type Screens } from "./hits.ts";
import { inputsOf } from "./inputs.ts";
import { readMessageJson } from "./message-json.ts";
import { Parts } from "./parts.ts";
import { unsaidJson } from "./unsaid-profile.ts";
import { issueLines, messageLines } from "./message-lines.ts";

/** What was read, of all files. */
export interface Screened {
  messages: number;
  travellers: number;
  /** Messages and interchanges of which something is lost or cannot be relied on. */
  faulty: number;
  /** Files that could not be read to their end, or that the hub did not take. */
  refused: number;
  /** Travellers with a hit. */
  found: number;
  /** Journeys with a hit that concerns all on board: a vessel, or who operates it or reports. */
  journeys: number;
}

/**
 * Reads the messages of files, here and without a hub, and prints each as soon as it is whole. What is wrong
 * with an interchange stands with its last message.
 */
export async function screenFiles(
  context: Context,
  named: readonly string[],
  screens: Screens,
): Promise<Screened> {
  const inputs = await inputsOf(context, named);
  const sizes = inputs.map(({ bytes }) => bytes);
  const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, its) => sum + its!, 0);
  using progress = new Progress(context.terminal, total, megabytes);
  const parts = new Parts();
  const screened = nothingScreened();
  let read = 0;
  for (const input of inputs) {
    const bytes = input.open((some) => {
      read += some;
      progress.show(read, plain(input.name));
    });
    const assembler = parts.of(input.name);
    try {
      for await (const reading of withEnvelopes(readMessages(bytes, { assembler })))
        await show(reading, [input.name]);
    } catch (error) {
      // A file that cannot be read to its end costs the others nothing.
      if (!(error instanceof UsageError)) throw error;
      screened.refused += 1;
      progress.clear();
      context.terminal.say(`${plain(error.message)}\n`);
    }
    assembler.over();
    for (const { message, files } of parts.rest(input === inputs.at(-1)))
      await show(message, files);
  }
  return screened;

  async function show(reading: Reading, files: readonly string[]): Promise<void> {
    const found = reading.kind === "envelope" ? nothing : findingsOf(reading, screens);
    count(screened, reading, found);
    progress.clear();
    if (context.options.json) await printJson(context, [readingJson(reading, files, found)]);
    else await printReading(context, reading, files, found);
  }
}

const nothing: Findings = { hits: [], unsaid: [] };

export function nothingScreened(): Screened {
  return { messages: 0, travellers: 0, faulty: 0, refused: 0, found: 0, journeys: 0 };
}

/** What is wrong with an interchange is said when its messages are over: here it goes to the last of them. */
async function* withEnvelopes(readings: AsyncIterable<Reading>): AsyncIterable<Reading> {
  let held: PassengerMessage[] = [];
  for await (const reading of readings) {
    const [message] = held;
    if (reading.kind === "envelope" && message) {
      held = [{ ...message, issues: [...message.issues, ...reading.issues] }];
    } else {
      yield* held;
      if (reading.kind === "envelope") yield reading;
      held = reading.kind === "envelope" ? [] : [reading];
    }
  }
  yield* held;
}

function count(screened: Screened, reading: Reading, { hits }: Findings): void {
  if (reading.issues.some(({ severity }) => severity === "error")) screened.faulty += 1;
  if (reading.kind === "envelope") return;
  screened.messages += 1;
  screened.travellers += reading.travellers.length;
  const found = new Set(hits.map(({ traveller }) => traveller));
  if (found.delete(null)) screened.journeys += 1;
  screened.found += found.size;
}

function readingJson(reading: Reading, files: readonly string[], { hits, unsaid }: Findings): Json {
  const [file = ""] = files;
  const where = { file, ...(files.length > 1 && { files: [...files] }) };
  if (reading.kind !== "envelope") {
    return {
      ...where,
      ...readMessageJson(reading),
      hits: hits.map(({ json }) => ({ ...json })),
      unsaid: unsaid.map(unsaidJson),
    };
  }
  const issues = reading.issues.map((issue) => messageJson(issue));
  return { ...where, kind: reading.kind, issues };
}

async function printReading(
  { terminal }: Context,
  reading: Reading,
  files: readonly string[],
  found: Findings,
): Promise<void> {
  const style = styleOf(terminal);
  const lines =
    reading.kind === "envelope"
      ? issueLines(reading.issues, style)
      : messageLines(reading, found, { style, width: terminal.columns });
  await terminal.write(`${style.dim(plain(files.join(", ")))}\n${lines.join("\n")}\n\n`);
}

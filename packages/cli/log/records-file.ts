import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { type LogEntry, readRow } from "@talanoa/client/log.ts";
import { verifyRow } from "@talanoa/client/log-proof.ts";
import { csvHead, csvLine } from "@talanoa/sharing/story/entry-csv.ts";
import { entryJson } from "@talanoa/sharing/story/entry-json.ts";
import { END } from "@talanoa/sharing/text/csv.ts";
import { z } from "zod";
import { jsonLine } from "../print.ts";

/** Files of an export, beside the tree. */
export const RECORDS = "records.jsonl";
export const TABLE = "records.csv";

const base64 = z.base64();

const schema = z.object({
  index: z.int().min(0),
  entry: base64,
  common_bytes: base64,
  parts_bytes: z.array(base64),
});

/** A record as one line of JSON: as one reads it, and the bytes that its entry commits to. */
export function recordLine(entry: LogEntry): string {
  const { common, parts } = entry.row;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  return jsonLine({
    ...entryJson(entry),
    common_bytes: text(common),
    parts_bytes: parts.map(text),
  });
}

/** The lines of records.jsonl, each with its end. */
export async function* recordLines(
  entries: AsyncIterable<LogEntry>,
): AsyncGenerator<string, void, void> {
  for await (const entry of entries) yield `${recordLine(entry)}\n`;
}

/** The lines of records.csv, each with its end. */
export async function* tableLines(
  entries: AsyncIterable<LogEntry>,
): AsyncGenerator<string, void, void> {
  yield csvHead + END;
  for await (const entry of entries) yield csvLine(entry) + END;
}

/**
 * Reads records.jsonl. Throws NotGenuine that names the line when it is cut, when its bytes are not what
 * its entry commits to, or when it reads otherwise than they do.
 */
export async function* readRecords(path: string): AsyncGenerator<LogEntry, void, void> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number++;
    const entry = entryOf(line);
    if (!entry) throw new NotGenuine(`line ${number} of ${path} is cut off, or no record`);
    verifyRow(entry.row);
    if (recordLine(entry) !== line)
      throw new NotGenuine(
        `line ${number} of ${path}, entry ${entry.index}, does not say what its bytes say: it was ` +
          "changed, or written by another version of this program",
      );
    yield entry;
  }
}

/** Whether records.csv has the same records as those that were read from the other file: what is wrong, or null. */
export async function tableFault(
  path: string,
  entries: AsyncIterable<LogEntry>,
): Promise<string | null> {
  const lines = linesOf(path)[Symbol.asyncIterator]();
  let number = 0;
  for await (const expected of tableLines(entries)) {
    number++;
    const { done, value } = await lines.next();
    if (done) return `${path} ends after line ${number - 1}, and ${RECORDS} has more records`;
    if (value + END !== expected) return `line ${number} of ${path} is not what ${RECORDS} says`;
  }
  const { done } = await lines.next();
  return done ? null : `${path} has more lines than ${RECORDS} has records`;
}

function entryOf(line: string): LogEntry | null {
  try {
    const fields = schema.parse(JSON.parse(line));
    const bytes = (text: string) => Buffer.from(text, "base64");
    return readRow({
      index: fields.index,
      common: bytes(fields.common_bytes),
      parts: fields.parts_bytes.map(bytes),
      entry: bytes(fields.entry),
      altered: false,
    });
  } catch {
    return null;
  }
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

import { createReadStream } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { createInterface } from "node:readline";
import { counted } from "@talanoa/contract/counted.ts";
import type { Terminal } from "./terminal.ts";
import { readNamed } from "./file-trouble.ts";
import { UsageError } from "./usage-error.ts";
import { isJsonLines, isObjectLine, isRecord, valuesIn } from "./written-values.ts";

/** One draft as it stands in the input, not yet checked. */
export interface WrittenDraft {
  /** `line 3`, `notice 2`; empty for the only one. */
  readonly place: string;
  readonly draft: unknown;
  /** Set instead of a draft that cannot be read. */
  readonly unreadable?: string;
}

/** The drafts of an input. */
export interface DraftSource {
  /** Lines are sent as they come; of a list all must be right before any is sent. */
  readonly form: "one" | "list" | "lines";
  /** How many, when that is known. */
  readonly count: number | null;
  readonly drafts: AsyncIterable<WrittenDraft>;
}

const LINES = new Set([".jsonl", ".ndjson"]);

/**
 * Opens a file of drafts, or standard input for `-`: JSON or YAML, of one draft, a list, or several
 * documents; or JSON lines, when the file is named so or each line is an object of its own. Images
 * named by `file` are read from the folder of the file. Throws UsageError and the disk's errors.
 */
export async function openDrafts(
  file: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<DraftSource> {
  const isInput = file === "-";
  const path = resolve(terminal.cwd, file);
  const folder = isInput ? terminal.cwd : dirname(path);
  if (!isInput && LINES.has(extname(path).toLowerCase())) {
    const lines = () => readLines(() => createReadStream(path), signal);
    return linesSource(lines(), await countLines(lines()), folder);
  }
  if (!isInput) return textSource((await readNamed(path)).toString(), file, folder);
  const lines = readLines(() => terminal.input, signal);
  const { first, before } = await firstLine(lines);
  signal.throwIfAborted();
  if (first !== null && isObjectLine(first)) return linesSource(again(first, lines), null, folder);
  const rest: string[] = [];
  for await (const line of again(null, lines)) rest.push(line);
  return textSource(
    [...before, ...(first === null ? [] : [first]), ...rest].join("\n"),
    "standard input",
    folder,
  );
}

/**
 * The drafts behind the first `skip`. Throws UsageError at the end of an input that has fewer; an interrupted one ends as if
 * that were all, and `onEnd` is told of any other end.
 */
export async function* leaveOut(
  drafts: AsyncIterable<WrittenDraft>,
  { skip, signal, onEnd }: { skip: number; signal: AbortSignal; onEnd?: () => void },
): AsyncGenerator<WrittenDraft> {
  let number = 0;
  for await (const written of drafts) if (++number > skip) yield written;
  if (signal.aborted) return;
  onEnd?.();
  if (number < skip)
    throw new UsageError(
      `the input has ${counted(number, "notice")}, fewer than --skip leaves out`,
    );
}

function textSource(text: string, name: string, folder: string): DraftSource {
  if (extname(name) !== ".json" && isJsonLines(text)) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return linesSource(asynchronous(lines), lines.length, folder);
  }
  const values = valuesIn(text, name);
  const isList = values.length !== 1 || Array.isArray(values[0]);
  const drafts = values.flat();
  if (drafts.length === 0) throw new UsageError(`${name} has no notice in it`);
  async function* written(): AsyncGenerator<WrittenDraft> {
    for (const [index, draft] of drafts.entries())
      yield {
        place: isList ? `notice ${index + 1}` : "",
        draft: await withImages(draft, folder),
      };
  }
  return { form: isList ? "list" : "one", count: drafts.length, drafts: written() };
}

function linesSource(
  lines: AsyncIterable<string>,
  count: number | null,
  folder: string,
): DraftSource {
  async function* written(): AsyncGenerator<WrittenDraft> {
    let number = 0;
    for await (const line of lines) {
      number++;
      if (line.trim() === "") continue;
      const place = `line ${number}`;
      try {
        yield { place, draft: await withImages(JSON.parse(line), folder) };
      } catch (error) {
        const unreadable =
          error instanceof UsageError ? error.message : "this line is not a JSON object";
        yield { place, draft: null, unreadable };
      }
    }
  }
  return { form: "lines", count, drafts: written() };
}

/** Reads the images that a draft names by file. */
async function withImages(draft: unknown, folder: string): Promise<unknown> {
  const images = isRecord(draft) ? draft["images"] : undefined;
  if (images === undefined || images === null) return draft;
  const listed: unknown[] = Array.isArray(images) ? images : [images];
  const read = await Promise.all(listed.map((image) => withContent(image, folder)));
  return { ...(draft as object), images: read };
}

async function withContent(image: unknown, folder: string): Promise<unknown> {
  if (!isRecord(image) || typeof image["file"] !== "string") return image;
  const { file: _, ...rest } = image;
  const file = image["file"];
  try {
    return { content: await readNamed(resolve(folder, file)), ...rest };
  } catch {
    throw new UsageError(`the image ${file} cannot be read`);
  }
}

/**
 * Opens the input when the first line is asked for: what readline reads before that is lost. Ends
 * when the signal aborts.
 */
async function* readLines(
  open: () => NodeJS.ReadableStream,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield* createInterface({ input: open(), crlfDelay: Infinity, signal });
}

async function countLines(lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  for await (const line of lines) if (line.trim() !== "") count++;
  return count;
}

/** The first line that is not empty, and the empty ones before it. */
async function firstLine(
  lines: AsyncIterator<string>,
): Promise<{ first: string | null; before: string[] }> {
  const before: string[] = [];
  for (;;) {
    const { done, value } = await lines.next();
    if (done) return { first: null, before };
    if (value.trim() !== "") return { first: value, before };
    before.push(value);
  }
}

async function* again(first: string | null, rest: AsyncIterator<string>): AsyncGenerator<string> {
  if (first !== null) yield first;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}

async function* asynchronous<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from "node:zlib";
import { PACKING_HEAD, type Packing, packingOf } from "@talanoa/passenger/packing.ts";
import type { Context } from "../context.ts";
import { fileTrouble } from "../file-trouble.ts";
import { UsageError } from "../usage-error.ts";

/** A file of messages, or standard input. */
export interface Input {
  /** As it was named; `-` is standard input. */
  readonly name: string;
  /** As it lies on the disk; null when that is not known. */
  readonly bytes: number | null;
  /** Its bytes, unpacked when they are packed by gzip or zstd. `read` is told how many came from the disk. */
  open(read: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

const STANDARD_INPUT = "-";

/**
 * The files that arguments name: themselves, those of a folder and of its folders by their names, without
 * hidden ones. Throws UsageError for what cannot be read.
 */
export async function inputsOf(context: Context, named: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const name of named) {
    if (name === STANDARD_INPUT) inputs.push(standardInput(context));
    else inputs.push(...(await filesOf(context, name)));
  }
  if (inputs.length === 0) throw new UsageError(`there is no file in ${named.join(", ")}`);
  return inputs;
}

async function filesOf({ terminal, signal }: Context, name: string): Promise<Input[]> {
  try {
    const path = resolve(terminal.cwd, name);
    const found = await stat(path);
    if (!found.isDirectory()) return [fileInput(name, path, found.size, signal)];
    const files = (await readdir(path, { withFileTypes: true, recursive: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
      .filter((file) => !file.split(/[/\\]/).some((part) => part.startsWith(".")))
      .toSorted();
    return await Promise.all(
      files.map(async (file) => {
        const at = join(path, file);
        return fileInput(join(name, file), at, (await stat(at)).size, signal);
      }),
    );
  } catch (error) {
    const trouble = fileTrouble(error, name);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
}

function fileInput(name: string, path: string, bytes: number, signal: AbortSignal): Input {
  return {
    name,
    bytes,
    async *open(read) {
      try {
        yield* messagesIn(name, unpacked(counted(createReadStream(path, { signal }), read)));
      } catch (error) {
        signal.throwIfAborted();
        const trouble = fileTrouble(error, name) ?? packingTrouble(error, name);
        if (trouble === null) throw error;
        throw new UsageError(trouble);
      }
    },
  };
}

function standardInput({ terminal, signal }: Context): Input {
  return {
    name: STANDARD_INPUT,
    bytes: null,
    async *open(read) {
      try {
        yield* messagesIn("standard input", unpacked(counted(bytesOf(terminal.input), read)));
      } catch (error) {
        signal.throwIfAborted();
        const trouble = packingTrouble(error, "standard input");
        if (trouble === null) throw error;
        throw new UsageError(trouble);
      }
    },
  };
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    read(chunk.length);
    yield chunk;
  }
}

/** What is unpacked here; an archive has files of its own. */
const unpacking: { readonly [Each in Packing]?: () => Gunzip | ZstdDecompress } = {
  gzip: createGunzip,
  zstd: createZstdDecompress,
};

async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < PACKING_HEAD) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const packing = packingOf(head);
  const unpack = packing && unpacking[packing];
  const all = restOf(head, source);
  // The iteration ends with the error of either.
  yield* unpack ? pipeline(Readable.from(all), unpack(), () => {}) : all;
}

/** The same chunks. Throws UsageError, before the first, for those that are still packed. */
async function* messagesIn(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    head &&= Buffer.concat([head, chunk]);
    if (head && head.length < PACKING_HEAD) continue;
    if (head) checkUnpacked(name, head);
    yield head ?? chunk;
    head = null;
  }
  if (!head) return;
  checkUnpacked(name, head);
  yield head;
}

function checkUnpacked(name: string, head: Uint8Array): void {
  const packing = packingOf(head);
  if (packing) throw new UsageError(`${name} is packed by ${packing}: unpack it first`);
}

async function* restOf(
  head: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    // Whoever reads may have had enough: then the source is closed too.
    await source.return?.();
  }
}

function packingTrouble(error: unknown, name: string): string | null {
  const code = String((error as NodeJS.ErrnoException).code);
  return /^(Z_|ZSTD_|ERR_ZLIB)/.test(code) ? `${name} cannot be unpacked: it is damaged` : null;
}

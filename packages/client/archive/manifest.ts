import { TlogError } from "@talanoa/tlog/errors.ts";
import { parseNote } from "@talanoa/tlog/note/note.ts";
import type { Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { verifyNote } from "@talanoa/tlog/note/verify.ts";
import { NotGenuine } from "../genuine-receipt.ts";

/** What an archive of the exchange log says of itself. */
export interface Manifest {
  /** The log's name. */
  readonly origin: string;
  /** Places in the log: from inclusive, until exclusive. */
  readonly fromIndex: number;
  readonly untilIndex: number;
  /** When the stream took in the first and the last of its records, Unix ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** SHA-256 of the file `checkpoint`, in hex. */
  readonly checkpoint: string;
  /** SHA-256 of the file `records`, in hex. */
  readonly records: string;
}

/** No log has this name, so that what signs a manifest can never be taken for a checkpoint. */
const FIRST_LINE = "talanoa/v1/log-archive";

const FORM = new RegExp(
  String.raw`^${FIRST_LINE}\n(?<origin>[^\n]+)\nentries (?<entries>\d{1,15} \d{1,15})\n` +
    String.raw`times (?<times>\d{1,15} \d{1,15})\n` +
    String.raw`checkpoint (?<checkpoint>[0-9a-f]{64})\nrecords (?<records>[0-9a-f]{64})\n$`,
);

/** The text of a manifest: lines, for a signed note (c2sp.org/signed-note), or without a signature. */
export function formatManifest(manifest: Manifest): string {
  const { origin, fromIndex, untilIndex, firstAt, lastAt, checkpoint, records } = manifest;
  return [
    FIRST_LINE,
    origin,
    `entries ${fromIndex} ${untilIndex}`,
    `times ${firstAt} ${lastAt}`,
    `checkpoint ${checkpoint}`,
    `records ${records}`,
    "",
  ].join("\n");
}

/** A manifest, and whether the log's key signed it. */
export interface OpenedManifest extends Manifest {
  readonly signed: boolean;
}

/** Reads a manifest. Throws NotGenuine for one that is damaged, of another log, or that its key did not sign. */
export function openManifest(text: string, { origin, keys }: Policy): OpenedManifest {
  const signed = text.includes("\n\n");
  const manifest = readManifest(signed ? signedText(text, keys) : text);
  if (manifest.origin !== origin)
    throw new NotGenuine(`the archive is of the log ${manifest.origin}`);
  return { ...manifest, signed };
}

function signedText(text: string, keys: Policy["keys"]): string {
  try {
    const note = parseNote(text);
    verifyNote(note, keys);
    return note.text;
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new NotGenuine(`the manifest of the archive: ${cause.message}`, { cause });
  }
}

function readManifest(text: string): Manifest {
  const groups = FORM.exec(text)?.groups;
  if (!groups)
    throw new NotGenuine("the manifest of the archive is damaged, or of another version");
  const { origin = "", entries = "", times = "", checkpoint = "", records = "" } = groups;
  const [fromIndex = 0, untilIndex = 0] = entries.split(" ").map(Number);
  const [firstAt = 0, lastAt = 0] = times.split(" ").map(Number);
  return { origin, fromIndex, untilIndex, firstAt, lastAt, checkpoint, records };
}

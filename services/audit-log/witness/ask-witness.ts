import { HubError } from "@talanoa/platform/errors.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import type { Note } from "@talanoa/tlog/note/note.ts";
import { parseCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { consistencyProof, consistencyTiles } from "@talanoa/tlog/tree/consistency.ts";
import { addCosignatures, parseSizeAnswer } from "@talanoa/tlog/witness/read-answer.ts";
import { formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import type { Pool } from "pg";
import { readTiles } from "../tables/tiles.ts";
import type { Witness } from "./witness-policy.ts";

/** Milliseconds that a witness behind a poor link may take. */
const WITHIN = 10_000;
const MOST_BYTES = 64 * 1024;

/** What a witness said to a checkpoint. */
export type Answered =
  | { readonly kind: "cosigned"; readonly note: Note }
  /** It has cosigned this many entries, which is not what it was told. */
  | { readonly kind: "at"; readonly size: number }
  /** It says that what it is shown does not continue what it has seen. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Asks a witness to cosign a checkpoint, with the proof that it continues the one of `oldSize` entries.
 * Throws `unavailable` when it does not answer, answers what is no answer, or the signal aborts.
 */
export async function askWitness(
  pool: Pool,
  { url, key }: Witness,
  note: Note,
  oldSize: number,
  signal: AbortSignal,
): Promise<Answered> {
  const { size } = parseCheckpoint(note.text);
  const proof = consistencyProof(
    oldSize,
    size,
    await readTiles(pool, consistencyTiles(oldSize, size)),
  );
  const { status, type, text } = await post(
    `${url.replace(/\/$/, "")}/add-checkpoint`,
    formatAddCheckpoint(oldSize, proof, note),
    signal,
  );
  try {
    if (status === 200) return { kind: "cosigned", note: addCosignatures(note, text, [key]) };
    if (status === 409 && type.startsWith("text/x.tlog.size")) {
      return { kind: "at", size: parseSizeAnswer(text) };
    }
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new HubError("unavailable", `its answer is none: ${cause.message}`, { cause });
  }
  if (status === 409 || status === 422) return { kind: "refused", reason: text.trim() };
  throw new HubError("unavailable", `it answered ${status}`);
}

async function post(
  url: string,
  body: string,
  until: AbortSignal,
): Promise<{ status: number; type: string; text: string }> {
  try {
    const signal = AbortSignal.any([until, AbortSignal.timeout(WITHIN)]);
    const answer = await fetch(url, { method: "POST", body, signal, redirect: "error" });
    const type = answer.headers.get("content-type") ?? "";
    return { status: answer.status, type, text: await shortText(answer) };
  } catch (cause) {
    throw new HubError("unavailable", "it does not answer", { cause });
  }
}

async function shortText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new RangeError(`an answer of more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

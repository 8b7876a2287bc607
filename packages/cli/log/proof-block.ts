import { LogRow, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { refText } from "@talanoa/client/publication.ts";
import { readRef } from "../notice-ref.ts";
import { UsageError } from "../usage-error.ts";
import type { Proved, ProvedRow } from "./prove-entries.ts";

export const BEGIN = "-----BEGIN EXCHANGE LOG PROOFS-----";
export const END = "-----END EXCHANGE LOG PROOFS-----";

/** What a report proves, and of which notices it tells. */
export interface ProofBlock extends Proved {
  readonly notices: readonly NoticeRef[];
}

/** Lines that a person, a shell and this program read: a word, and a value in base64 or as it is. */
export function formatProofBlock({ note, rows, notices }: ProofBlock): string {
  return [
    BEGIN,
    ...notices.map((notice) => `notice ${refText({ ...notice, version: 0 })}`),
    `checkpoint ${base64(note)}`,
    ...rows.flatMap(({ row, hashes }) => [
      `index ${row.index}`,
      `entry ${base64(row.entry)}`,
      `common ${base64(row.common)}`,
      ...row.parts.map((part) => `part ${base64(part)}`),
      ...hashes.map((hash) => `hash ${base64(hash)}`),
    ]),
    END,
  ].join("\n");
}

/** Whether a file may be a report. */
export function hasProofBlock(file: string): boolean {
  return file.includes(`${BEGIN}\n`);
}

/** The proofs in a report, HTML or text; nothing of them is verified. Throws UsageError. */
export function parseProofBlock(file: string): ProofBlock {
  const from = file.indexOf(`${BEGIN}\n`);
  const to = file.indexOf(`\n${END}`, from);
  if (from < 0 || to < 0) throw new UsageError("the report's proofs are cut off");
  const notices: NoticeRef[] = [];
  const rows: { row: LogRow; hashes: Uint8Array[] }[] = [];
  let note: Uint8Array = new Uint8Array();
  for (const line of file.slice(from + BEGIN.length + 1, to).split("\n")) {
    const [word = "", value = ""] = line.split(" ");
    const bytes = Buffer.from(value, "base64");
    const last = rows.at(-1);
    if (word === "notice") {
      const named = readRef(value);
      if ("whole" in named) notices.push(named.whole);
    } else if (word === "checkpoint") note = bytes;
    else if (word === "index") rows.push(emptyRow(Number(value)));
    else if (!last) throw new UsageError("the report's proofs are damaged");
    else if (word === "entry" || word === "common") last.row[word] = bytes;
    else if (word === "part") last.row.parts.push(bytes);
    else if (word === "hash") last.hashes.push(bytes);
    else throw new UsageError("the report's proofs are damaged");
  }
  return { note, rows: rows satisfies ProvedRow[], notices };
}

function emptyRow(index: number): { row: LogRow; hashes: Uint8Array[] } {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new UsageError("the report's proofs are damaged");
  return { row: LogRow.decode(LogRow.encode({ index })), hashes: [] };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

import { refText } from "@talanoa/client/publication.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { utc } from "@talanoa/client/times.ts";
import { type Block, heading, section, text } from "@talanoa/sharing/story/block.ts";
import { checkScript } from "./check-script.ts";
import { formatProofBlock } from "./proof-block.ts";
import type { Proved } from "./prove-entries.ts";
import type { ToldEntry } from "@talanoa/sharing/story/told-entry.ts";
import { witnessed } from "@talanoa/tlog/note/witnessed.ts";
import { witnessedText } from "./witnessed.ts";

/** All that a report is made of. */
export interface ReportParts {
  readonly title: string;
  /** By whom, why and as seen by whom. */
  readonly fields: readonly (readonly [string, string])[];
  readonly body: readonly Block[];
  readonly notices: readonly NoticeRef[];
  readonly entries: readonly ToldEntry[];
  readonly proved: Proved;
  readonly opened: OpenedCheckpoint;
  /** The log's verifier key, as whoever made the report knows it. */
  readonly logKey: string;
  /** The name of the file. */
  readonly file: string;
}

/** A report: what happened, and in its appendices the proofs and how to check them. */
export function reportPage(parts: ReportParts): Block[] {
  const { title, fields, body, opened } = parts;
  const { size, root } = opened.checkpoint;
  return [
    heading(1, title),
    {
      kind: "fields",
      fields: [
        ...fields,
        [
          "checkpoint",
          `${counted(size, "entry", "entries")}, root ${Buffer.from(root).toString("base64")}`,
        ],
      ],
    },
    text(
      "All times are UTC. What stands here is told from entries of the exchange log, each named by its place; it says who was given what and by which rule, and nothing of what the notices say.",
    ),
    text(witnessedText(witnessed(opened), size)),
    ...body,
    ...appendices(parts),
  ];
}

function appendices(parts: ReportParts): Block[] {
  const { entries, proved, opened, notices, logKey, file } = parts;
  const by = witnessed(opened);
  const until = by
    .map(({ name, at, verified }) => `${name} ${utc(at)}${verified ? "" : ", not verified"}`)
    .join("; ");
  const leaves = new Map(proved.rows.map(({ row }) => [row.index, hex(leafHash(row.entry))]));
  const rows = entries
    .toSorted((one, other) => one.index - other.index)
    .map(({ index, at, step }) => [
      String(index),
      utc(at),
      until || "by no witness: the log's own time",
      step,
      leaves.get(index) ?? "",
    ]);
  const titles = ["entry", "the log's time", "witnessed", "step", "leaf hash"];
  return [
    heading(2, "Appendix A: the entries"),
    ...section("The entries that this is told from", titles, rows),
    heading(2, "Appendix B: the checkpoint and the proofs"),
    text("The checkpoint, as the log signed it:"),
    { kind: "code", text: Buffer.from(proved.note).toString().trimEnd() },
    text(
      "The entries and their inclusion proofs in base64. An entry is what stands in the log's tree; common and part are what it commits to and what this report is told from; each hash is the next on the way from the entry to the root.",
    ),
    { kind: "code", text: formatProofBlock({ ...proved, notices }) },
    ...howToCheck(logKey, file),
  ];
}

function howToCheck(logKey: string, file: string): Block[] {
  return [
    heading(2, "Appendix C: how to check this"),
    text(`Whoever made this report knows the log by the key ${logKey}`),
    text(
      "Have that key confirmed by another way than this file: by the Secretariat, or by a participant's or witness's own copy.",
    ),
    heading(3, "With the talanoa command"),
    {
      kind: "list",
      ordered: true,
      items: [
        `Run: talanoa verify ${file} --log-key KEY. It needs no hub and no identity.`,
        "It checks the log's signature on the checkpoint, that each entry stands in the tree of the checkpoint, and that each entry commits to what is shown of it.",
        "It then tells the story anew from what was proved: compare it with what stands above. What differs was not in the log.",
      ],
    },
    heading(3, "With OpenSSL alone"),
    {
      kind: "list",
      ordered: true,
      items: [
        "Keep what follows as check.sh: copy it from the page into a file. It needs a POSIX shell and OpenSSL 3, and some seconds for each 20 entries.",
        `Run: sh check.sh ${file} KEY. It says "Signature Verified Successfully", then of each entry that it is proved.`,
        "Step 1 verifies the Ed25519 signature (c2sp.org/signed-note) over the text of the checkpoint: origin, size and root.",
        "Step 2 takes SHA-256 of a zero byte and the entry, and on the way up of a one byte and both neighbours (RFC 9162, 2.1.3.2); what it comes to must be the root. The SHA-256 of each common and part must be among the digests in the entry.",
        "Read a common or part with: base64 -d | protoc --decode talanoa.v1.RecordCommon (or RecordPart), with the contract in proto/.",
      ],
    },
    { kind: "code", text: checkScript.trimEnd() },
  ];
}

/** `report-FJ-0198c0de-….html` */
export function defaultFile({ origin, id }: NoticeRef): string {
  return `report-${refText({ origin, id, version: 0 }).replace("/", "-")}.html`;
}

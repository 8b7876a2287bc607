import type { LostCopy, LostNotice } from "@talanoa/backup/restore/plan.ts";
import type { Restored } from "@talanoa/backup/restore/restore.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { printFields, printJson } from "../print.ts";
import { table } from "../table.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** How many entries a checkpoint is of, by its second line; 0 for what is none. */
export function checkpointSize(note: string): number {
  return Number(note.split("\n")[1] ?? 0) || 0;
}

/** Prints what was put back, or would be, and each notice and copy that is lost. */
export async function sayRestored(
  context: Context,
  restored: Restored,
  { dryRun }: { readonly dryRun: boolean },
): Promise<void> {
  const { messages, leftOut, upTo, lostNotices, lostCopies } = restored;
  if (context.options.json) return printJson(context, jsonOf(restored));
  await printFields(context, [
    [dryRun ? "would put back" : "put back", counted(messages, "message")],
    ["up to", `${utcAndLocal(upTo.storedAt)}, ${upTo.sequence} of the stream`],
    [
      "left out",
      leftOut > 0 ? `${counted(leftOut, "message")} of what has ended or was erased` : "",
    ],
    ["lost", lostOf(lostNotices, lostCopies)],
  ]);
  const { terminal } = context;
  if (lostNotices.length > 0) await terminal.write(`\n${noticesTable(context, lostNotices)}\n`);
  if (lostCopies.length > 0) await terminal.write(`\n${copiesTable(context, lostCopies)}\n`);
  if (lostNotices.length > 0)
    terminal.say(
      "The content of these is in no backup: their originators publish it again, as new notices. Their records stay.\n",
    );
  if (lostCopies.length > 0)
    terminal.say(
      "These were routed to who is named, and the copy is in no backup: the originator sends it by another way.\n",
    );
}

function lostOf(notices: readonly LostNotice[], copies: readonly LostCopy[]): string {
  const parts = [
    ...(notices.length > 0 ? [counted(notices.length, "notice")] : []),
    ...(copies.length > 0 ? [counted(copies.length, "copy", "copies")] : []),
  ];
  return parts.join(", ") || "nothing that the backups know of";
}

function noticesTable({ terminal }: Context, lost: readonly LostNotice[]): string {
  const columns = [{ title: "lost notice" }, { title: "version" }, { title: "accepted" }];
  const rows = lost.map(({ origin, id, version, storedAt }) => [
    `${origin}/${id}`,
    String(version),
    utcAndLocal(storedAt),
  ]);
  return table(columns, rows, { columns: terminal.columns }).join("\n");
}

function copiesTable({ terminal }: Context, lost: readonly LostCopy[]): string {
  const columns = [
    { title: "lost copy" },
    { title: "version" },
    { title: "of" },
    { title: "what" },
  ];
  const rows = lost.map(({ participant, origin, id, version, statement }) => [
    `${origin}/${id}`,
    String(version),
    participant,
    statement ? `statement ${statement}` : "notice",
  ]);
  return table(columns, rows, { columns: terminal.columns }).join("\n");
}

function jsonOf({ messages, leftOut, upTo, lostNotices, lostCopies }: Restored): Json[] {
  return [
    {
      messages,
      left_out: leftOut,
      up_to_sequence: upTo.sequence,
      up_to: isoTime(upTo.storedAt),
      lost_notices: lostNotices.map(({ origin, id, version, storedAt }) => ({
        notice: `${origin}/${id}`,
        version,
        accepted: isoTime(storedAt),
      })),
      lost_copies: lostCopies.map(({ participant, origin, id, version, statement }) => ({
        notice: `${origin}/${id}`,
        version,
        participant,
        ...(statement && { statement }),
      })),
    },
  ];
}

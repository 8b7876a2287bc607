import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lockHolder } from "@talanoa/devstack/exclusive-lock.mjs";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printRows } from "../print.ts";
import { styleOf } from "../style.ts";
import type { Cell } from "../table.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";
import { type Evidence, evidenceFolder, listEvidence } from "./evidence.ts";
import { contradictionWords, evidenceJson } from "./evidence-words.ts";
import { lockFolder, type WitnessNote } from "./hold.ts";
import { DamagedState, type LogState, parseState } from "./log-state.ts";

/** What a state folder has of one log. */
interface LogRow {
  readonly name: string;
  /** Undefined when nothing was cosigned, or its file is damaged. */
  readonly state: LogState | undefined;
  readonly damage: string | undefined;
  readonly evidence: readonly Evidence[];
}

/** Prints what a state folder says; the exit code says whether there is something to look into. */
export async function printStatus(context: Context, folder: string): Promise<void> {
  const { terminal } = context;
  const rows = await rowsOf(resolve(terminal.cwd, folder));
  const { bad } = styleOf(terminal);
  await printRows(context, rows, {
    columns: [
      { title: "log", shrinksTo: 20 },
      { title: "size", align: "right" },
      { title: "root", shrinksTo: 10 },
      { title: "cosigned last", shrinksTo: 20 },
      { title: "evidence", shrinksTo: 12, wraps: true },
    ],
    cells: ({ name, state, damage, evidence }): Cell[] => [
      name,
      damage ? { text: "DAMAGED", paint: bad } : state ? String(state.size) : "",
      damage ?? (state ? Buffer.from(state.root).toString("base64") : ""),
      state ? utcAndLocal(state.cosignedAt) : "",
      { text: countText(evidence), paint: bad },
    ],
    json: rowJson,
    none: "Nothing has been cosigned.",
  });
  const evidence = rows.flatMap((row) => row.evidence);
  if (evidence.length > 0 || rows.some(({ damage }) => damage))
    context.exitCode = exitCodes.notGenuine;
  if (context.options.json) return;
  for (const { kind, seenAt, file, checkpoint } of evidence)
    await terminal.write(
      `\n${bad(contradictionWords[kind])}  size ${checkpoint?.size ?? "unreadable"}, seen ${utcAndLocal(seenAt)}\n  ${plain(file)}\n`,
    );
  if (evidence.length > 0) terminal.say("\ndocs/witness.md says what to do with evidence.\n");
  const holder = lockHolder<WitnessNote>(lockFolder(resolve(terminal.cwd, folder)));
  if (holder)
    terminal.say(
      `A witness runs with it: process ${holder.pid}${holder.note.url ? `, at ${holder.note.url}` : ""}.\n`,
    );
}

async function rowsOf(folder: string): Promise<LogRow[]> {
  const byLog = Map.groupBy(await listEvidence(evidenceFolder(folder)), ({ logId }) => logId);
  const rows: LogRow[] = [];
  for (const name of await stateFilesIn(folder)) {
    const logId = name.slice(0, -ENDING.length);
    const evidence = byLog.get(logId) ?? [];
    byLog.delete(logId);
    rows.push({ evidence, ...(await readRow(join(folder, name), logId)) });
  }
  for (const [logId, evidence] of byLog) {
    const name = evidence[0]?.checkpoint?.origin ?? logId;
    rows.push({ name, state: undefined, damage: undefined, evidence });
  }
  return rows;
}

const ENDING = ".json";

async function stateFilesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    throw new UsageError(
      `there is no folder ${folder}`,
      "Give the one that `talanoa witness run --state` has.",
    );
  }
}

async function readRow(path: string, logId: string): Promise<Omit<LogRow, "evidence">> {
  try {
    const state = parseState(await readFile(path));
    return { name: state.origin, state, damage: undefined };
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
    return { name: logId, state: undefined, damage: error.message };
  }
}

function countText(evidence: readonly Evidence[]): string {
  const counts = Map.groupBy(evidence, ({ kind }) => kind);
  return [...counts].map(([kind, of]) => `${of.length} ${contradictionWords[kind]}`).join(", ");
}

function rowJson({ name, state, damage, evidence }: LogRow): Json {
  return {
    log: name,
    size: state?.size ?? null,
    root: state ? Buffer.from(state.root).toString("base64") : null,
    cosigned_at: isoTime(state?.cosignedAt ?? 0),
    damage: damage ?? null,
    evidence: evidence.map(evidenceJson),
  };
}

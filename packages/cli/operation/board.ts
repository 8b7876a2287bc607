import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import {
  figuresOf,
  operationBody,
  operationNotices,
  type OperationNotices,
} from "@talanoa/client/operation-notices.ts";
import type { JointOperation, OperationResult } from "@talanoa/contract/generated/talanoa.ts";
import { operationPhaseWords, wordOf } from "@talanoa/contract/words.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import type { Command } from "commander";
import { mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { copyCells, copyColumns, markingCell, markingColumn } from "../copy-row.ts";
import { exitCodes } from "../exit-code.ts";
import { copyJson, type Json } from "../json.ts";
import { findOperation } from "./entry.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { noticeFacts } from "../notice-facts.ts";
import { operationJson } from "./rows.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { requestCells, requestColumns } from "../request/list.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { type Cell, type Column, table } from "../table.ts";
import { utc, utcAndLocal } from "@talanoa/client/times.ts";

export function defineBoard(command: Command, context: Context): void {
  command
    .command("board")
    .description(
      "The board of an operation: who is in it, tasks, situation reports, results and notices, as far as you hold them.",
    )
    .argument("<id>")
    .option("--exercises", "exercises too; their results are summed apart")
    .action((id: string, { exercises = false }: BoardOptions) => board(context, id, exercises));
}

interface BoardOptions {
  exercises?: boolean;
}

async function board(context: Context, id: string, exercises: boolean): Promise<void> {
  await using session = await openSession(context);
  const standing = await findOperation(session, id, context);
  const held = await operationNotices(session.hub, id, {
    exercises,
    keys: directoryKeys(session.hub),
    signal: context.signal,
  });
  // Who has left no longer sees the entry, and keeps what it was sent.
  const holds = Object.values(held).some((part: readonly unknown[]) => part.length > 0);
  const operation = holds ? standing : mustStand(standing, `operation ${id}`);
  if (held.notGenuine.length > 0) context.exitCode = exitCodes.notGenuine;
  if (context.options.json) return printJson(context, [boardJson(id, operation, held)]);
  const lines = [
    ...headLines(id, operation, session.identity.participant, context),
    ...partLines("tasks", requestColumns, held.tasks, requestCells, context),
    ...partLines("situation reports", reportColumns, held.reports, reportCells, context),
    ...resultLines(held, context),
    ...partLines("closing report", reportColumns, held.closing, reportCells, context),
    ...partLines("notices", copyColumns, [...held.others, ...held.notGenuine], copyCells, context),
  ];
  await context.terminal.write(`${lines.join("\n")}\n`);
}

function headLines(
  id: string,
  its: JointOperation | null,
  reader: string,
  { terminal }: Context,
): string[] {
  const { bold, dim, odd } = styleOf(terminal);
  if (!its) return [bold(plain(id)), odd("You are not in it now: this is what you were sent.")];
  const fact = (label: string, value: string) =>
    value ? [`${dim(label.padEnd(13))}${plain(value)}`] : [];
  const day = (at: number) => utc(at).slice(0, 10);
  const window = its.endsAt
    ? `${day(its.startsAt)} to ${day(its.endsAt - 1)}`
    : `from ${day(its.startsAt)}`;
  const isInIt = participantsAt(its, Date.now()).includes(reader);
  return [
    `${bold(plain(id))}  ${plain(its.name)}`,
    ...(isInIt ? [] : [odd("You are not in it: what is sent to it does not come to you.")]),
    ...fact("phase", wordOf(operationPhaseWords, its.phase)),
    ...fact("window", window),
    ...fact("objective", its.objective),
    ...fact("coordinator", its.coordinator),
    ...its.participants.flatMap(({ participant, period, seesEarlier, sponsor }) =>
      fact(
        "participant",
        [
          participant,
          `from ${utc(period?.from ?? 0)}`,
          ...(period?.until ? [`until ${utc(period.until)}`] : []),
          ...(sponsor ? [`sponsor ${sponsor}`] : []),
          ...(seesEarlier ? ["sees what was sent before"] : []),
        ].join("  "),
      ),
    ),
  ];
}

function partLines<Row>(
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  cells: (row: Row, terminal: Context["terminal"]) => Cell[],
  { terminal }: Context,
): string[] {
  const { bold, dim } = styleOf(terminal);
  const head = ["", bold(`${title} (${rows.length})`)];
  if (rows.length === 0) return head;
  const texts = rows.map((row) => cells(row, terminal));
  return [...head, ...table(columns, texts, { columns: terminal.columns, heading: dim })];
}

const reportColumns: readonly Column[] = [
  { title: "as of", shrinksTo: 20 },
  markingColumn,
  { title: "notice" },
  { title: "title", shrinksTo: 20, wraps: true },
  { title: "results", shrinksTo: 20, wraps: true },
];

function reportCells({ notice }: NoticeCopy, terminal: Context["terminal"]): Cell[] {
  const { odd } = styleOf(terminal);
  const facts = noticeFacts(notice);
  const { ref, title, exercise, eventAt } = facts;
  const results = operationBody(notice)?.results ?? [];
  return [
    utcAndLocal(eventAt),
    markingCell(facts, terminal),
    shortId(ref),
    exercise ? { text: `EXERCISE: ${title}`, paint: odd } : title,
    results.map(resultText).join("; "),
  ];
}

function resultText({
  measure,
  quantity,
  unit,
}: Pick<OperationResult, "measure" | "quantity" | "unit">): string {
  return [`${measure}:`, quantity, unit].filter((part) => part !== "").join(" ");
}

/** The sums of the real, and beside them those of exercises when there are any. */
function resultLines(held: OperationNotices, { terminal }: Context): string[] {
  const { bold, odd } = styleOf(terminal);
  const { results, tasks } = figuresOf(held, false);
  const exercise = figuresOf(held, true).results;
  return [
    "",
    `${bold("results")}, summed over the reports that you hold`,
    ...results.map((each) => `  ${plain(resultText(each))}`),
    ...exercise.map((each) => `  ${odd("EXERCISE")} ${plain(resultText(each))}`),
    `  tasks: ${tasks.asked} asked, ${tasks.answered} answered`,
  ];
}

function boardJson(id: string, operation: JointOperation | null, held: OperationNotices): Json {
  const { results, tasks } = figuresOf(held, false);
  return {
    id,
    operation: operation && operationJson(operation),
    tasks: held.tasks.map(copyJson),
    situation_reports: held.reports.map(copyJson),
    closing_reports: held.closing.map(copyJson),
    notices: [...held.others, ...held.notGenuine].map(copyJson),
    results: results.map(({ measure, quantity, unit }) => ({ measure, quantity, unit })),
    tasks_asked: tasks.asked,
    tasks_answered: tasks.answered,
  };
}

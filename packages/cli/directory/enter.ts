import { changeDirectory, listDirectory, tryEntry } from "@talanoa/client/directory.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { TryEntryResponse } from "@talanoa/contract/generated/talanoa.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { openAsking } from "../asking.ts";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { styleOf } from "../style.ts";
import { changedDecisionJson, triedLines, triedSentence } from "../tried-rows.ts";
import { UsageError } from "../usage-error.ts";
import type { GivenEntry } from "./given-entry.ts";
import { planned, type PlannedEntry, type Verb } from "./planned.ts";

export interface EnterOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/**
 * Adds or changes entries of the directory, as the Secretariat: shows what each changes, and which decisions of the last
 * 30 days it would have made otherwise, has a person confirm it (or `yes`), and does it, in an order in which
 * each can stand. What stands as it was written is left alone, so that the same again goes on where it ended.
 * Throws UsageError, HubError; `conflict` when another change came first.
 */
export async function enter(
  context: Context,
  verb: Verb,
  given: readonly GivenEntry[],
  { reason, dryRun = false, yes = false }: EnterOptions,
): Promise<void> {
  const { terminal, options, signal } = context;
  const asks = !dryRun && !yes;
  if (asks && (!terminal.inputIsPerson || options.json))
    throw new UsageError(
      "nobody can confirm this here",
      "Look at what it does with --dry-run, and do it with --yes.",
    );
  await using session = await openSession(context);
  checkMayChange(session);
  const standing = await listDirectory(session.hub, "", { signal });
  const plan = planned(verb, given, standing, Date.now());
  const tried = new Map<PlannedEntry, TryEntryResponse>();
  for (const each of plan) {
    // What names an entry that is not there yet the hub cannot try.
    if (each.fields.length > 0 && each.needs.length === 0)
      tried.set(each, await tryEntry(session.hub, each.tried, { signal }));
    if (!options.json) await preview(context, each, tried.get(each) ?? null);
  }
  const todo = plan.filter(({ fields }) => fields.length > 0);
  const revisions = new Map<PlannedEntry, number>();
  if (!dryRun && todo.length > 0 && (!asks || (await isConfirmed(context, todo.length))))
    await carryOut(context, session, todo, reason, revisions);
  if (options.json) {
    const lines = plan.map((each) => planJson(each, tried.get(each), revisions.get(each)));
    return printJson(context, lines);
  }
  if (revisions.size === 0) terminal.say("Nothing is changed.\n");
}

/** The hub says so too, but only once it is asked to try or change something. */
function checkMayChange({ identity: { name, roles } }: Session): void {
  if (roles.includes("secretariat")) return;
  throw new HubError(
    "permission-denied",
    `only the Secretariat changes the directory: ${name} has not the role secretariat`,
  );
}

async function isConfirmed(context: Context, count: number): Promise<boolean> {
  using asking = openAsking(context);
  const answer = await asking.question(`Make ${counted(count, "change")}? [y/N] `);
  return /^y(es)?$/i.test(answer);
}

async function carryOut(
  context: Context,
  { hub }: Session,
  todo: readonly PlannedEntry[],
  reason: string,
  revisions: Map<PlannedEntry, number>,
): Promise<void> {
  const { terminal, options, signal } = context;
  const { good } = styleOf(terminal);
  for (const each of todo) {
    const { after: entry, revision: before, name } = each;
    try {
      const change = { entry, revision: before, reason };
      const revision = await changeDirectory(hub, change, { signal });
      revisions.set(each, revision);
      if (!options.json)
        await terminal.write(
          `${good(each.isNew ? "Added" : "Changed")} ${plain(name)}, revision ${revision}\n`,
        );
    } catch (error) {
      terminal.say(
        `${plain(name)} failed; ${revisions.size} of ${counted(todo.length, "change")} made before it stand. The same command goes on from there.\n`,
      );
      throw error;
    }
  }
}

async function preview(
  { terminal }: Context,
  { name, isNew, fields, needs }: PlannedEntry,
  tried: TryEntryResponse | null,
): Promise<void> {
  const { bold, dim } = styleOf(terminal);
  if (fields.length === 0) return terminal.write(`${bold(plain(name))}: stands as it is written\n`);
  const width = Math.max(...fields.map(({ field }) => field.length));
  const lines = fields.map(({ field, before, after }) => {
    const was = before === "" ? "" : `${plain(before)} → `;
    return `  ${dim(field.padEnd(width))}  ${was}${plain(after) || "–"}`;
  });
  const effect = tried
    ? [triedSentence(tried), ...triedLines(terminal, tried)]
    : [`Not tried: it needs ${needs.join(", ")}, which is added with it.`];
  await terminal.write(
    [
      `${bold(plain(name))}, ${isNew ? "new" : "changed"}:`,
      ...lines,
      ...effect.map((line) => `  ${line}`),
      "",
    ].join("\n"),
  );
}

function planJson(
  { name, isNew, fields }: PlannedEntry,
  tried: TryEntryResponse | undefined,
  revision: number | undefined,
): Json {
  return {
    entry: name,
    change: fields.length === 0 ? "none" : isNew ? "add" : "change",
    fields: fields.map((its) => ({ ...its })),
    tried: tried
      ? {
          since: isoTime(tried.sinceAt),
          notices: tried.notices,
          differing: tried.differing,
          decisions: tried.changes.map(changedDecisionJson),
        }
      : null,
    revision: revision ?? null,
  };
}

import { createHash } from "node:crypto";
import { type Arrival, subscribe, type SubscriptionState } from "@talanoa/client/subscribe.ts";
import { dropSubscription, listSubscriptions } from "@talanoa/client/subscriptions.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { SUBSCRIPTION_NAME } from "@talanoa/contract/subjects.ts";
import type { Command } from "commander";
import { type Context, Interrupted } from "../context.ts";
import { copyCells, copyColumns } from "../copy-row.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../feed-filter.ts";
import { copyJson } from "../json.ts";
import { countOption } from "../option-values.ts";
import { plain } from "../plain-text.ts";
import { printJson, printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { headingLine, layoutOf, tableLines } from "../table.ts";
import { UsageError } from "../usage-error.ts";

interface Options extends FilterOptions {
  name?: string;
  fromStart?: boolean;
  count?: number;
  /** False with --no-statements. */
  statements?: boolean;
  /** False with --no-exercises. */
  exercises?: boolean;
  quiet?: boolean;
  subscriptions?: boolean;
  drop?: string;
}

export function define(command: Command, context: Context): void {
  addFilterOptions(command)
    .description(
      "Watch your feed live. The hub keeps the place of each subscription: what came while you were away comes first.",
    )
    .option(
      "--name <name>",
      "the subscription whose place is kept; by default one for each identity and filter",
    )
    .option("--from-start", "begin a new subscription with the oldest copy")
    .option("--no-statements", "leave out acknowledgements, other statements and reminders")
    .option("--no-exercises", "leave out exercises, which are marked otherwise")
    .option("--count <count>", "end after so many", countOption)
    .option("--quiet", "say nothing about the connection, and print no heading")
    .option("--subscriptions", "list your subscriptions, the longest unmoved first, and end")
    .option("--drop <name>", "forget a subscription, and end; its name then begins anew")
    .action((options: Options) => {
      if (options.subscriptions) return list(context);
      if (options.drop !== undefined) return drop(context, options.drop);
      return watch(context, options);
    });
}

async function watch(context: Context, options: Options): Promise<void> {
  const filter = filterOf(options);
  if (options.statements === false) filter.withoutStatements = true;
  if (options.exercises === false) filter.withoutExercises = true;
  await using session = await openSession(context);
  const name = subscriptionName(options, session.identity.name, filter);
  const print = await printer(context, options);
  let isLost = false;
  const say = (text: string) => {
    if (!options.quiet) context.terminal.say(`${text}\n`);
  };
  await using subscription = subscribe(session.hub, {
    name,
    filter,
    fromStart: options.fromStart ?? false,
    deduplicate: true,
    signal: context.signal,
    onState: (state) => {
      // Each further attempt that fails is no news.
      if (state.kind !== "lost" || !isLost) say(stateText(state, name, options.fromStart ?? false));
      if (state.kind !== "opened-untold") isLost = state.kind === "lost";
    },
  });
  let count = 0;
  for await (const arrival of subscription) {
    await print(arrival);
    // Handed on to whoever reads: that is what this program can do to store and to show it.
    subscription.received(arrival.number);
    subscription.opened([arrival.number]);
    if (++count === options.count) return;
  }
  // Ctrl-C is how one leaves a live feed.
  if (context.signal.aborted && !(context.signal.reason instanceof Interrupted))
    throw context.signal.reason;
}

async function list(context: Context): Promise<void> {
  await using session = await openSession(context);
  const { signal } = context;
  await printRows(context, await listSubscriptions(session.hub, { signal }), {
    columns: [{ title: "subscription" }, { title: "last moved" }],
    cells: ({ name, movedAt }) => [name, utcAndLocal(movedAt)],
    json: ({ name, movedAt }) => ({ name, moved_at: isoTime(movedAt) }),
    none: "You have no subscription.",
  });
}

async function drop(context: Context, name: string): Promise<void> {
  await using session = await openSession(context);
  const { signal, terminal } = context;
  await dropSubscription(session.hub, checkedName(name), { signal });
  terminal.say(`Dropped ${name}.\n`);
}

/** Prints one arrival; the heading of the table comes first. */
async function printer(
  context: Context,
  { quiet }: Options,
): Promise<(arrival: Arrival) => Promise<void>> {
  const { terminal, options } = context;
  if (options.json)
    return ({ content, number, attempt }) =>
      printJson(context, [{ ...copyJson(content), delivery: { number, attempt } }]);
  const layout = layoutOf(copyColumns, terminal.columns);
  const { dim } = styleOf(terminal);
  if (!quiet) await terminal.write(`${headingLine(layout, dim)}\n`);
  return ({ content }) =>
    terminal.write(`${tableLines(layout, copyCells(content, terminal)).join("\n")}\n`);
}

/**
 * The name under which the hub keeps the place. Another filter has another place: what it let pass
 * must not count as seen under this one.
 */
export function subscriptionName(
  { name }: Pick<Options, "name">,
  identity: string,
  filter: object,
): string {
  if (name !== undefined) return checkedName(name);
  const base = `cli-${identity.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  const asked = Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (asked.length === 0 && base.length <= 40) return base;
  const text = JSON.stringify([identity, asked]);
  return `${base.slice(0, 31)}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
}

function checkedName(name: string): string {
  if (SUBSCRIPTION_NAME.test(name)) return name;
  throw new UsageError(
    `${name} is no name for a subscription`,
    "Use one to forty lower case letters, digits and dashes.",
  );
}

function stateText(state: SubscriptionState, name: string, fromStart: boolean): string {
  switch (state.kind) {
    case "ready":
      return state.resumed
        ? `Watching (${name}), from where it was left. Ctrl-C ends.`
        : `Watching (${name}), from ${fromStart ? "the oldest copy" : "now"} on. Ctrl-C ends.`;
    case "lost":
      return `The connection is lost: ${plain(state.error?.message ?? "the hub ended it")}. Trying again.`;
    case "opened-untold":
      return "That something was opened could not be told to the hub.";
  }
  return state satisfies never;
}

import { audienceNamed } from "@talanoa/sharing/notice/audience-named.ts";
import { titleOf } from "@talanoa/sharing/notice/title.ts";
import type { Context } from "../context.ts";
import { type DraftSource, openDrafts } from "../drafts.ts";
import { oneDraft } from "../one-draft.ts";
import { dryRun } from "../publish-dry-run.ts";
import { publishOne } from "../publish-one.ts";
import { UsageError } from "../usage-error.ts";

export interface SendOptions {
  to?: string[];
  group?: string[];
  by?: string;
  text?: string;
  title?: string;
  action?: boolean;
  operation?: string;
  marking?: string;
  precedence?: string;
  exercise?: boolean;
  dryRun?: boolean;
  wait: number;
}

const HOW =
  'Give a draft, or --to, --by and --text: talanoa request --to TO --by 7d --text "Who owns the yacht?"';

/** Sends a request as any notice is sent: through the outbox. Throws UsageError, and what publishing throws. */
export async function sendRequest(
  context: Context,
  file: string | undefined,
  options: SendOptions,
): Promise<void> {
  const source = await sourceOf(context, file, options);
  if (options.dryRun) return dryRun(context, source);
  return publishOne(context, source, { patience: options.wait * 1_000 });
}

async function sourceOf(
  context: Context,
  file: string | undefined,
  options: SendOptions,
): Promise<DraftSource> {
  const { to, group, by, text, title, action, operation, marking, precedence, exercise } = options;
  const given = [to, group, by, text, title, action, operation, marking, precedence, exercise];
  if (file === undefined) return oneDraft(draftOf(options));
  if (given.some((its) => its !== undefined))
    throw new UsageError("give a draft or options, not both", HOW);
  const source = await openDrafts(file, context.terminal, context.signal);
  if (source.form !== "one")
    throw new UsageError(`${file} has more than one notice`, "`talanoa publish` sends several.");
  return source;
}

function draftOf(options: SendOptions): object {
  const { to, group, by, text, title, action, operation, marking, precedence, exercise } = options;
  const missing = [
    ...(to || group ? [] : ["--to"]),
    ...(by ? [] : ["--by"]),
    ...(text?.trim() ? [] : ["--text"]),
  ];
  if (missing.length > 0) throw new UsageError(`a request needs ${missing.join(", ")}`, HOW);
  const named = to ?? [];
  return {
    kind: "request",
    title: title ?? titleOf(text!),
    request: {
      type: action ? "action" : "information",
      text,
      answer_by: by,
      ...(operation && { operation }),
    },
    marking: marking ?? "TLP:AMBER",
    ...(precedence && { precedence }),
    ...(exercise && { exercise }),
    audience: audienceNamed(named, group ?? []),
  };
}

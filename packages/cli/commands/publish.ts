import { isKnownKind } from "@talanoa/contract/kinds.ts";
import { codeOf, kindWords } from "@talanoa/contract/words.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type DraftSource, openDrafts } from "../drafts.ts";
import { linesOption, secondsOption } from "../option-values.ts";
import { dryRun } from "../publish-dry-run.ts";
import { publishAll } from "../publish-all.ts";
import { askedSource, publishAsked } from "../publish-asked.ts";
import { publishOne } from "../publish-one.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  template?: string;
  ask?: boolean;
  dryRun?: boolean;
  wait: number;
  skip?: number;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      "Publish notices: JSON or YAML, one or a list, or JSON lines. What cannot be sent now waits in the outbox.",
    )
    .argument("[file]", "the file, or - for standard input")
    .option("--template <kind>", `print a commented draft: ${Object.values(kindWords).join(", ")}`)
    .option("--ask", "ask for what an alert needs, in about a minute")
    .option("--dry-run", "show what would be sent, and send nothing")
    .option("--wait <seconds>", "how long to try while the hub does not answer", secondsOption, 30)
    .option(
      "--skip <lines>",
      "leave out so many lines, or notices of a list, which were sent before",
      linesOption,
    )
    .action(async (file: string | undefined, options: Options) => {
      if (options.template !== undefined)
        return context.terminal.write(draftTemplate(options.template));
      const source = await sourceOf(context, file, options);
      const { skip = 0, wait } = options;
      if (skip > 0 && source?.form === "one") throw nothingToSkip();
      if (!source) return publishAsked(context, wait * 1_000);
      if (options.dryRun) return dryRun(context, source, skip);
      const sending = { patience: wait * 1_000, skip };
      return source.form === "one"
        ? publishOne(context, source, sending)
        : publishAll(context, source, sending);
    });
}

function draftTemplate(word: string): string {
  const kind = codeOf(kindWords, word);
  if (kind === undefined || !isKnownKind(kind))
    throw new UsageError(
      `there is no template ${word}`,
      `They are: ${Object.values(kindWords).join(", ")}.`,
    );
  return template(kind);
}

/** Null for an alert that is to be asked for, and sent. */
async function sourceOf(
  context: Context,
  file: string | undefined,
  { ask, dryRun: isDry, skip = 0 }: Options,
): Promise<DraftSource | null> {
  if (ask && file !== undefined) throw new UsageError("give a file or --ask, not both");
  if (ask && skip > 0) throw nothingToSkip();
  if (ask) return isDry ? askedSource(context) : null;
  if (file === undefined)
    throw new UsageError(
      "nothing to publish",
      "Give a file, - for standard input, or --ask. `talanoa publish --template alert` prints a draft to fill in.",
    );
  return openDrafts(file, context.terminal, context.signal);
}

function nothingToSkip(): UsageError {
  return new UsageError(
    "--skip leaves out lines, or notices of a list, and this is one notice",
    "If it was not sent before, publish it without --skip.",
  );
}

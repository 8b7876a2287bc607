import type { Command } from "commander";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { countOption, deadlineOption, secondsOption, several } from "../option-values.ts";
import { listRequests, type ListOptions, stateOption } from "../request/list.ts";
import { sendRequest, type SendOptions } from "../request/send.ts";
import { withdrawRequest } from "../request/withdraw.ts";

export function define(command: Command, context: Context): void {
  command.description(
    "Ask other administrations for information or action, see how far requests have come, withdraw one.",
  );
  command
    .command("send", { isDefault: true })
    .description("Send a request: from a draft, or from what you give here.")
    .argument("[file]", "a draft (`talanoa publish --template request` prints one), or - for input")
    .option("--to <participant...>", "who is asked: TO, or an officer as TO:to-liaison", several)
    .option("--group <group...>", "a group that is asked", several)
    .option("--by <time>", "by when you need the answer: a day, a time, 48h or 7d", deadlineOption)
    .option("--text <text>", "what you ask")
    .option("--title <title>", "a title; the first line of the text unless given")
    .option("--action", "ask for action; for information unless given")
    .option("--operation <id>", "the joint operation whose task it is")
    .option("--marking <label>", "TLP label; AMBER unless given")
    .option("--precedence <word>", "routine, priority, immediate or flash")
    .option("--exercise", "as part of an exercise")
    .option("--dry-run", "show what would be sent, and send nothing")
    .option("--wait <seconds>", "how long to try while the hub does not answer", secondsOption, 30)
    .action((file: string | undefined, options: SendOptions) =>
      sendRequest(context, file, options),
    );
  command
    .command("list")
    .description("Requests of yours and to you, the newest first, with how far they have come.")
    .option("--own", "only those of your administration")
    .option("--asked", "only those that your administration was asked")
    .option(
      "--state <state...>",
      "only those that are open, answered, overdue or withdrawn",
      stateOption,
    )
    .option("--exercises", "exercises too")
    .option("--limit <count>", "how many", countOption, 50)
    .action((options: ListOptions) => listRequests(context, options));
  command
    .command("withdraw")
    .description("State that you need no answer any more. All who were asked are told.")
    .argument("<notice>", refHelp)
    .action((text: string) => withdrawRequest(context, text));
}

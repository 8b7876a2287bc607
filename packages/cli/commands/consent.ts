import type { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { sectionWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { wordsOption } from "../option-values.ts";
import { plain } from "../plain-text.ts";
import { stateAbout } from "../state-about.ts";
import { UsageError } from "../usage-error.ts";

const askedHelp = "the statement that asked, as the feed shows it: ORIGIN/ID";

export function define(command: Command, context: Context): void {
  command
    .command("ask")
    .description("Ask the originator of a notice to share it with a further participant.")
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .action((text: string, participant: string) => ask(context, text, participant.toUpperCase()));
  command
    .command("grant")
    .description(
      "Share a notice of yours with a further participant, because a reader asked. The rules of its marking and of agreements apply.",
    )
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .requiredOption("--asked <statement>", askedHelp)
    .option(
      "--sections <words>",
      "these alone, with commas, and the summary; all unless given",
      wordsOption(sectionWords),
      [],
    )
    .action(
      (text: string, participant: string, options: { asked: string; sections: SectionType[] }) =>
        stateAbout(
          context,
          text,
          {
            consentGranted: {
              participant: participant.toUpperCase(),
              ...question(options.asked),
              sections: options.sections,
            },
          },
          () => ({ head: `Granted to ${plain(participant.toUpperCase())}:` }),
        ),
    );
  command
    .command("refuse")
    .description("Refuse what a reader asked: the notice is not shared further.")
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .requiredOption("--asked <statement>", askedHelp)
    .action((text: string, participant: string, { asked }: { asked: string }) =>
      stateAbout(
        context,
        text,
        { consentRefused: { participant: participant.toUpperCase(), ...question(asked) } },
        () => ({ head: `Refused for ${plain(participant.toUpperCase())}:` }),
      ),
    );
}

function ask(context: Context, text: string, participant: string): Promise<void> {
  return stateAbout(context, text, { consentAsked: { participant } }, (statement) => ({
    head: `Asked to share with ${plain(participant)}:`,
    tail: `The originator answers by: talanoa consent grant|refuse NOTICE ${plain(participant)} --asked ${statement}`,
  }));
}

/** Who asked, and by which statement. Throws UsageError. */
function question(text: string): { asker: string; asked: string } {
  const [origin = "", id = "", ...more] = text.trim().split("/");
  const asker = origin.toUpperCase();
  const asked = id.toLowerCase();
  if (more.length === 0 && isParticipantForm(asker) && isId(asked)) return { asker, asked };
  throw new UsageError(`${text} names no statement`, `Give ${askedHelp}.`);
}

import type { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { sectionWords } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import { askedHelp, findAsked, readAsked } from "../consent/asked.ts";
import { listConsent, type ListOptions } from "../consent/list.ts";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { wordsOption } from "../option-values.ts";
import { plain } from "../plain-text.ts";
import { stateAbout } from "../state-about.ts";

export function define(command: Command, context: Context): void {
  command
    .command("ask")
    .description("Ask the originator of a notice to share it with a further participant.")
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .action((text: string, participant: string) => ask(context, text, participant.toUpperCase()));
  command
    .command("list")
    .description("What readers ask of your notices and waits for your answer, the newest first.")
    .option("--all", "what is answered too, and what can be granted no more")
    .option("--exercises", "exercises too")
    .action((options: ListOptions) => listConsent(context, options));
  command
    .command("grant")
    .description(
      "Share a notice of yours with a further participant, because a reader asked. The rules of its marking and of agreements apply.",
    )
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .requiredOption("--asked <question>", askedHelp)
    .option(
      "--sections <words>",
      "these alone, with commas, and the summary; all unless given",
      wordsOption(sectionWords),
      [],
    )
    .action((text: string, participant: string, options: GrantOptions) =>
      grant(context, text, participant.toUpperCase(), options),
    );
  command
    .command("refuse")
    .description("Refuse what a reader asked: the notice is not shared further.")
    .argument("<notice>", refHelp)
    .argument("<participant>", "with whom")
    .requiredOption("--asked <question>", askedHelp)
    .action((text: string, participant: string, { asked }: { asked: string }) =>
      refuse(context, text, participant.toUpperCase(), asked),
    );
}

interface GrantOptions {
  asked: string;
  sections: SectionType[];
}

function ask(context: Context, text: string, participant: string): Promise<void> {
  return stateAbout(context, text, { consentAsked: { participant } }, (statement) => ({
    head: `Asked to share with ${plain(participant)}:`,
    tail: `The originator answers by: talanoa consent grant|refuse NOTICE ${plain(participant)} --asked ${statement}`,
  }));
}

function grant(
  context: Context,
  text: string,
  participant: string,
  { asked, sections }: GrantOptions,
): Promise<void> {
  const named = readAsked(asked);
  return stateAbout(
    context,
    text,
    async (session, notice) => ({
      consentGranted: {
        participant,
        ...(await findAsked(context, session, named, { notice, participant })),
        sections,
      },
    }),
    () => ({ head: `Granted to ${plain(participant)}:` }),
  );
}

function refuse(context: Context, text: string, participant: string, asked: string): Promise<void> {
  const named = readAsked(asked);
  return stateAbout(
    context,
    text,
    async (session, notice) => ({
      consentRefused: {
        participant,
        ...(await findAsked(context, session, named, { notice, participant })),
      },
    }),
    () => ({ head: `Refused for ${plain(participant)}:` }),
  );
}

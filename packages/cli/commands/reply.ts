import { refText } from "@talanoa/client/publication.ts";
import { Kind, type RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import { answerStateWords, tlpWords, wordOf } from "@talanoa/contract/words.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { replyDraft, replyTitle, type WrittenReply } from "@talanoa/sharing/notice/reply-draft.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import { type Command, Option } from "commander";
import type { Context } from "../context.ts";
import { openDrafts } from "../drafts.ts";
import { refHelp } from "../notice-ref.ts";
import { oneDraft } from "../one-draft.ts";
import { secondsOption, several } from "../option-values.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { dryRun } from "../publish-dry-run.ts";
import { publishOne } from "../publish-one.ts";
import { openSession } from "../session.ts";
import { shownRequest } from "../request/shown.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  state?: string;
  text?: string;
  title?: string;
  also?: string[];
  marking?: string;
  template?: boolean;
  dryRun?: boolean;
  wait: number;
}

const HOW =
  "Give --state, and --text for what you know; or a draft: `talanoa reply NOTICE --template` prints one.";

export function define(command: Command, context: Context): void {
  command
    .description("Answer a request. It gets what you write here, and nothing of what you drew on.")
    .argument("<notice>", `the request: ${refHelp}`)
    .argument("[file]", "a draft of the reply, or - for standard input")
    .addOption(
      new Option("--state <state>", "how it is answered").choices(Object.values(answerStateWords)),
    )
    .option("--text <text>", "the answer")
    .option("--title <title>", "a title; that of the request unless given")
    .option("--also <participant...>", "who gets the reply besides the requester", several)
    .option("--marking <label>", "TLP label; that of the request unless given")
    .option("--template", "print a commented draft with the request filled in, and send nothing")
    .option("--dry-run", "show what would be sent, and send nothing")
    .option("--wait <seconds>", "how long to try while the hub does not answer", secondsOption, 30)
    .action((text: string, file: string | undefined, options: Options) =>
      reply(context, text, file, options),
    );
}

async function reply(
  context: Context,
  text: string,
  file: string | undefined,
  options: Options,
): Promise<void> {
  const { terminal, signal } = context;
  const written = await draftOf(context, file, options);
  let request: OpenedNotice;
  {
    // Of its own, so that an embedded hub that was started for it has ended before the next one.
    await using session = await openSession(context);
    let status: RequestStatus | null;
    ({ notice: request, status } = await shownRequest(session.hub, text, signal));
    sayAnswered(context, session.identity.participant, status);
  }
  if (options.template) return terminal.write(filledTemplate(request));
  const source = oneDraft(filled(written, request, options.also ?? []));
  if (options.dryRun) return dryRun(context, source);
  return publishOne(context, source, { patience: options.wait * 1_000 });
}

/** A further answer is a supplement: who sends it is to know that one was given. */
function sayAnswered(
  { terminal, options }: Context,
  own: string,
  status: RequestStatus | null,
): void {
  if (options.json) return;
  for (const { participant, reply: given } of status?.answers ?? [])
    if (participant === own)
      terminal.say(
        `${own} has answered this request already${given ? `: ${refText(given)}` : ""}; this is one more answer.\n`,
      );
}

type Written = WrittenReply;

/** What the person wrote of the reply. Throws UsageError. */
async function draftOf(
  { terminal, signal }: Context,
  file: string | undefined,
  { state, text, title, also, marking, template: prints }: Options,
): Promise<Written> {
  if (prints) return {};
  if (file === undefined) {
    if (!state) throw new UsageError("how is it answered?", HOW);
    return {
      reply: { state, ...(text && { text }) },
      ...(title && { title }),
      ...(marking && { marking }),
    };
  }
  if ([state, text, title, also, marking].some((its) => its !== undefined))
    throw new UsageError("give a draft or options, not both", HOW);
  const source = await openDrafts(file, terminal, signal);
  const [first, more] = await Array.fromAsync(source.drafts);
  const draft = first?.draft;
  if (more || typeof draft !== "object" || draft === null)
    throw new UsageError(`${file} is not the draft of one reply`, HOW);
  return draft as Written;
}

/** The draft with all that follows from the request. Throws UsageError when it answers another one. */
function filled(written: Written, request: OpenedNotice, also: readonly string[]): object {
  const name = refText(request.header);
  const its = written["reply"];
  const answers = typeof its === "object" && its !== null ? (its as Written)["request"] : undefined;
  if (answers !== undefined && answers !== name)
    throw new UsageError(`the draft answers another request than ${name}`);
  return replyDraft(request, written, also);
}

/** The template of a reply with the request's name, digest and origin in their places. */
function filledTemplate(request: OpenedNotice): string {
  const { header, digest } = request;
  const title = JSON.stringify(replyTitle(request));
  return template(Kind.REPLY)
    .replace(/^title: .*$/m, () => `title: ${title}`)
    .replace(/^  request: .*$/m, `  request: ${refText(header)}`)
    .replace(/^  request_digest: .*$/m, `  request_digest: "${hex(digest)}"`)
    .replace(/^marking: .*$/m, `marking: ${wordOf(tlpWords, header.tlp)}`)
    .replace(/^#exercise: .*$/m, header.exercise ? "exercise: true" : "#exercise: false")
    .replace(/^audience: .*$/m, `audience: { participants: [${header.origin}] }`);
}

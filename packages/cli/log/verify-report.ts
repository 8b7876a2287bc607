import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { readRow } from "@talanoa/client/log.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { NotCosigned, type Policy, signedAlone } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { isKeyUnknown, RIGHT_KEY } from "../failure.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { styleOf } from "../style.ts";
import { utc } from "@talanoa/client/times.ts";
import { parseProofBlock } from "./proof-block.ts";
import { verifyProved } from "./prove-entries.ts";
import { askQuorum } from "./quorum.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { terminalPage } from "./terminal-page.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";
import { witnessed } from "@talanoa/tlog/note/witnessed.ts";
import { witnessedText } from "./witnessed.ts";

/**
 * Verifies the proofs in a report by the log's keys, and tells the story anew from what they prove. The text of the
 * report is not compared with it, which is said first.
 * Throws UsageError for a report that cannot be read, NotCosigned for one that too few witnesses cosigned.
 */
export async function verifyReport(
  context: Context,
  report: string,
  { file, policy }: { readonly file: string; readonly policy: Policy },
): Promise<void> {
  const { terminal, options } = context;
  const { good, odd, bad } = styleOf(terminal);
  const { notices, ...proved } = parseProofBlock(report);
  try {
    const opened = verifyProved(proved, signedAlone(policy));
    askQuorum(context, opened, policy);
    const { size } = opened.checkpoint;
    const entries = proved.rows.map(({ row }) => readRow(row));
    if (options.json) {
      return printJson(context, [
        {
          genuine: true,
          kind_of_file: "report",
          text_compared: false,
          size,
          entries: entries.map(({ index }) => index),
        },
      ]);
    }
    const name = policy.origin;
    await terminal.write(
      `${good("The proofs hold")}, ${odd("the text was NOT COMPARED")}: ${plain(file)} has proofs of ${counted(entries.length, "entry", "entries")} in the log ${name}; what it tells may differ.\n` +
        `${plain(witnessedText(witnessed(opened), size))}\n` +
        "Rely on what follows, which is told from what was proved (times are UTC), and compare the report with it:\n\n",
    );
    for (const notice of notices) {
      const { origin, id } = notice;
      const own = toldEntries(entries).filter(({ facts }) =>
        (facts ? noticesOf(facts) : []).some((its) => its.origin === origin && its.id === id),
      );
      const story = storyOf(own, [], notice, utc);
      await terminal.write(`${terminalPage(story, terminal).join("\n")}\n\n`);
    }
  } catch (error) {
    if (!(error instanceof TlogError || error instanceof NotGenuine)) throw error;
    if (error instanceof NotCosigned) throw error;
    context.exitCode = exitCodes.notGenuine;
    if (options.json) {
      return printJson(context, [
        { genuine: false, kind_of_file: "report", reason: error.message },
      ]);
    }
    await terminal.write(`${bad("NOT PROVED")}: ${plain(file)}: ${plain(error.message)}.\n`);
    if (error instanceof TlogError && isKeyUnknown(error)) terminal.say(`${RIGHT_KEY}\n`);
  }
}

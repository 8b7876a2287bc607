import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Context } from "./context.ts";
import { type DraftSource, leaveOut } from "./drafts.ts";
import { exitCodes } from "./exit-code.ts";
import { violationLines } from "./failure.ts";
import { sayWarnings, violationJson } from "./fate.ts";
import { chooseIdentity, readIdentity } from "./identities.ts";
import { noticeJson } from "./json.ts";
import { noticeLines } from "./notice-page.ts";
import { printJson } from "./print.ts";
import { styleOf } from "./style.ts";

/** Shows what would be sent behind the first `skip`: sealed and checked as the real one, then thrown away. Needs no hub. */
export async function dryRun(context: Context, { drafts }: DraftSource, skip = 0): Promise<void> {
  const { terminal, options } = context;
  const { dim, bad } = styleOf(terminal);
  const identity = await readIdentity(await chooseIdentity(terminal, options));
  const { signal } = context;
  for await (const { place, draft, unreadable } of leaveOut(drafts, { skip, signal })) {
    signal.throwIfAborted();
    const named = place ? `${place}: ` : "";
    try {
      if (unreadable !== undefined)
        throw new InvalidNotice([{ field: place, rule: "draft-json", description: unreadable }]);
      const { publication, opened, warnings } = await sealDraft(identity, draft, Date.now());
      const bytes = publication.sealed.length;
      if (options.json) {
        await printJson(context, [
          {
            place,
            ...noticeJson(opened),
            bytes,
            warnings: warnings.map(violationJson),
            sent: false,
          },
        ]);
        continue;
      }
      const lines = noticeLines(opened, terminal);
      await terminal.write(
        `${dim(`${named}not sent; this is what would be, ${counted(bytes, "byte")}. The id is made anew when it is.`)}\n${lines.join("\n")}\n`,
      );
      sayWarnings(context, warnings);
    } catch (error) {
      if (!(error instanceof InvalidNotice)) throw error;
      context.exitCode = exitCodes.usage;
      if (options.json) {
        await printJson(context, [
          { place, violations: error.violations.map(violationJson), sent: false },
        ]);
        continue;
      }
      terminal.say(
        `${named}${bad("cannot be sent like this")}\n${violationLines(error.violations).join("\n")}\n`,
      );
    }
  }
}

import { checkedTrail } from "@talanoa/client/checked-trail.ts";
import { trail } from "@talanoa/client/log.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { countOption } from "../option-values.ts";
import { openSession } from "../session.ts";
import { sayArchives } from "./archives-told.ts";
import { type Format, formatOf, withFormat } from "./format.ts";
import { provedFromKept } from "./from-kept.ts";
import { namedNotice, noticeHelp } from "./named-notice.ts";
import { printTrail } from "./print-trail.ts";
import { type ReasonOptions, reasonOf, withCase, withReason } from "./reason.ts";
import { tellVerdict } from "./verdict.ts";

interface TrailOptions extends ReasonOptions {
  limit: number;
  format?: Format;
  verify?: boolean;
}

export function defineTrail(command: Command, context: Context): void {
  withFormat(withReason(command.command("trail")))
    .description("All that the log has about one notice and that you may see, oldest first.")
    .argument("<notice>", noticeHelp)
    .option("--limit <count>", "how many entries", countOption, 1_000)
    .option("--verify", "prove every entry, and that none is missing")
    .action(async (text: string, options: TrailOptions) => {
      const reason = reasonOf(options);
      const { limit } = options;
      const format = formatOf(context, options.format);
      await using session = await openSession(context);
      const { hub, identity } = session;
      const { signal } = context;
      const notice = await namedNotice(session, text, context);
      if (!options.verify) {
        const pageSize = Math.min(1_000, limit);
        const told = new ToldArchives();
        const asking = { pageSize, withErasing: true, signal, archived: told.add };
        const entries = trail(hub, reason, notice, asking);
        const count = await withCase(printTrail(context, entries, { notice, limit, format }));
        sayArchives(context, told.all);
        if (count === 0) context.exitCode = exitCodes.notFound;
        return;
      }
      const policy = logPolicy(identity.hub);
      const checked = await provedFromKept(context, session, policy, (since) =>
        withCase(checkedTrail(hub, policy, { reason, notice }, { since, signal })),
      );
      if (!checked) return;
      const count = await printTrail(context, checked.entries, { notice, limit, format });
      if (count === 0) context.exitCode = exitCodes.notFound;
      await tellVerdict(context, checked, checked.entries.length);
    });
}

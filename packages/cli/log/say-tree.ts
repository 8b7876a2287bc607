import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { checkpointFields, checkpointJson } from "../checkpoint-lines.ts";
import type { Context } from "../context.ts";
import { printFields, printJson } from "../print.ts";
import { styleOf } from "../style.ts";
import { sayVerdict, type Verdict, verdictJson } from "./verdict.ts";

interface VerifiedTree {
  readonly opened: OpenedCheckpoint;
  readonly policy: Policy;
  /** Entries a second. */
  readonly rate: number;
  /** Of the records; null when none were read. */
  readonly verdict: Verdict | null;
}

/** Says what was found out about a whole log. */
export async function sayTree(
  context: Context,
  { opened, policy, rate, verdict }: VerifiedTree,
): Promise<void> {
  const { terminal, options } = context;
  const { size } = opened.checkpoint;
  if (options.json)
    return printJson(context, [
      {
        tree: "holds",
        ...checkpointJson(opened),
        entries_per_second: rate,
        ...(verdict && { records: verdictJson(context, verdict) }),
      },
    ]);
  const { good } = styleOf(terminal);
  await terminal.write(
    `${good("The log holds")}: its ${size} entries give the root that was signed, and every tile (${rate} entries/s).\n`,
  );
  await printFields(context, checkpointFields(opened, policy));
  if (verdict) sayVerdict(context, verdict);
}

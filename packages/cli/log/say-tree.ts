import { counted } from "@talanoa/contract/counted.ts";
import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { checkpointFields, checkpointJson } from "../checkpoint-lines.ts";
import type { Context } from "../context.ts";
import { printFields, printJson } from "../print.ts";
import { styleOf } from "../style.ts";
import { archivesJson, sayArchives } from "./archives-told.ts";
import { sayVerdict, type Verdict, verdictJson } from "./verdict.ts";

interface VerifiedTree {
  readonly opened: OpenedCheckpoint;
  readonly policy: Policy;
  /** Those that have its first entries, which were not read. */
  readonly archives: readonly LogArchive[];
  /** Entries a second. */
  readonly rate: number;
  /** Of the records; null when none were read. */
  readonly verdict: Verdict | null;
}

/** Says what was found out about a whole log. */
export async function sayTree(
  context: Context,
  { opened, policy, archives, rate, verdict }: VerifiedTree,
): Promise<void> {
  const { terminal, options } = context;
  const { size } = opened.checkpoint;
  if (options.json)
    return printJson(context, [
      {
        tree: "holds",
        ...checkpointJson(opened),
        entries_per_second: rate,
        ...(archives.length > 0 && { archives: archivesJson(archives) }),
        ...(verdict && { records: verdictJson(context, verdict) }),
      },
    ]);
  const { good } = styleOf(terminal);
  const from = archives.at(-1)?.untilIndex ?? 0;
  const which =
    from === 0
      ? `its ${counted(size, "entry gives", "entries give")}`
      : `the hashes of its ${counted(size, "entry", "entries")}, and the entries from ${from} on, give`;
  await terminal.write(
    `${good("The log holds")}: ${which} the root that was signed, and every tile (${rate} entries/s).\n`,
  );
  sayArchives(context, archives);
  await printFields(context, checkpointFields(opened, policy));
  if (verdict) sayVerdict(context, verdict);
}

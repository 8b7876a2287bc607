import { keepCheckpoint, keptCheckpoints } from "@talanoa/client/kept-checkpoint.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Context } from "../context.ts";
import { fileTrouble } from "../file-trouble.ts";
import { checkpointFolder, type Session } from "../session.ts";
import { unlessForked } from "./fork-told.ts";

/**
 * Proves something of the log from the checkpoints on that the identity kept, and keeps the one that this gives, if any,
 * in their place. Null when the log does not continue them, or that is not known: told as `unlessForked` does.
 */
export async function provedFromKept<Result extends { readonly opened: OpenedCheckpoint | null }>(
  context: Context,
  { stored }: Session,
  policy: Policy,
  prove: (kept: readonly OpenedCheckpoint[]) => Promise<Result>,
): Promise<Result | null> {
  const folder = checkpointFolder(stored);
  const kept = await keptCheckpoints(folder, policy);
  return unlessForked(context, { folder, policy }, async () => {
    const proved = await prove(kept.map(({ opened }) => opened));
    const { opened } = proved;
    if (opened) await orSay(context, opened, () => keepCheckpoint(folder, policy, opened, kept));
    return proved;
  });
}

/** What was proved holds also where nothing can be written, as beside identities that are for reading alone. */
async function orSay(
  { terminal }: Context,
  { checkpoint }: OpenedCheckpoint,
  keep: () => Promise<void>,
): Promise<void> {
  try {
    await keep();
  } catch (error) {
    const trouble = fileTrouble(error);
    if (trouble === null) throw error;
    terminal.say(
      `The checkpoint of ${counted(checkpoint.size, "entry", "entries")} is not kept: ${trouble}.\n`,
    );
  }
}

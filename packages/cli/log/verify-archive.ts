import { type Archive, readArchive } from "@talanoa/client/archive/read-archive.ts";
import type { KnownPolicy } from "../log-policy.ts";
import { checkpointFields, checkpointJson } from "../checkpoint-lines.ts";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";
import { printFields, printJson } from "../print.ts";
import { Progress } from "../progress.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { askQuorum } from "./quorum.ts";

/**
 * Verifies all files of an archive that was opened by the log's signature, and says what it has. Throws NotGenuine
 * that names what does not fit, and NotCosigned.
 */
export async function verifyArchive(
  context: Context,
  archive: Archive,
  policy: KnownPolicy,
): Promise<void> {
  const { fromIndex, untilIndex } = archive.manifest;
  {
    using bar = new Progress(context.terminal, untilIndex - fromIndex);
    for await (const { index } of readArchive(archive, context.signal))
      bar.show(index + 1 - fromIndex, "records");
  }
  await sayArchive(context, archive, policy);
  askQuorum(context, archive.opened, policy);
}

async function sayArchive(
  context: Context,
  { name, manifest, opened }: Archive,
  policy: KnownPolicy,
): Promise<void> {
  const { terminal, options } = context;
  const { fromIndex, untilIndex, firstAt, lastAt, signed } = manifest;
  if (options.json)
    return printJson(context, [
      {
        archive: name,
        holds: true,
        from_index: fromIndex,
        until_index: untilIndex,
        first_at: isoTime(firstAt),
        last_at: isoTime(lastAt),
        signed,
        checkpoint: checkpointJson(opened),
      },
    ]);
  const { good, odd } = styleOf(terminal);
  await terminal.write(
    `${good("The archive holds")}: ${plain(name)} has entries ${fromIndex} to ${untilIndex - 1}, each with its record, ` +
      `${utcAndLocal(firstAt)} to ${utcAndLocal(lastAt)}.\n`,
  );
  await printFields(context, checkpointFields(opened, policy));
  if (!signed)
    terminal.say(
      `${odd("Not signed")}: places in the stream and times of storing are as its maker says.\n`,
    );
  if (policy.keyFrom === "enclosed")
    terminal.say(
      "The key is the archive's own: compare it with one that you trust, or give that by --log-key.\n",
    );
}

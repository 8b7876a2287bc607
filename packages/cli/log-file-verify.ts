import { faultIn } from "@talanoa/client/genuinely.ts";
import { type VerifiedProof, verifyProofFile } from "@talanoa/client/proof-file.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { openCheckpoint, type Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { checkpointFields, checkpointJson } from "./checkpoint-lines.ts";
import type { Context } from "./context.ts";
import { entryJson } from "@talanoa/sharing/story/entry-json.ts";
import { entryFields } from "./log-rows.ts";
import { printFields, printJson } from "./print.ts";
import { styleOf } from "./style.ts";
import { UsageError } from "./usage-error.ts";

/** A file of the exchange log: a proof of one entry, or a signed checkpoint. */
type LogFile = "proof" | "checkpoint";

const PROOF = Buffer.from("c2sp.org/tlog-proof@");
/** Where the signatures of a signed note begin; no sealed notice, statement or receipt has it but by chance. */
const SIGNATURES = Buffer.from("\n\n— ");

/** Which file of the log bytes may be; null for none. */
export function logFileKind(bytes: Buffer): LogFile | null {
  if (bytes.subarray(0, PROOF.length).equals(PROOF)) return "proof";
  // A note is text from its first line, the log's name, on.
  return bytes.includes(SIGNATURES) && /^[ -~]+\n\d+\n/.test(bytes.toString("latin1"))
    ? "checkpoint"
    : null;
}

/**
 * Verifies a file of the log and prints what holds. Throws TlogError and NotGenuine for what does not,
 * UsageError for what cannot be read.
 */
export async function verifyLogFile(
  context: Context,
  { file, bytes, kind }: { readonly file: string; readonly bytes: Buffer; readonly kind: LogFile },
  policy: Policy,
): Promise<void> {
  if (kind === "proof")
    return printProof(
      context,
      policy,
      readable(file, () => verifyProofFile(bytes, policy)),
    );
  const opened = readable(file, () => openCheckpoint(bytes, policy));
  if (context.options.json)
    return printJson(context, [
      { genuine: true, kind_of_file: "checkpoint", ...checkpointJson(opened) },
    ]);
  const { good } = styleOf(context.terminal);
  await context.terminal.write(`${good("Genuine")} checkpoint of the exchange log.\n`);
  await printFields(context, checkpointFields(opened, policy));
}

async function printProof(
  context: Context,
  policy: Policy,
  { entry, opened }: VerifiedProof,
): Promise<void> {
  if (context.options.json)
    return printJson(context, [
      {
        genuine: true,
        kind_of_file: "proof",
        ...entryJson(entry),
        checkpoint: checkpointJson(opened),
      },
    ]);
  const { good } = styleOf(context.terminal);
  const { size } = opened.checkpoint;
  await context.terminal.write(
    `${good("Proven")}: entry ${entry.index} stands in the exchange log of ${counted(size, "entry", "entries")}, and is what is shown here.\n`,
  );
  await printFields(context, entryFields(entry));
  await context.terminal.write("\n");
  await printFields(context, checkpointFields(opened, policy));
}

function readable<Result>(file: string, verify: () => Result): Result {
  try {
    return verify();
  } catch (error) {
    if (error instanceof TlogError && error.code === "malformed")
      throw new UsageError(`${file} is cut off or damaged: ${error.message}`);
    throw faultIn(file, error);
  }
}

import { readFile } from "node:fs/promises";
import { counted } from "@talanoa/contract/counted.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import type { Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { parseVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { Command } from "commander";
import type { Context } from "./context.ts";
import {
  chooseIdentity,
  identityFolders,
  NoIdentities,
  readIdentity,
  storedIdentities,
} from "./identities.ts";
import { UsageError } from "./usage-error.ts";

/** By which keys a log is believed, as a person says it. */
export interface LogKeyOptions {
  logKey?: string;
  witness?: string[];
  quorum?: number;
}

/** Which checkpoints to believe, and who says so. */
export interface KnownPolicy extends Policy {
  readonly keyFrom: "option" | "identity" | "enclosed";
}

export function withLogKeys(command: Command): Command {
  return withWitnesses(
    command.option(
      "--log-key <key>",
      "the log's verifier key, or a file with it; else the identity's",
    ),
  ).option(
    "--quorum <count>",
    "how many of these witnesses must have cosigned; else all of them",
    quorumOption,
  );
}

export function withWitnesses(command: Command): Command {
  return command.option(
    "--witness <key>",
    "a witness's verifier key, or a file with it (repeatable)",
    (value: string, before?: string[]) => [...(before ?? []), value],
  );
}

/** The keys of witnesses that were given. Throws UsageError for what is none. */
export async function witnessKeys({ witness = [] }: LogKeyOptions): Promise<VerifierKey[]> {
  const keys = await Promise.all(witness.map((text) => keyOf(text)));
  const stranger = keys.find(({ type }) => type !== "cosignature/v1");
  if (stranger)
    throw new UsageError(`${stranger.name} is not a witness's key: it is not for cosignatures`);
  return keys;
}

/**
 * Which checkpoints to believe: by the key that was given, else by that of the identity, else by the one
 * that came with what is verified. Throws UsageError when there is none, or for what is no key.
 */
export async function policyOf(
  context: Context,
  options: LogKeyOptions,
  enclosed?: string,
): Promise<KnownPolicy> {
  const witnesses = await witnessKeys(options);
  const quorum = options.quorum ?? witnesses.length;
  const names = new Set(witnesses.map(({ name }) => name));
  if (quorum > names.size)
    throw new UsageError(
      `${counted(quorum, "witness", "witnesses")} cannot have cosigned: --witness names ${names.size}`,
    );
  const own = options.logKey ?? (await ownLogKey(context));
  const logKey = own ?? enclosed;
  if (logKey === undefined)
    throw new UsageError(
      "by which key is the log known?",
      "Give its verifier key by --log-key, or choose an identity that has it (--as NAME).",
    );
  const key = await keyOf(logKey);
  if (key.type !== "ed25519") throw new UsageError(`${key.name} is not a log's key`);
  const keyFrom =
    options.logKey !== undefined ? "option" : own !== undefined ? "identity" : "enclosed";
  return { origin: key.name, keys: [key], witnesses, quorum, keyFrom };
}

/** The log's key of one's identity; undefined when one has no identity, or it does not say. */
async function ownLogKey({ terminal, options }: Context): Promise<string | undefined> {
  try {
    return (await readIdentity(await chooseIdentity(terminal, options))).hub.logKey;
  } catch (error) {
    if (error instanceof NoIdentities) return undefined;
    if (!(error instanceof UsageError)) throw error;
    const common = await commonLogKey(terminal, options);
    if (common !== undefined) return common;
    throw new UsageError(
      error.message,
      `${error.advice}\nOr, for a file or a folder, give the log's verifier key by --log-key KEY.`,
    );
  }
}

/** The log's key of all identities here where they have the same and none is named: it matters not as whom. */
async function commonLogKey(
  terminal: Context["terminal"],
  options: Context["options"],
): Promise<string | undefined> {
  if (options.as !== undefined || terminal.env["TALANOA_AS"]) return undefined;
  const stored = await storedIdentities(identityFolders(terminal, options).folders);
  const read = await Promise.all(stored.map((each) => readIdentity(each).catch(() => null)));
  const [first, ...others] = new Set(read.map((each) => each?.hub.logKey));
  return others.length === 0 ? first : undefined;
}

/** A verifier key that was given as text, or as the file that holds it. */
async function keyOf(text: string): Promise<VerifierKey> {
  try {
    return parseVerifierKey(text.trim());
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
  }
  let content: string;
  try {
    content = await readFile(text, "utf8");
  } catch {
    throw new UsageError(
      `${text} is neither a verifier key nor a file with one`,
      "A verifier key reads NAME+ID+KEY (c2sp.org/signed-note).",
    );
  }
  try {
    return parseVerifierKey(content.trim());
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw new UsageError(`${text} holds no verifier key: ${error.message}`);
  }
}

function quorumOption(text: string): number {
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text)) throw new UsageError("--quorum is a whole number from 0");
  return count;
}

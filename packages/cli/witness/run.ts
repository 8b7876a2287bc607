import { resolve } from "node:path";
import { clearDrafts, makeFolder } from "@talanoa/platform/durable-file.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { type Context, Interrupted } from "../context.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { styleOf } from "../style.ts";
import { UsageError } from "../usage-error.ts";
import { cosignedLines } from "./cosigned-lines.ts";
import { cosigner, type WitnessedLog } from "./cosigner.ts";
import { evidenceFolder, listEvidence, openEvidence } from "./evidence.ts";
import { evidenceJson, evidenceLines } from "./evidence-words.ts";
import { hold } from "./hold.ts";
import { type HttpDoor, openHttpDoor } from "./http-door.ts";
import { openState } from "./kept-state.ts";
import { isLoopback, type ListenAddress, readListenAddress } from "./listen-address.ts";
import { readLogKeys } from "./log-keys.ts";
import { isOpenToOthers, readSignerKey } from "./signer-key.ts";

export interface RunOptions {
  readonly key: string;
  readonly state: string;
  readonly log: readonly string[];
  readonly listen: string;
}

/** Cosigns until it is told to end. Throws UsageError, and the system's errors when the disk fails. */
export async function runWitness(context: Context, options: RunOptions): Promise<void> {
  const { terminal, signal } = context;
  const say = (text: string) => terminal.say(`${text}\n`);
  const address = readListenAddress(options.listen);
  const keys = await readLogKeys(options.log);
  const keyFile = resolve(terminal.cwd, options.key);
  const signer = await readSignerKey(keyFile);
  await clearDrafts(keyFile).catch((error: unknown) =>
    say(`A copy of the key may stand beside it, and cannot be taken away: ${String(error)}`),
  );
  const folder = resolve(terminal.cwd, options.state);
  const places = { folder, copies: `${keyFile}.cosigned` };

  await using stack = new AsyncDisposableStack();
  await makeFolder(places.folder);
  await makeFolder(places.copies);
  const held = [
    stack.use(hold(places.folder, `the state folder ${folder}`)),
    stack.use(hold(places.copies, `the key ${keyFile}`)),
  ];
  const logs = new Map<string, WitnessedLog>();
  for (const [origin, its] of keys)
    logs.set(origin, { keys: its, kept: await openState(origin, places) });
  const evidence = await openEvidence(evidenceFolder(folder));
  const lines = stack.use(cosignedLines(context));
  const fault = Promise.withResolvers<never>();
  // It may come before anything waits for it.
  fault.promise.catch(() => {});
  const answer = cosigner(signer, logs, evidence, {
    cosigned: lines.print,
    contradicted(found, last) {
      say(evidenceLines(found, last, styleOf(terminal)).join("\n"));
      if (context.options.json)
        void printJson(context, [{ event: "contradicted", ...evidenceJson(found) }]);
    },
    settled({ origin, size }) {
      say(
        `Proven now: the tree of ${plain(origin)} of size ${size} grows from what was cosigned before. What was kept of it is removed.`,
      );
      if (context.options.json) void printJson(context, [{ event: "settled", log: origin, size }]);
    },
  });
  const door = stack.use(await openDoor(address, answer, fault.reject));
  for (const each of held) each.tell({ url: door.url });

  if (await isOpenToOthers(keyFile))
    say(`Others on this machine may read the key. Let nobody but yourself: chmod 600 ${keyFile}`);
  if (!isLoopback(address))
    say("It listens beyond this machine: whoever reaches the port can use it. Put TLS before it.");
  for (const [origin, { kept }] of logs)
    say(`Witness of ${plain(origin)}, ${kept.current ? `at size ${kept.current.size}` : "anew"}.`);
  const standing = (await listEvidence(evidenceFolder(folder))).length;
  if (standing > 0)
    say(
      styleOf(terminal).bad(
        `Evidence against a log is kept: talanoa witness status --state ${folder}`,
      ),
    );
  const key = formatVerifierKey(signer.key);
  if (context.options.json)
    await printJson(context, [{ event: "listening", url: door.url, key, logs: [...logs.keys()] }]);
  else say(`${plain(key)}\nCosigns at ${door.url}/add-checkpoint. Ctrl-C ends.`);

  await Promise.race([told(signal), fault.promise]).catch((error: unknown) => {
    if (!signal.aborted)
      say("The witness stops. Start it again when this is mended; until then it cosigns nothing.");
    throw error;
  });
  if (!(signal.reason instanceof Interrupted)) throw signal.reason;
}

/** Resolves when the command is told to end. */
function told(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function openDoor(
  address: ListenAddress,
  ...rest: Parameters<typeof openHttpDoor> extends [unknown, ...infer Rest] ? Rest : never
): Promise<HttpDoor> {
  try {
    return await openHttpDoor(address, ...rest);
  } catch (error) {
    const why = reasons[(error as NodeJS.ErrnoException).code ?? ""];
    if (!why) throw error;
    throw new UsageError(
      `${address.host} port ${address.port} ${why}`,
      "Give another --listen HOST:PORT.",
    );
  }
}

const reasons: { readonly [code: string]: string } = {
  EADDRINUSE: "is in use by another program",
  EADDRNOTAVAIL: "is no address of this machine",
  EACCES: "may not be listened on by you",
  ENOTFOUND: "is a name that is not known",
  EAI_AGAIN: "is a name that cannot be looked up now",
};

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { formatVerifierKey, parseVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { Note } from "@talanoa/tlog/note/note.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { log } from "@talanoa/tlog/testing/sample-keys.ts";
import { sampleEntries, tilesOf } from "@talanoa/tlog/testing/sample-log.ts";
import { consistencyProof } from "@talanoa/tlog/tree/consistency.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import { openShell, type Shell } from "./cli.ts";

export const LARGEST = 600;

/** A log of 600 entries, and what it can ask of a witness. */
interface AskingLog {
  head(size: number): TreeHead;
  checkpoint(size: number): Note;
  proof(from: number, to: number): Uint8Array[];
  /** The body that asks for the checkpoint of a size. */
  request(from: number, to: number): string;
}

function askingLog(entries: readonly Uint8Array[]): AskingLog {
  const { get } = tilesOf(entries, [LARGEST]);
  const head = (size: number) => headOf(entries, size);
  const checkpoint = (size: number) => signedCheckpoint(head(size));
  const proof = (from: number, to: number) => consistencyProof(from, to, get);
  return {
    head,
    checkpoint,
    proof,
    request: (from, to) => formatAddCheckpoint(from, proof(from, to), checkpoint(to)),
  };
}

const entries = sampleEntries(LARGEST);
export const honest = askingLog(entries);
/** The same log with another entry 100: the same key signs it. */
export const forked = askingLog(entries.with(100, Buffer.from("forked")));
const logKey = formatVerifierKey(log.key);

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

type Running = ReturnType<Shell["start"]>;

/** A witness's key and state folder in a folder of their own, and its process when it runs. */
export interface TestWitness extends AsyncDisposable {
  readonly shell: Shell;
  readonly key: VerifierKey;
  readonly keyFile: string;
  readonly state: string;
  readonly url: string;
  /** The words of its command line. */
  readonly words: readonly string[];
  start(words?: readonly string[], settings?: { onTerminal?: boolean }): Promise<Running>;
  post(body: string | Uint8Array<ArrayBuffer>): Promise<Reply>;
}

export async function makeWitness(name = "fj.example/witness"): Promise<TestWitness> {
  const identities = await mkdtemp(join(tmpdir(), "talanoa-no-identities-"));
  const shell = await openShell(identities);
  const [keyFile, state] = [join(shell.folder, "fj.key"), join(shell.folder, "state")];
  const made = await shell.run(["witness", "key", name, "--out", keyFile]);
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const words = ["witness", "run", "--key", keyFile, "--state", state];
  words.push("--log", logKey, "--listen", address);
  const started = new Set<Running>();
  return {
    shell,
    key: parseVerifierKey(made.out.trim()),
    keyFile,
    state,
    url,
    words,
    async start(more = [], settings) {
      const running = shell.start([...words, ...more], settings);
      started.add(running);
      await running.says(more.includes("--json") ? "listening" : "Cosigns at");
      return running;
    },
    async post(body) {
      const response = await fetch(`${url}/add-checkpoint`, { method: "POST", body });
      const { status, headers } = response;
      return { status, type: headers.get("content-type"), body: await response.text() };
    },
    async [Symbol.asyncDispose]() {
      for (const running of started) {
        running.kill("SIGKILL");
        await running.ended;
      }
      await shell[Symbol.asyncDispose]();
      await rm(identities, { recursive: true });
    },
  };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { makeWitness } from "../../support/witness.ts";

/** A witness for the log of a hub that is started with `env`. */
export interface WitnessOfHub extends AsyncDisposable {
  readonly name: string;
  /** As an auditor has it from the witness itself. */
  readonly verifierKey: string;
  readonly env: NodeJS.ProcessEnv;
  /** Begins to cosign the log that is known by this key. */
  start(logKey: string): Promise<void>;
}

export async function witnessOfHub(name: string): Promise<WitnessOfHub> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-witnessed-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const witness = opened.use(await makeWitness(name));
  const verifierKey = formatVerifierKey(witness.key);
  const file = join(folder, "witnesses.json");
  const witnesses = [{ url: witness.url, key: verifierKey }];
  await writeFile(file, JSON.stringify({ quorum: 1, witnesses }));
  const kept = opened.move();
  return {
    name,
    verifierKey,
    env: { TALANOA_LOG_WITNESSES_FILE: file },
    async start(logKey) {
      await witness.start(["--log", logKey]);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import type { TestHub } from "@talanoa/platform/testing/hub.ts";
import { participants } from "@talanoa/sharing/record/testing/any-record.ts";
import { formatVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { settings, startLog } from "../start-log.ts";

const program = join(import.meta.dirname, "../../../packages/cli/talanoa.mjs");
// Compiled code is kept here for all runs, as on a person's machine.
const cache = join(tmpdir(), "talanoa-cli-test-cache");

export const MEMBER = participants[0]!;

/** Sees the whole log. */
export const auditor = { name: "oco-auditor", participant: "OCO", role: "auditor" } as const;
/** Sees its own records. */
export const member = { name: "member-auditor", participant: MEMBER, role: "auditor" } as const;
/** Sees the tree alone, of which nothing is recorded. */
export const desk = { name: "member-desk", participant: MEMBER, role: "publisher" } as const;

export type Reader = typeof auditor | typeof member | typeof desk;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A log that is served, and the `talanoa` command as each of its readers has it. */
export interface LogWithReaders extends AsyncDisposable {
  /** Where the readers keep their checkpoints, each in a folder of its name. */
  readonly checkpoints: string;
  talanoa(reader: Reader, words: string): Promise<Ended>;
}

/** Runs the service in this process; `env` are its settings. The key is the log's. */
export async function serveToReaders(
  hub: TestHub,
  key: VerifierKey,
  env: { readonly [name: string]: string },
): Promise<LogWithReaders> {
  const tiles = `127.0.0.1:${await freePort()}`;
  const served = await hub.run(
    { name: "audit-log", settings, start: startLog },
    {
      TALANOA_LOG_HTTP_LISTEN: tiles,
      // None in the time of a test: they would be entries of their own.
      TALANOA_LOG_HEADS_SECONDS: "100000",
      TALANOA_LOG_SCRUB_SHARE: "0",
      ...env,
    },
  );
  const folder = await mkdtemp(join(hub.folder, "readers-"));
  const identities = join(folder, "identities");
  await mkdir(identities);
  for (const { name, participant, role } of [auditor, member, desk]) {
    const own = testIdentity(participant, testKey(), testKey());
    const who = { name, participant, principal: name, roles: [role] };
    const its = { log: served.address, tiles: `http://${tiles}/`, logKey: formatVerifierKey(key) };
    const identity = { ...own, ...who, token: await hub.token(who), hub: { ...own.hub, ...its } };
    await writeFile(join(identities, `${name}.json`), JSON.stringify(identity), { mode: 0o600 });
  }
  return {
    checkpoints: join(folder, "checkpoints"),
    async talanoa({ name }, words) {
      const args = [program, "--identities", identities, "--as", name, ...words.split(" ")];
      const own = { HOME: folder, XDG_CACHE_HOME: cache };
      const child = spawn(process.execPath, args, { cwd: folder, env: own });
      child.stdin.end();
      const closed = once(child, "close") as Promise<[number | null]>;
      const [out, err, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        closed,
      ]);
      return { code, out, err };
    },
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}

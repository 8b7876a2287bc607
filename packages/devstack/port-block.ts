import { randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeLock } from "./exclusive-lock.mjs";
import { isFree } from "./free-port.ts";
import { portSetting } from "./port-settings.ts";
import { StartupError } from "./startup-error.ts";

// A service binds its port a second after we chose it, and again after each crash. So that no other run of this person
// on this machine chooses the same in between, a run holds a block of ports under a lock. Above the range of
// `freePort`, below that of outgoing connections.
const lowest = 26_000;
const blockSize = 16;
const blocks = 375;

export interface Ports {
  readonly byName: { readonly [name: string]: number };
  release(): void;
}

/**
 * A port for each name: the configured one, else its own when that is free, else a
 * free one. Throws a `StartupError` that names the setting when a configured port is in use.
 */
export async function takePorts(
  names: readonly string[],
  configured: { readonly [name: string]: number },
  own: { readonly [name: string]: number },
): Promise<Ports> {
  const byName: Record<string, number> = {};
  for (const name of names) {
    const port = configured[name];
    if (port === undefined) continue;
    const twin = Object.keys(byName).find((other) => byName[other] === port);
    if (twin) {
      throw new StartupError(`${portSetting(twin)} and ${portSetting(name)} are both ${port}.`);
    }
    if (!(await isFree(port))) {
      throw new StartupError(
        `Port ${port}, set by ${portSetting(name)}, is in use by another program. Set another, or unset it for a free one.`,
      );
    }
    byName[name] = port;
  }
  const open = names.filter((name) => byName[name] === undefined);
  const { first, release } = takeBlock(Object.values(own)[0]);
  try {
    const taken = new Set(Object.values(byName));
    const spare = Array.from({ length: blockSize }, (_, i) => first + i);
    const usable = async (port: number): Promise<boolean> => {
      if (taken.has(port) || port < first || port >= first + blockSize || !(await isFree(port))) {
        return false;
      }
      taken.add(port);
      return true;
    };
    for (const name of open) {
      const port = own[name];
      if (port !== undefined && (await usable(port))) byName[name] = port;
    }
    for (const name of open) {
      while (byName[name] === undefined) {
        const port = spare.shift();
        if (port === undefined) throw new StartupError("Too few free ports on 127.0.0.1.");
        if (await usable(port)) byName[name] = port;
      }
    }
    return { byName, release };
  } catch (error) {
    release();
    throw error;
  }
}

function takeBlock(preferredPort: number | undefined): { first: number; release(): void } {
  const folder = join(tmpdir(), `talanoa-ports-${process.getuid?.() ?? ""}`);
  const preferred =
    preferredPort === undefined ? -1 : Math.floor((preferredPort - lowest) / blockSize);
  for (let attempt = 0; attempt < blocks; attempt++) {
    const usePreferred = attempt === 0 && preferred >= 0 && preferred < blocks;
    const block = usePreferred ? preferred : randomInt(blocks);
    const lock = takeLock(join(folder, String(block)), {});
    if (lock.held) return { first: lowest + block * blockSize, release: lock.release };
  }
  throw new StartupError("All ports for embedded hubs are taken on this machine.");
}

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
  /** What is each name's own from now on, all in one block; a port that was set is nobody's own. */
  readonly own: { readonly [name: string]: number };
  /** Why names have another port than their own this time, in sentences for the person at the terminal. */
  readonly notes: readonly string[];
  release(): void;
}

/**
 * A port for each name: the configured one, else its own when that can be had, else a
 * free one. Throws a `StartupError` that names the setting when a configured port is in use.
 *
 * @param own as it was kept by the run before; what is outside the block of the most of them is given up
 */
export async function takePorts(
  names: readonly string[],
  configured: { readonly [name: string]: number },
  own: { readonly [name: string]: number },
): Promise<Ports> {
  const byName = await takeConfigured(names, configured);
  const open = names.filter((name) => byName[name] === undefined);
  const ownBlock = blockOfMost(Object.values(own));
  const kept = Object.fromEntries(
    Object.entries(own).filter(
      ([, port], at, all) =>
        blockOf(port) === ownBlock && all.findIndex(([, other]) => other === port) === at,
    ),
  );
  const owned = new Set(Object.values(kept));
  const { block, release } = takeBlock(ownBlock);
  try {
    const taken = new Set(Object.values(byName));
    const usable = async (port: number): Promise<boolean> => {
      if (taken.has(port) || blockOf(port) !== block || !(await isFree(port))) return false;
      taken.add(port);
      return true;
    };
    for (const name of open) {
      const port = kept[name];
      if (port !== undefined && (await usable(port))) byName[name] = port;
    }
    // What is a name's own is left to it as long as others are free, also while another port is set for that name.
    const [free, ofOthers] = [false, true].map((isOwned) =>
      portsOf(block).filter((port) => owned.has(port) === isOwned),
    );
    const spare = [...free!, ...ofOthers!];
    for (const name of open) {
      while (byName[name] === undefined) {
        const port = spare.shift();
        if (port === undefined) throw new StartupError("Too few free ports on 127.0.0.1.");
        if (await usable(port)) byName[name] = port;
      }
    }
    const isElsewhere = ownBlock !== undefined && ownBlock !== block;
    // What is taken elsewhere, or is another's, is this run's alone.
    const fresh = isElsewhere ? [] : open.filter((name) => !owned.has(byName[name]!));
    return {
      byName,
      own: { ...Object.fromEntries(fresh.map((name) => [name, byName[name]!])), ...kept },
      notes: whyNotOwn({ names, configured, kept, byName, lockedBlock: isElsewhere && ownBlock }),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function takeConfigured(
  names: readonly string[],
  configured: { readonly [name: string]: number },
): Promise<Record<string, number>> {
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
  return byName;
}

function whyNotOwn({
  names,
  configured,
  kept,
  byName,
  lockedBlock,
}: {
  readonly names: readonly string[];
  readonly configured: { readonly [name: string]: number };
  readonly kept: { readonly [name: string]: number };
  readonly byName: { readonly [name: string]: number };
  /** The block in which all own ports are, when another run holds it. */
  readonly lockedBlock: number | false;
}): string[] {
  const without = names.filter(
    (name) =>
      configured[name] === undefined && kept[name] !== undefined && kept[name] !== byName[name],
  );
  if (lockedBlock !== false && without.length > 0) {
    const ports = portsOf(lockedBlock);
    return [
      `Another hub on this machine has the ports from ${ports[0]} to ${ports.at(-1)}, where this one's are: others are used this time.`,
    ];
  }
  return without.map((name) => {
    const other = names.find((each) => configured[each] === kept[name]);
    const reason = other
      ? `set for ${other} by ${portSetting(other)}`
      : "in use by another program";
    return `Port ${kept[name]} of ${name} is ${reason}: ${byName[name]} is used this time.`;
  });
}

/** Undefined for a port that no block has. */
function blockOf(port: number): number | undefined {
  const block = Math.floor((port - lowest) / blockSize);
  return block >= 0 && block < blocks ? block : undefined;
}

function portsOf(block: number): number[] {
  return Array.from({ length: blockSize }, (_, i) => lowest + block * blockSize + i);
}

/** The block in which most of these ports are, the first of several; undefined when no block has one. */
function blockOfMost(ports: readonly number[]): number | undefined {
  const found = ports.map(blockOf).filter((block) => block !== undefined);
  const count = (block: number): number => found.filter((each) => each === block).length;
  return found.toSorted((one, other) => count(other) - count(one))[0];
}

function takeBlock(preferred: number | undefined): { block: number; release(): void } {
  const folder = join(tmpdir(), `talanoa-ports-${process.getuid?.() ?? ""}`);
  for (let attempt = 0; attempt < blocks; attempt++) {
    const block = attempt === 0 ? (preferred ?? randomInt(blocks)) : randomInt(blocks);
    const lock = takeLock(join(folder, String(block)), {});
    if (lock.held) return { block, release: lock.release };
  }
  throw new StartupError("All ports for embedded hubs are taken on this machine.");
}

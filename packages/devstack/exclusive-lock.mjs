// Plain JavaScript, as everything that scripts/setup.mjs needs: it runs before TypeScript can.
import { randomInt, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "./process-identity.mjs";

// A lock is a folder of numbered files, each written by one taker, under a number that no other takes; a file counts while
// its writer runs, so nothing is left to clean by hand after kill -9. A taker places its file first and looks for others
// afterwards: of two at once, at least the later one sees the other and gives way, and a file judged stale is removed only
// by one that holds the lock. Nothing needs a hard link, which FAT and some shares do not have.

/**
 * Takes the lock, or says who holds it.
 *
 * @param {string} folder made when absent
 * @param {object} note what others are told about the holder
 */
export function takeLock(folder, note = {}) {
  mkdirSync(folder, { recursive: true });
  const id = randomUUID();
  for (;;) {
    const holder = lockHolder(folder);
    if (holder) return { held: false, holder };
    const number = randomInt(2 ** 48 - 1);
    writeWhole(folder, number, content(id, note));
    const others = numbers(folder).filter((each) => each !== number);
    if (livingHolder(folder, others)) {
      // Both of two that meet here give way; the pause lets one be first next time.
      rmSync(file(folder, number), { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 50);
      continue;
    }
    // What was placed since stays: if this lock is released before its taker looks, that one holds the lock by it.
    for (const stale of others) rmSync(file(folder, stale), { force: true });
    return {
      held: true,
      /** @param {object} changed */
      update(changed) {
        writeWhole(folder, number, content(id, changed));
      },
      release() {
        rmSync(file(folder, number), { force: true });
      },
    };
  }
}

/**
 * The process that holds the lock now, with its note; undefined when none does.
 *
 * @param {string} folder
 */
export function lockHolder(folder) {
  return livingHolder(folder, numbers(folder));
}

/** @param {string} folder @param {readonly number[]} among */
function livingHolder(folder, among) {
  for (const number of among) {
    let holder;
    try {
      holder = JSON.parse(readFileSync(file(folder, number), "utf8"));
    } catch {
      // Released since we listed it, or damaged by a power failure: its writer does not run.
      continue;
    }
    if (holder.identity === processIdentity(holder.pid)) return holder;
  }
  return undefined;
}

function writeWhole(folder, number, text) {
  const aside = join(folder, `aside.${randomUUID()}`);
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file(folder, number));
}

function content(id, note) {
  return JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), id, note });
}

function numbers(folder) {
  let names;
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .map((name) => /^lock\.(\d+)$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function file(folder, number) {
  return join(folder, `lock.${number}`);
}

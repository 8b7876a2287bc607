import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const MEGABYTE = 1_000_000;
const GIGABYTE = 1_000 * MEGABYTE;
const BLOCK_BYTES = 256 * 1024;
/**
 * Of the whole process, Node's own 130 MB in it. As many travellers as a message may have take 275 to 320, by when the
 * collector comes.
 */
const MOST_MEGABYTES = 400;
/** How often the child's memory is looked at, in ms; it keeps its highest by itself. */
const LOOK = 50;

const header = "UNB+UNOA:4+ZZAIR+FJGOV+260311:0915+1'";
const list = `${header}UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+ZZ0410+++ZZ'LOC+125+AKL'LOC+87+NAN'`;
const push = `${header}UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+110326:1330+AKL+NAN+ZZ+0410'`;

/** What a gigabyte is made of, and the issue that refuses it. */
const poisons = {
  "messages of nothing but their header": [header, "UNH+1+PAXLST:D:05B:UN'", "too-many-messages"],
  "interchanges without an end": ["", header, "given-up"],
  "one token without an end": [list, "ABCDEFGH", "segment-too-long"],
  "segments of one traveller": [`${list}NAD+FL+++A:B'`, "RFF+AVF:ABC'", "too-many-repetitions"],
  "segments of one PNR": [`${push}SRC'TIF+A+B:A:1'`, "SSR+SEAT:HK:1:ZZ'", "too-many-repetitions"],
  "travellers without an end": [list, "NAD+FL+++A:B'", "too-many-travellers"],
  "null bytes": [list, "\0\0\0\0\0\0\0\0", "given-up"],
  "repetitions in a repetition": [`${list}NAD+FL+`, "+:*+:*", "too-many-components"],
  "parts whose others never come": [
    header,
    "UNH+1+PAXLST:D:05B:UN+#+1:C'BGM+745'NAD+FL+++A:B'UNT+4+1'",
    "given-up",
  ],
} as const;

/** Sends what is repeated until the receiver has had enough; how many bytes it was sent. `#` counts upwards. */
async function pour(stdin: Writable, begin: string, again: string): Promise<number> {
  // Told by the write that failed.
  stdin.on("error", () => {});
  const takes = (bytes: Uint8Array | string): Promise<boolean> =>
    new Promise((resolve) => stdin.write(bytes, (error) => resolve(!error)));
  const repeats = Math.ceil(BLOCK_BYTES / again.length);
  const fixed = again.includes("#") ? null : Buffer.from(again.repeat(repeats), "latin1");
  let count = 0;
  const counted = (): string =>
    Array.from({ length: repeats }, () => again.replace("#", `${count++}`)).join("");
  await takes(begin);
  let sent = 0;
  while (sent < GIGABYTE && (await takes(fixed ?? counted()))) sent += BLOCK_BYTES;
  stdin.end();
  return sent;
}

function peakOf({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

test.skipIf(!existsSync("/proc/self/status")).each(Object.entries(poisons))(
  "a gigabyte of %s is refused by name, long before its end and in little memory",
  async (_, [begin, again, code]) => {
    const talanoa = join(import.meta.dirname, "..", "talanoa.mjs");
    const child = spawn(process.execPath, [talanoa, "screen", "-", "--json"]);
    let peak = 0;
    const looking = setInterval(() => (peak = Math.max(peak, peakOf(child))), LOOK);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const [out, sent] = await Promise.all([text(child.stdout), pour(child.stdin, begin, again)]);
    clearInterval(looking);
    expect(await ended).toBe(2);
    expect(out).toContain(`"code":"${code}"`);
    expect(sent).toBeLessThan(GIGABYTE / 5);
    expect(peak).toBeGreaterThan(50);
    expect(peak).toBeLessThan(MOST_MEGABYTES);
  },
  300_000,
);

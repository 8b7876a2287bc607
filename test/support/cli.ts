import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

const program = join(import.meta.dirname, "..", "..", "packages", "cli", "talanoa.mjs");
// Compiled code is kept here for all runs, as on a person's machine.
const cache = join(tmpdir(), "talanoa-cli-test-cache");

const ESCAPE = "\u001b";
const COLOUR = new RegExp(String.raw`${ESCAPE}\[[\d;]*m`, "g");

/** How a command ended, with all that it wrote; the code is null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command under way. */
interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves when it has written this, on either output, after what was waited for before; rejects when it ends first. */
  says(text: string): Promise<void>;
  type(text: string): void;
  kill(signal: NodeJS.Signals): void;
}

export interface Settings {
  /** What it is given on standard input; without it, standard input is empty. */
  readonly typed?: string;
  /** Runs it on a pseudo terminal, which stays open for `type`; both outputs are one. */
  readonly onTerminal?: boolean;
}

/** The `talanoa` command as a person at a shell has it: a folder to stand in, a home, identities. */
export interface Shell extends AsyncDisposable {
  readonly folder: string;
  /** Its environment. */
  readonly env: NodeJS.ProcessEnv;
  start(args: readonly string[], settings?: Settings): Running;
  run(args: readonly string[], settings?: Settings): Promise<Ended>;
  /** Runs a command as somebody, without a terminal: nothing that it writes could steer one. */
  as(name: string, args: readonly string[], settings?: Settings): Promise<Ended>;
  /** The JSON lines of a command that must come through without a word on standard error. */
  json(name: string, args: readonly string[], settings?: Settings): Promise<JsonLine[]>;
}

export interface JsonLine {
  readonly [field: string]: unknown;
}

export async function openShell(identities: string): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), "talanoa-shell-"));
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    XDG_CACHE_HOME: cache,
    TALANOA_IDENTITIES: identities,
    TERM: "xterm-256color",
    SHELL: "/bin/sh",
  };

  function start(args: readonly string[], { typed, onTerminal = false }: Settings = {}): Running {
    const words = [process.execPath, program, ...args];
    const [command = "", ...rest] = onTerminal
      ? ["script", "-qec", words.map(quoted).join(" "), "/dev/null"]
      : words;
    const child = spawn(command, rest, { cwd: folder, env });
    const written = { out: "", err: "" };
    const seen = { out: 0, err: 0 };
    let news = Promise.withResolvers<void>();
    const tell = () => {
      news.resolve();
      news = Promise.withResolvers();
    };
    for (const each of ["out", "err"] as const) {
      const stream = each === "out" ? child.stdout : child.stderr;
      stream.setEncoding("utf8").on("data", (text: string) => {
        written[each] += text;
        tell();
      });
    }
    child.stdin.on("error", () => {});
    if (!onTerminal) child.stdin.end(typed ?? "");
    const ended = once(child, "close").then(([code]: unknown[]): Ended => ({
      code: code as number | null,
      ...written,
    }));
    return {
      ended,
      type: (text) => void child.stdin.write(text),
      kill: (signal) => void child.kill(signal),
      async says(text) {
        for (;;) {
          for (const each of ["out", "err"] as const) {
            const at = written[each].indexOf(text, seen[each]);
            if (at < 0) continue;
            seen[each] = at + text.length;
            return;
          }
          const end = await Promise.race([ended, news.promise]);
          if (end)
            throw new Error(`it ended with ${end.code}, not having said "${text}": ${end.err}`);
        }
      },
    };
  }

  async function as(name: string, args: readonly string[], settings?: Settings): Promise<Ended> {
    const ended = await start(["--as", name, ...args], settings).ended;
    expect(steering(ended.out + ended.err)).toEqual([]);
    return ended;
  }

  return {
    folder,
    env,
    start,
    run: (args, settings) => start(args, settings).ended,
    as,
    json: jsonOf(as),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Whether commands can be run on a pseudo terminal here: by util-linux's `script`. */
export function hasTerminals(): boolean {
  return spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");
}

/**
 * Characters of an output that could steer a terminal or turn the writing, each once. Line ends may
 * stand in any, and colours where a terminal is written to.
 */
export function steering(output: string, { onTerminal = false } = {}): string[] {
  const text = onTerminal ? output.replaceAll(COLOUR, "").replaceAll("\r\n", "\n") : output;
  return [...new Set(text.match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [])];
}

/** What gives the JSON lines of a command that is run so. */
export function jsonOf(as: Shell["as"]): Shell["json"] {
  return async (name, args, settings) => {
    const { code, out, err } = await as(name, ["--json", ...args], settings);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return jsonLines(out);
  };
}

/** The JSON of each line; throws for a line that is none. */
export function jsonLines(output: string): JsonLine[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JsonLine);
}

/** An output of a terminal as one reads it. */
export function readable(output: string): string {
  return stripVTControlCharacters(output).replaceAll("\r", "");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

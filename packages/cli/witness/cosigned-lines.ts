import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import type { LogState } from "./log-state.ts";

/** Milliseconds between two lines of one log on a terminal. */
const PAUSE = 1_000;

/** Prints a line for each cosigned checkpoint. What is held back is printed when it is disposed of. */
export interface CosignedLines extends Disposable {
  print(state: LogState): void;
}

interface Pause {
  readonly timer: NodeJS.Timeout;
  /** What came meanwhile: the last of them, and how many. */
  last: LogState | undefined;
  count: number;
}

/** On a terminal at most one line a second of each log, which says how many it stands for. */
export function cosignedLines(context: Pick<Context, "terminal" | "options">): CosignedLines {
  const { terminal, options } = context;
  const pauses = new Map<string, Pause>();

  function write(state: LogState, count: number): void {
    const many = count > 1 ? `  (${count} checkpoints)` : "";
    void terminal.write(`${cosignedLine(state)}${many}\n`);
  }

  function pause({ origin }: LogState): void {
    const timer = setTimeout(() => end(origin), PAUSE).unref();
    pauses.set(origin, { timer, last: undefined, count: 0 });
  }

  function end(origin: string): void {
    const { last, count = 0 } = pauses.get(origin) ?? {};
    pauses.delete(origin);
    if (!last) return;
    write(last, count);
    pause(last);
  }

  return {
    print(state) {
      if (options.json) return void printJson(context, [cosignedJson(state)]);
      if (!terminal.outIsPerson) return write(state, 1);
      const paused = pauses.get(state.origin);
      if (!paused) {
        write(state, 1);
        return pause(state);
      }
      paused.last = state;
      paused.count++;
    },
    [Symbol.dispose]() {
      for (const { timer, last, count } of pauses.values()) {
        clearTimeout(timer);
        if (last) write(last, count);
      }
      pauses.clear();
    },
  };
}

function cosignedLine({ cosignedAt, origin, size }: LogState): string {
  return `${utcAndLocal(cosignedAt)}  ${plain(origin)}  size ${size}`;
}

function cosignedJson({ origin, size, root, cosignedAt }: LogState): Json {
  return {
    event: "cosigned",
    log: origin,
    size,
    root: Buffer.from(root).toString("base64"),
    cosigned_at: isoTime(cosignedAt),
  };
}

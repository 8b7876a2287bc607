import { setTimeout as sleep } from "node:timers/promises";
import { askStatus } from "@talanoa/client/status.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import type { Command } from "commander";
import { type Context, Interrupted } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { identityFor } from "../identities.ts";
import { countOption } from "../option-values.ts";
import { printJson } from "../print.ts";
import { judge } from "@talanoa/sharing/status/judge.ts";
import { readingsOf } from "@talanoa/sharing/status/readings.ts";
import { type Shown, screenOf } from "../status/screen.ts";
import { styleOf } from "../style.ts";
import { isoTime } from "@talanoa/client/times.ts";

interface Options {
  watch?: boolean;
  every: number;
}

const CLEAR = "\x1b[H\x1b[2J";

export function define(command: Command, context: Context): void {
  command
    .description(
      "How the hub is: its services, the broker, the log, what waits and since when, and what to do about what is " +
        "not well. For the Secretariat. Ends with 1 when something is not well.",
    )
    .option("--watch", "look again and again, until Ctrl-C")
    .option("--every <seconds>", "with --watch, seconds from one look to the next", countOption, 5)
    .action((options: Options) => status(context, options));
}

async function status(context: Context, { watch = false, every }: Options): Promise<void> {
  const { terminal, options, signal } = context;
  // Never the embedded hub started for this: whether it runs is the question.
  const identity = await identityFor("secretariat", terminal, options);
  async function show(): Promise<void> {
    const shown = await look(identity, signal);
    const clear = watch && terminal.outIsPerson ? CLEAR : "";
    if (options.json) await printJson(context, [asJson(shown)]);
    else {
      const lines = screenOf(shown, { columns: terminal.columns, style: styleOf(terminal) });
      await terminal.write(`${clear}${lines.join("\n")}\n`);
    }
    context.exitCode = shown.findings.length > 0 ? exitCodes.notWell : exitCodes.ok;
  }

  await show();
  if (!watch) return;
  try {
    for (;;) {
      await sleep(every * 1_000, undefined, { signal });
      await show();
    }
  } catch (error) {
    // Ctrl-C is how one leaves it: the last look is what it ends with.
    if (signal.reason instanceof Interrupted) return;
    signal.throwIfAborted();
    throw error;
  }
}

async function look(identity: Identity, signal: AbortSignal): Promise<Shown> {
  const status = await askStatus(identity, signal);
  return { status, findings: judge(status), at: Date.now() };
}

function asJson({ status: { instances, doors }, findings, at }: Shown) {
  return {
    at: isoTime(at),
    well: findings.length === 0,
    findings: findings.map(({ alarm, says, about, next }) => ({
      alarm,
      says,
      about: [...about],
      next,
    })),
    instances: instances.map(({ service, instance, version, startedAt, serving, wanted }) => ({
      service,
      instance,
      version,
      started_at: startedAt === 0 ? null : isoTime(startedAt),
      serving,
      wanted,
    })),
    doors: doors.map(({ door, address, error }) => ({
      door,
      address,
      error: error === null ? null : error.code,
    })),
    readings: readingsOf(instances).map((reading) => ({
      ...reading,
      labels: { ...reading.labels },
    })),
  };
}

import type { Fate } from "@talanoa/client/deliver.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { exitCodeOf, violationLines } from "./failure.ts";
import type { Json } from "./json.ts";
import { plain } from "./plain-text.ts";
import { styleOf } from "./style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** The exit status that says what became of a notice. */
export function fateExitCode(fate: Fate): ExitCode {
  switch (fate.kind) {
    case "accepted":
      return exitCodes.ok;
    case "refused":
      return fate.refusal.code === "damaged" ? exitCodes.usage : exitCodeOf(fate.refusal.code);
    case "dropped":
      return exitCodes.interrupted;
    case "waiting":
      return waitingExitCode(fate.reason);
  }
  return fate satisfies never;
}

/** It stays in the outbox, so it is for later, unless a person must do something first. */
function waitingExitCode(reason: Error): ExitCode {
  if (reason instanceof NotGenuine) return exitCodes.notGenuine;
  const needsPerson = reason instanceof HubError && reason.code === "unauthenticated";
  return needsPerson ? exitCodes.notPermitted : exitCodes.tryLater;
}

/** Of several notices: the status that asks most of the person stands for all. */
const severity: readonly ExitCode[] = [
  exitCodes.ok,
  exitCodes.tryLater,
  exitCodes.refused,
  exitCodes.usage,
  exitCodes.notFound,
  exitCodes.notPermitted,
  exitCodes.notGenuine,
  exitCodes.internal,
  exitCodes.interrupted,
];

export function worse(one: ExitCode, other: ExitCode): ExitCode {
  return severity.indexOf(other) > severity.indexOf(one) ? other : one;
}

/** Tells a person what became of a notice, and what comes next. */
export async function sayFate(context: Context, ref: NoticeRef, fate: Fate): Promise<void> {
  const { terminal } = context;
  const { good, bad, odd, bold } = styleOf(terminal);
  const name = bold(refText(ref));
  switch (fate.kind) {
    case "accepted": {
      const { acceptedAt, sequence } = fate.receipt;
      const when = utcAndLocal(acceptedAt);
      await terminal.write(`${good("Accepted")}  ${name}  ${when}  sequence ${sequence}\n`);
      sayWarnings(context, fate.warnings);
      return;
    }
    case "refused": {
      const { message, violations } = fate.refusal;
      const isTold = violations.some(({ description }) => message.includes(description));
      const lines = [
        `${bad("Refused")}   ${name}  ${isTold ? "" : plain(message)}`.trimEnd(),
        ...violationLines(violations),
      ];
      terminal.say(`${lines.join("\n")}\n`);
      return;
    }
    case "dropped":
      terminal.say(`${odd("Dropped")}   ${name}  another command took it out of the outbox\n`);
      return;
    case "waiting":
      terminal.say(`${odd("Waiting")}   ${name}  ${plain(fate.reason.message)}\n`);
  }
}

export function sayWarnings({ terminal }: Context, warnings: readonly Violation[]): void {
  if (warnings.length === 0) return;
  const { odd } = styleOf(terminal);
  terminal.say(`${odd("Odd, and sent all the same:")}\n${violationLines(warnings).join("\n")}\n`);
}

export function fateJson(ref: NoticeRef, fate: Fate): { [key: string]: Json } {
  const notice = { notice: refText(ref), ...ref, fate: fate.kind };
  switch (fate.kind) {
    case "accepted": {
      const { acceptedAt, sequence, digest } = fate.receipt;
      return {
        ...notice,
        accepted_at: isoTime(acceptedAt),
        sequence,
        digest: Buffer.from(digest).toString("hex"),
        warnings: fate.warnings.map(violationJson),
      };
    }
    case "refused": {
      const { code, message, violations } = fate.refusal;
      return { ...notice, code, message, violations: violations.map(violationJson) };
    }
    case "dropped":
      return notice;
    case "waiting":
      return { ...notice, message: fate.reason.message };
  }
  return fate satisfies never;
}

export function violationJson({ field, rule, description }: Violation): Json {
  return { field, rule, description };
}

import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { InvalidIdentity } from "@talanoa/client/invalid-identity.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { NotCosigned } from "@talanoa/tlog/note/open-checkpoint.ts";
import { Interrupted, OutputClosed, OutputLost } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { fileTrouble } from "./file-trouble.ts";
import { NoticeEnded } from "./notice-ended.ts";
import { plain, plainLines } from "./plain-text.ts";
import { UsageError } from "./usage-error.ts";

/** What a failed command says, and the status that it ends with. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** Lines for the person; none when there is nothing to say. */
  readonly lines: readonly string[];
}

const meaning: {
  readonly [Code in HubErrorCode]: { readonly exitCode: ExitCode; readonly next: string };
} = {
  "invalid-argument": {
    exitCode: exitCodes.refused,
    next: "Correct what is named, and send it again.",
  },
  unauthenticated: {
    exitCode: exitCodes.notPermitted,
    next: "The token has run out or is not this hub's: `talanoa whoami` shows it; get a new one.",
  },
  "permission-denied": {
    exitCode: exitCodes.notPermitted,
    next: "Use an identity that has the role (--as NAME); `talanoa whoami` shows the roles.",
  },
  "not-found": {
    exitCode: exitCodes.notFound,
    next: "`talanoa list` shows what is in your feed.",
  },
  "already-exists": {
    exitCode: exitCodes.refused,
    next: "It stands already: there is nothing to do.",
  },
  conflict: {
    exitCode: exitCodes.refused,
    next: "Look at what stands now, and begin again from that.",
  },
  "failed-precondition": { exitCode: exitCodes.refused, next: "" },
  "resource-exhausted": { exitCode: exitCodes.tryLater, next: "Try again in a minute." },
  cancelled: { exitCode: exitCodes.tryLater, next: "Try again." },
  "deadline-exceeded": {
    exitCode: exitCodes.tryLater,
    next: "The link may be slow: try again.",
  },
  unavailable: {
    exitCode: exitCodes.tryLater,
    next: "Check the link and the hub's addresses (`talanoa whoami`), and try again.",
  },
  unimplemented: { exitCode: exitCodes.internal, next: "The hub is older than this program." },
  internal: { exitCode: exitCodes.internal, next: "Try again; if it stays, tell the Secretariat." },
};

/** What to do next where that is another thing for a command than for most. */
const instead: {
  readonly [command: string]: { readonly [Code in HubErrorCode]?: string };
} = {
  log: {
    "not-found":
      "`talanoa log query` shows what you may see of the log, and each notice by its whole id.",
  },
  flag: { "not-found": "`talanoa flag list --all` shows your administration's flags." },
  trip: {
    "not-found":
      "`talanoa trip requests` shows what was asked in the last day, `talanoa trip list` the trips on a flight.",
  },
  watchlist: { "not-found": "`talanoa watchlist list` shows your administration's lists." },
  profile: {
    "not-found": "`talanoa profile list` shows your administration's profiles, all versions.",
  },
  setup: {
    "not-found": "member-routing makes the stream at its first start: start it.",
    unavailable:
      "Start the hub (docker compose up --detach --wait), see that it is well (docker compose ps), and give the same command again.",
    unauthenticated:
      "The hub takes tokens of another issuer (TALANOA_JWKS_URL, TALANOA_TOKEN_ISSUER), or runs with other secrets: a trial needs the issuer that `talanoa setup` made.",
  },
  backup: {
    "not-found": "The hub has exchanged nothing yet: start it once.",
    // Its errors say for themselves what to do.
    unavailable: "",
  },
  restore: { unavailable: "" },
  outbox: { "not-found": "`talanoa outbox list` shows what waits." },
};

const COSIGNED =
  "The log's own signature holds. Of the hub: try again in a minute, and ask the log's operator when it stays. " +
  "Of a file: have it made again when the witnesses are back. A log shows a checkpoint once its own quorum cosigned: " +
  "ask for no more than that by --quorum.";

/** What is asked where the log's key that was given may be the wrong one. */
export const RIGHT_KEY = "Is it the right key of the log (--log-key, or that of the identity)?";

/** Whether an error says that another key signed than the one that is known. */
export function isKeyUnknown(error: unknown): boolean {
  return error instanceof TlogError && ["not-signed", "wrong-origin"].includes(error.code);
}

/** Whether the hub did not take the token. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof HubError && error.code === "unauthenticated";
}

export function exitCodeOf(code: HubErrorCode): ExitCode {
  return meaning[code].exitCode;
}

/**
 * What a command says and ends with that failed with an error.
 * @param command Its first word, as `log`; hints are of what it is about.
 */
export function failureOf(error: unknown, command = ""): Failure {
  if (error instanceof OutputClosed) return { exitCode: exitCodes.ok, lines: [] };
  if (error instanceof OutputLost) return { exitCode: exitCodes.outputLost, lines: [] };
  if (error instanceof Interrupted)
    return { exitCode: exitCodes.interrupted, lines: ["Interrupted."] };
  if (error instanceof UsageError) return usageFailure(error);
  if (error instanceof NoticeEnded)
    return failure(exitCodes.notFound, error.message, [], error.advice);
  if (error instanceof InvalidIdentity) return failure(exitCodes.usage, error.message);
  if (error instanceof InvalidNotice)
    return failure(
      exitCodes.usage,
      "the notice cannot be sent like this",
      error.violations,
      "Correct these, and publish again.",
    );
  if (error instanceof NotCosigned)
    return failure(exitCodes.tryLater, `NOT PROVED BY WITNESSES: ${error.message}`, [], COSIGNED);
  if (error instanceof NotGenuine || error instanceof TlogError) {
    const next = [error, error.cause].some(isKeyUnknown) ? RIGHT_KEY : "";
    return failure(exitCodes.notGenuine, `NOT GENUINE: ${error.message}`, [], next);
  }
  if (error instanceof HubError) {
    const { exitCode, next: usual } = meaning[error.code];
    const next = instead[command]?.[error.code] ?? usual;
    // The text may be that of the violations, which have lines of their own.
    const isTold = error.violations.some(({ description }) => error.message.includes(description));
    return failure(exitCode, isTold ? "the hub refused it" : error.message, error.violations, next);
  }
  // The embedded hub's: by its name, since loading it only to compare would cost every command.
  if (error instanceof Error && error.name === "StartupError")
    return failure(exitCodes.tryLater, `the embedded hub does not start: ${error.message}`);
  // As little is loaded for a damaged backup.
  if (error instanceof Error && error.name === "DamagedBackup")
    return failure(exitCodes.notGenuine, `damaged: ${error.message}`);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code && error instanceof Error && "syscall" in error)
    return failure(exitCodes.usage, fileTrouble(error) ?? error.message);
  // A fault of this program: the stack says where, and holds no content.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: exitCodes.internal, lines: [`talanoa: a fault of this program`, stack] };
}

/** A text of several lines stays so: faults of a list, a place in YAML. */
function usageFailure({ message, advice }: UsageError): Failure {
  const lines = [...plainLines(`talanoa: ${message}`), ...(advice ? plainLines(advice) : [])];
  return { exitCode: exitCodes.usage, lines };
}

function failure(
  exitCode: ExitCode,
  message: string,
  violations: readonly Violation[] = [],
  next = "",
): Failure {
  return {
    exitCode,
    lines: [
      `talanoa: ${plain(message)}`,
      ...violationLines(violations),
      ...(next ? plainLines(next) : []),
    ],
  };
}

/** One line a violation: field, what to do, and the rule's name. */
export function violationLines(violations: readonly Violation[]): string[] {
  const width = Math.max(0, ...violations.map(({ field }) => field.length));
  return violations.map(
    ({ field, rule, description }) =>
      `  ${plain(field).padEnd(width)}  ${plain(description)} (${plain(rule)})`,
  );
}

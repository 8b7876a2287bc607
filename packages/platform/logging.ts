import { type Logger, pino, stdTimeFunctions } from "pino";
import { HubError } from "./errors.ts";
import { traceIds } from "./telemetry/propagation.ts";

export type { Logger } from "pino";

// What must not reach a log whatever a caller of the logger does. The rule stays: log ids, counts and
// codes, never content.
const secrets = [
  "token",
  "authorization",
  "password",
  "url",
  "payload",
  "body",
  "sections",
  "text",
];

/** A service's logger: JSON lines on standard output, with trace ids, in UTC. */
export function openLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    mixin: traceIds,
    redact: { paths: secrets.flatMap((each) => [each, `*.${each}`]), censor: "[left out]" },
    serializers: { err: describeError },
  });
}

/** An error as logs have it: name, code, text and where it came from, causes included. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = error instanceof HubError ? error.code : (error as { code?: unknown }).code;
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    stack: stack?.split("\n").slice(1, 6).join("\n"),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

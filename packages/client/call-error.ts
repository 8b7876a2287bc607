import type { ServiceError } from "@grpc/grpc-js";
import {
  BadRequest,
  ErrorStatus,
  type FieldViolation,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { statusOf } from "@talanoa/platform/grpc/status.ts";

/** The hub's codes by the number of the gRPC status that carries them. */
const codes: ReadonlyMap<number, HubErrorCode> = new Map(
  Object.entries(statusOf).map(([code, status]) => [status, code as HubErrorCode]),
);

/** What a failed call says, as the error that the hub raised. */
export function callError(error: ServiceError): HubError {
  const status = readStatus(error);
  const its = status?.message || error.details || "";
  return hubError(error.code, forPeople(its), status ? violationsOf(status) : [], error);
}

/** The text of a status, but where it is grpc-js's own: with addresses, and for programmers. */
function forPeople(text: string): string {
  if (unreached.test(text)) return "the hub does not answer";
  if (late.test(text)) return "the hub did not answer in time";
  return text;
}

/** What grpc-js itself says when a call did not reach the hub, or its answer was cut off. */
const unreached =
  /^(Call ended|Channel closed|No (message|status information) received|Received (HTTP status|RST_STREAM)|Write error|No connection established|Connection dropped|Name resolution failed|Failed to (connect|start)|Error connecting|The server disconnected|Stream refused|Subchannel not ready|Write failed|(connect|read|write) E|.*(ECONNRE|ENOTFOUND|EHOSTUN|ENETUN|ETIMEDOUT))/;

/** And when nothing came in time. */
const late = /^Deadline exceeded/;

/** The error of a gRPC status number, a text and field violations. */
export function hubError(
  status: number,
  message: string,
  violations: readonly FieldViolation[],
  cause?: unknown,
): HubError {
  return new HubError(codes.get(status) ?? "internal", message || "the hub gave no reason", {
    violations: violations.map(({ field, reason, description }) => ({
      field,
      rule: reason,
      description,
    })),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether an error is what grpc-js raises for a failed call. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

/** The codes after which the same request may well succeed later: nobody said no to its content. */
const passing: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "deadline-exceeded",
  "resource-exhausted",
  "cancelled",
]);

/** Whether to try the same again later. */
export function isPassing(error: unknown): boolean {
  return error instanceof HubError && passing.has(error.code);
}

function readStatus(error: ServiceError): ErrorStatus | undefined {
  const [bytes] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!(bytes instanceof Uint8Array)) return undefined;
  try {
    return ErrorStatus.decode(bytes);
  } catch {
    // A proxy may have cut it; the status itself still says what happened.
    return undefined;
  }
}

function violationsOf(status: ErrorStatus): FieldViolation[] {
  return status.details
    .filter((detail) => detail.type_url.endsWith("/google.rpc.BadRequest"))
    .flatMap((detail) => {
      try {
        return BadRequest.decode(detail.value).fieldViolations;
      } catch {
        return [];
      }
    });
}

import { BadRequest, ErrorStatus } from "@talanoa/contract/generated/talanoa.ts";
import type { HubError, HubErrorCode } from "../errors.ts";

/** The gRPC status number of each code; numbers as grpc.io/docs/guides/status-codes has them. */
export const statusOf = {
  cancelled: 1,
  "invalid-argument": 3,
  "deadline-exceeded": 4,
  "not-found": 5,
  "already-exists": 6,
  "permission-denied": 7,
  "resource-exhausted": 8,
  "failed-precondition": 9,
  conflict: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const satisfies { readonly [Code in HubErrorCode]: number };

const BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";

/** The violations of an error as the contract has them. */
export function fieldViolations({ violations }: HubError): BadRequest["fieldViolations"] {
  return violations.map(({ field, rule, description }) => ({ field, description, reason: rule }));
}

// Many gRPC libraries and proxies refuse trailers beyond 8 KB, and with them the whole answer; base64 adds a third.
const MOST_BYTES = 4 * 1024;

/**
 * What stands in the trailer `grpc-status-details-bin`: a google.rpc.Status with the first violations, as many as a
 * trailer holds. Null without details.
 */
export function statusDetails(error: HubError): Buffer | null {
  if (error.violations.length === 0) return null;
  let bytes = 0;
  const fitting = fieldViolations(error).filter((violation) => {
    bytes += BadRequest.encode({ fieldViolations: [violation] }).length;
    return bytes <= MOST_BYTES;
  });
  const value = BadRequest.encode({ fieldViolations: fitting });
  const status = ErrorStatus.encode({
    code: statusOf[error.code],
    message: error.message,
    details: [{ type_url: BAD_REQUEST, value }],
  });
  return Buffer.from(status);
}

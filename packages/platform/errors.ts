import type { StoredMessage } from "./bus/stored-message.ts";

/** Everything that can go wrong towards a caller. Closed: `grpc/status.ts` maps each one to a gRPC status. */
export type HubErrorCode =
  | "invalid-argument"
  | "unauthenticated"
  | "permission-denied"
  | "not-found"
  | "already-exists"
  | "conflict"
  | "failed-precondition"
  | "resource-exhausted"
  | "cancelled"
  | "deadline-exceeded"
  | "unavailable"
  | "unimplemented"
  | "internal";

/** One fault in what was sent: the field's path, the short name of the rule it breaks, and a sentence for a person. */
export interface FieldViolation {
  field: string;
  rule: string;
  description: string;
}

export interface HubErrorDetails {
  cause?: unknown;
  /** What is wrong with the request, field by field. */
  violations?: readonly FieldViolation[];
  /** For `conflict`: the message that stands where this one was to stand. */
  standing?: StoredMessage | undefined;
}

/**
 * The one error of the hub. Its message goes to the caller as it is, so it never holds personal data nor
 * names what the caller may not see; `cause` stays in the hub's own log.
 */
export class HubError extends Error {
  override readonly name = "HubError";
  readonly code: HubErrorCode;
  readonly violations: readonly FieldViolation[];
  readonly standing: StoredMessage | undefined;

  constructor(code: HubErrorCode, message: string, details: HubErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.violations = details.violations ?? [];
    this.standing = details.standing;
  }
}

/** Any thrown value as a HubError: one passes through, anything else becomes `internal` with its cause kept. */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError("internal", "the hub failed to do this", { cause: error });
}

/** The refusal of a request by one rule, with the rule's sentence as its text. */
export function refusal(code: HubErrorCode, violation: FieldViolation): HubError {
  return new HubError(code, violation.description, { violations: [violation] });
}

/** The refusal of a request that breaks rules, at least one; its text names the first field. */
export function invalid(violations: readonly FieldViolation[], cause?: unknown): HubError {
  const [first] = violations;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
  const text = `${first?.field}: ${first?.description}${more}`;
  return new HubError("invalid-argument", text, { violations, cause });
}

/** The refusal of a request whose field breaks a rule; the description says what to do. */
export function invalidField(field: string, rule: string, description: string): HubError {
  return invalid([{ field, rule, description }]);
}

/** Whether a commit failed because something else stands there. */
export function isConflict(error: unknown): boolean {
  return error instanceof HubError && error.code === "conflict";
}

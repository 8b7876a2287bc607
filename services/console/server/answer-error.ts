import { asHubError, HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** The HTTP status of each code, as google.rpc.Code has them. */
const httpStatus = {
  cancelled: 499,
  "invalid-argument": 400,
  "deadline-exceeded": 504,
  "not-found": 404,
  "already-exists": 409,
  "permission-denied": 403,
  "resource-exhausted": 429,
  "failed-precondition": 400,
  conflict: 409,
  unimplemented: 501,
  internal: 500,
  unavailable: 503,
  unauthenticated: 401,
} as const satisfies { readonly [Code in HubErrorCode]: number };

/** An error as the page gets it. */
export function errorBody({
  code,
  message,
  violations,
}: HubError): Pick<HubError, "code" | "message" | "violations"> {
  return { code, message, violations };
}

/** What was thrown, or that the page is gone: nobody reads the answer. */
export function answeredError(c: Context, thrown: unknown): HubError {
  const gone = c.req.raw.signal.aborted;
  return gone ? new HubError("cancelled", "the page went away") : asHubError(thrown);
}

/** Answers an error as JSON: its code, its text, and what is wrong field by field. */
export function answerError(log: Logger): ErrorHandler {
  return (thrown, c) => {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const error = answeredError(c, thrown);
    if (error.code === "internal") log.error({ err: error }, "a request failed");
    return errorJson(c, error);
  };
}

function errorJson(c: Context, error: HubError): Response {
  return c.json(errorBody(error), httpStatus[error.code] as 400, { "cache-control": "no-store" });
}

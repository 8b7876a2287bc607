import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";

export interface Asked extends Pick<RequestInit, "method" | "body"> {
  readonly headers?: { readonly [name: string]: string };
  /** Milliseconds. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

let person: string | undefined;

/** Says for whom the page was opened: the server then answers nobody else who has signed in in this browser since. */
export function askFor(principal: string): void {
  person = encodeURIComponent(principal);
}

/** What an address says of that, for what takes no header; null before anybody is known to be signed in. */
export function askedFor(): string | null {
  return person ?? null;
}

/** The codes of answers that are no error of the hub: of a proxy, or of a console that just starts. */
const codes: { readonly [status: number]: HubErrorCode } = {
  401: "unauthenticated",
  // Not the hub's last word on what was sent.
  403: "unavailable",
  404: "unavailable",
  413: "resource-exhausted",
  429: "resource-exhausted",
  504: "deadline-exceeded",
};

/**
 * Asks the console's server, and gives the bytes of its answer. Throws the hub's error as it raised it, `unavailable`
 * when nobody answers, `deadline-exceeded`, and the signal's reason.
 */
export async function ask(
  path: string,
  { deadline, signal, headers, ...request }: Asked,
): Promise<Uint8Array> {
  const late = AbortSignal.timeout(deadline);
  let response: Response;
  let body: Uint8Array;
  try {
    response = await fetch(path, {
      ...request,
      // No page of another site can send it without being asked: see server/same-origin.ts.
      headers: { ...headers, "x-talanoa": "1", ...(person && { "x-talanoa-for": person }) },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    body = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    if (late.aborted) throw new HubError("deadline-exceeded", "no answer in time", { cause });
    throw new HubError("unavailable", "the console does not answer", { cause });
  }
  if (response.ok) return body;
  throw errorOf(response, body);
}

/** The same for an answer in JSON. */
export async function askJson(path: string, asked: Asked): Promise<unknown> {
  const body = await ask(path, asked);
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new HubError("unavailable", "the console's answer cannot be read", { cause });
  }
}

/** The error that an answer tells. */
function errorOf({ status, headers }: Response, body: Uint8Array): HubError {
  if (headers.get("content-type")?.startsWith("application/json")) {
    try {
      return saidError(JSON.parse(new TextDecoder().decode(body)) as Partial<HubError>);
    } catch {
      // Cut off on the way: the status still says what happened.
    }
  }
  const code = codes[status] ?? (status >= 500 ? "unavailable" : "internal");
  return new HubError(code, `the console answered with status ${status}`);
}

/** The error that the body of an answer, or an event, tells. */
export function saidError({ code, message, violations }: Partial<HubError>): HubError {
  const its = violations === undefined ? {} : { violations };
  return new HubError(code ?? "internal", message ?? "the hub gave no reason", its);
}

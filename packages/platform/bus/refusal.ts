/** What every answer of the JetStream API and every publish acknowledgement may carry. */
export interface ApiAnswer {
  error?: { code: number; err_code?: number; description?: string };
}

/** Why the server did not store what it was given. Nothing of it was stored, whatever the kind. */
export type Refusal =
  /** An expectation failed, or something on that subject is under way; `sequence` when the server named one. */
  | { kind: "expectation"; sequence?: number }
  /** A message id is known already, or twice in the batch. The server does not say which. */
  | { kind: "message-id" }
  /** The stream, or the server's storage, is full. */
  | { kind: "full" }
  /** Not now: a batch that did not arrive whole, too many batches at once, no leader. Repeat. */
  | { kind: "busy" }
  /** It will never be taken like this. */
  | { kind: "fault"; description: string };

const kinds: Record<number, Exclude<Refusal["kind"], "fault">> = {
  10071: "expectation", // wrong last sequence: N
  10164: "expectation", // wrong last sequence, none named
  10201: "message-id", // in a batch
  10158: "message-id", // is being stored right now
  10002: "full", // the account's storage
  10023: "full", // the server's resources
  10047: "full", // the server's storage
  10175: "busy", // a batch whose beginning was lost
  10176: "busy", // a batch with a gap, or abandoned
  10007: "busy", // a server that has not got the stream yet
  10009: "busy", // not the leader
};

/** Reads a refusal out of an answer that has an error. Codes: nats-server's `server/errors.json`. */
export function refusalOf(answer: ApiAnswer): Refusal {
  const {
    code: status = 400,
    err_code: code = 0,
    description = "refused without a reason",
  } = answer.error ?? {};
  // A store that failed: full when a limit says so, otherwise the disk or a stop under way.
  if (code === 10077) return { kind: /maximum|no space/i.test(description) ? "full" : "busy" };
  const kind = kinds[code];
  // From 500 on it is the server's own trouble, whatever the detail; 429 is too many batches under way (10210).
  if (kind === undefined && (status >= 500 || status === 429)) return { kind: "busy" };
  if (kind === undefined) return { kind: "fault", description: `${description} (${code})` };
  if (kind !== "expectation") return { kind };
  const named = Number(/wrong last sequence: (\d+)/.exec(description)?.[1] ?? 0);
  return named > 0 ? { kind, sequence: named } : { kind };
}

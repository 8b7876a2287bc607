import type { Receipt, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { pause } from "./backoff.ts";
import { isPassing } from "./call-error.ts";
import type { Hub } from "./hub.ts";
import { checkedReceipt, NotGenuine } from "./genuine-receipt.ts";
import type { Outbox, RefusalOnFile } from "./outbox.ts";
import type { Publication } from "./publication.ts";
import { type Accepted, send } from "./publish.ts";

/** What became of a notice in the outbox. */
export type Fate =
  | {
      readonly kind: "accepted";
      readonly receipt: Receipt;
      readonly warnings: readonly Violation[];
    }
  | { readonly kind: "refused"; readonly refusal: RefusalOnFile }
  /** Somebody took it out of the outbox before it was sent. */
  | { readonly kind: "dropped" }
  /** It stays in the outbox: nobody said no to it. */
  | { readonly kind: "waiting"; readonly reason: Error };

export interface DeliveryOptions {
  /** Milliseconds in which to try again; 30 s. */
  patience?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Sends a notice that was put in the outbox until its receipt is on file, the hub refuses it, or the
 * time is over. While another process sends it, waits for that one's answer. Throws only what the
 * disk says, and the signal's reason.
 */
export async function deliver(
  hub: Hub,
  outbox: Outbox,
  publication: Publication,
  { patience = 30_000, signal }: DeliveryOptions = {},
): Promise<Fate> {
  const end = performance.now() + patience;
  let reason: Error = new HubError("unavailable", "another process is sending it");
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    const remaining = Math.max(1_000, end - performance.now());
    const fate = await attemptOnce(hub, outbox, publication, { remaining, signal });
    if (fate?.kind === "waiting") reason = fate.reason;
    if (fate && (fate.kind !== "waiting" || !isPassing(reason))) return fate;
    if (performance.now() >= end) return { kind: "waiting", reason };
    await pause(attempt, signal);
  }
}

/** Sends all that waits, oldest first, and tells of each. One that cannot be sent does not hold the rest. */
export async function* deliverAll(
  hub: Hub,
  outbox: Outbox,
  options: DeliveryOptions = {},
): AsyncGenerator<{ publication: Publication; fate: Fate }> {
  const end = performance.now() + (options.patience ?? 30_000);
  for (const publication of await outbox.waiting()) {
    const patience = Math.max(0, end - performance.now());
    yield { publication, fate: await deliver(hub, outbox, publication, { ...options, patience }) };
  }
}

/** Stores what the hub answered to a notice of the outbox. */
export async function settle(
  outbox: Outbox,
  publication: Publication,
  answer: Accepted | HubError,
): Promise<Fate> {
  if (!(answer instanceof HubError)) {
    await outbox.accept(publication, answer.signedReceipt);
    return { kind: "accepted", receipt: answer.receipt, warnings: answer.warnings };
  }
  if (!isRefused(answer)) return { kind: "waiting", reason: answer };
  const { code, message, violations } = answer;
  const refusal = { at: Date.now(), code, message, violations: [...violations] };
  await outbox.refuse(publication, refusal);
  return { kind: "refused", refusal };
}

/** Whether the hub said no to what was sent itself, so that sending it again gives the same. */
export function isRefused({ code }: Pick<HubError, "code">): boolean {
  return isFinal[code];
}

/** By each code of the hub. */
const isFinal: { readonly [Code in HubErrorCode]: boolean } = {
  "invalid-argument": true,
  "permission-denied": true,
  "not-found": true,
  "already-exists": true,
  conflict: true,
  "failed-precondition": true,
  // A token that ran out, or the hub's own trouble: the notice is as good as before.
  unauthenticated: false,
  unimplemented: false,
  internal: false,
  "resource-exhausted": false,
  cancelled: false,
  "deadline-exceeded": false,
  unavailable: false,
};

/** Null while another process is sending it. */
async function attemptOnce(
  hub: Hub,
  outbox: Outbox,
  publication: Publication,
  { remaining, signal }: { remaining: number; signal?: AbortSignal | undefined },
): Promise<Fate | null> {
  await using claim = await outbox.claim(publication.ref);
  // What was settled or dropped while this one waited for its turn is not sent, whatever waits under its name now.
  const isWaiting = await outbox.isWaiting(publication);
  const receipt = await receiptOnFile(hub, outbox, publication);
  if (receipt) {
    // A run ended before the notice was forgotten. Whoever else has the claim does it.
    if (claim && isWaiting) await outbox.accept(publication, receipt.signed);
    return { kind: "accepted", receipt: receipt.its, warnings: [] };
  }
  // One that waits again was refused before it was put right.
  const refusal = isWaiting ? null : await outbox.refusal(publication);
  if (refusal) return { kind: "refused", refusal };
  if (!claim) return null;
  if (!isWaiting) return { kind: "dropped" };
  let answer: Accepted | HubError;
  try {
    // Time for the link to come up is what the caller gave; the notice then has the time it needs.
    answer = await send(hub, publication, { connect: remaining, patience: 0, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NotGenuine) return { kind: "waiting", reason: error };
    if (!(error instanceof HubError)) throw error;
    answer = error;
  }
  // Awaited: the claim is held until the answer is on file.
  return await settle(outbox, publication, answer);
}

/** From another process, or from a run that ended before the notice was forgotten. */
async function receiptOnFile(
  hub: Hub,
  outbox: Outbox,
  publication: Publication,
): Promise<{ readonly its: Receipt; readonly signed: SignedReceipt } | null> {
  const signed = await outbox.receipt(publication.ref);
  if (!signed) return null;
  try {
    return { its: await checkedReceipt(signed, publication, hub.identity.hub), signed };
  } catch (error) {
    // A receipt of another hub, for another of this name, or a damaged one: ask again.
    if (!(error instanceof NotGenuine)) throw error;
    return null;
  }
}

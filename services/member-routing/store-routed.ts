import { setTimeout as sleep } from "node:timers/promises";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { newNonce } from "@talanoa/platform/bus/record-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { asHubError, HubError } from "@talanoa/platform/errors.ts";
import { contextOf, traceHeaders } from "@talanoa/platform/telemetry/propagation.ts";
import { inSpan } from "@talanoa/platform/telemetry/span.ts";
import { type Routed, withheldInstead } from "./routed-notice.ts";

/** Resolves when a marker and its copies stand, however long that takes; rejects when the signal aborts. */
export async function storeRouted(
  committer: Committer,
  routed: Routed,
  signal: AbortSignal,
): Promise<void> {
  let its = routed;
  for (let failures = 0; ; failures++) {
    const error = await commitRouted(committer, its);
    if (error === null) return;
    // It cannot stand as it is, now or later.
    if (error.code === "invalid-argument") its = withheldInstead(its);
    await sleep(Math.min(5_000, 100 * 2 ** failures), undefined, { signal });
  }
}

/** What stands: each of many versions that wait has all of them before it. */
const standing = new WeakSet<Routed>();

/** Stores a marker and the copies that belong to it, after what must stand before; the error when that fails. */
export async function commitRouted(
  committer: Committer,
  routed: Routed,
  traceparent?: string,
): Promise<HubError | null> {
  if (standing.has(routed)) return null;
  const { markerSubject, marker, record, copies, before = [] } = routed;
  for (const earlier of before) {
    let error = await commitRouted(committer, earlier, traceparent);
    // It never can stand as it is: what comes after it must not wait for that.
    if (error?.code === "invalid-argument") {
      error = await commitRouted(committer, withheldInstead(earlier), traceparent);
    }
    if (error) return error;
  }
  try {
    await inSpan(
      "route",
      {},
      async () => {
        const trace = traceHeaders();
        const messages: Outgoing[] = [
          {
            subject: markerSubject,
            payload: marker,
            headers: { ...recordHeader({ ...record, nonce: newNonce() }), ...trace },
            expect: { lastSequence: 0 },
          },
          ...copies.map(({ subject, payload }) => ({ subject, payload, headers: trace })),
        ];
        // The commit point. Where a marker stands already, whoever put it there routed this.
        await committer.commit(messages, { sameAs: () => true, prompt: true });
      },
      contextOf(traceparent),
    );
    standing.add(routed);
    return null;
  } catch (error) {
    // A record that does not fit its header never will.
    if (error instanceof RangeError) return new HubError("invalid-argument", error.message);
    return asHubError(error);
  }
}

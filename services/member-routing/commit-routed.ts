import { recordHeader } from "@talanoa/contract/records.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { newNonce } from "@talanoa/platform/bus/record-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { traceHeaders } from "@talanoa/platform/telemetry/propagation.ts";
import type { Routed } from "./routed-notice.ts";

/**
 * Stores a marker and the copies that belong to it, after what must stand before. Rejects with RangeError
 * for a record that does not fit its header, and as a commit does.
 */
export async function commitRouted(committer: Committer, routed: Routed): Promise<void> {
  const { markerSubject, marker, record, copies, before = [] } = routed;
  for (const earlier of before) await commitRouted(committer, earlier);
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
}

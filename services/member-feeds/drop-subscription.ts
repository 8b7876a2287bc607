import type {
  DropSubscriptionRequest,
  DropSubscriptionResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import {
  EXCHANGE,
  type KnownPrecedence,
  precedences,
  subjects,
} from "@talanoa/contract/subjects.ts";
import { recordMessage, recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { checkAccess } from "./access.ts";
import type { Feeds } from "./feeds.ts";
import { droppedError, type Holder } from "./progress.ts";
import { isDropped } from "./standing-subscriptions.ts";
import { checkSubscriptionName } from "./subscription-name.ts";

type Dropping = Pick<Feeds, "bus" | "committer" | "directory" | "seats">;

/** Forgets a subscription of the caller's own. One that was dropped before is dropped. */
export function dropSubscription(
  feeds: Dropping,
): Unary<DropSubscriptionRequest, DropSubscriptionResponse> {
  return async ({ name }, { caller, signal }) => {
    checkAccess(caller, feeds.directory);
    checkSubscriptionName("name", name);
    const { participant, principal } = caller;
    const holder = { participant, principal, subscription: name };
    // One that opens it from now on makes it anew, or finds what stands when it next confirms, as one elsewhere does.
    const end = feeds.seats.enderOf(holder);
    await drop(feeds, holder, signal);
    end?.(droppedError(name));
    return {};
  };
}

/** Until all that was received last says that it was dropped: what an open call confirms meanwhile is looked at again. */
async function drop(
  { bus, committer }: Dropping,
  holder: Holder,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const standing = await Promise.all(
      precedences.map(async (precedence) => {
        const last_by_subj = subjects.received(holder, precedence);
        return { precedence, received: await readMessage(bus, EXCHANGE, { last_by_subj }) };
      }),
    );
    const known = standing.filter(({ received }) => received !== undefined);
    if (known.length === 0) throw new HubError("not-found", "you have no such subscription");
    const open = known.filter(({ received }) => !isDropped(received!));
    if (open.length === 0) return;
    const messages = open.map(({ precedence, received }) =>
      droppedMessage(holder, precedence, received!),
    );
    try {
      // The commit point, of all precedences at once: whatever fails after, the name begins anew.
      await committer.commit(messages);
      return;
    } catch (error) {
      if (!(error instanceof HubError && error.code === "conflict")) throw error;
    }
  }
}

function droppedMessage(holder: Holder, precedence: KnownPrecedence, received: StoredMessage) {
  const { participant, principal, subscription } = holder;
  const position = recordOf(received)?.facts?.received?.position ?? 0;
  const facts = { subscriptionDropped: { participant, subscription, precedence, position } };
  return recordMessage(
    { at: Date.now(), participant, principal, facts },
    { subject: subjects.received(holder, precedence), lastSequence: received.sequence },
  );
}

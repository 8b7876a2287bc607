import type { HubClient } from "@talanoa/client/connect.ts";
import type { KeyRing } from "@talanoa/client/key-ring.ts";
import { type Arrival, subscribe } from "@talanoa/client/subscribe.ts";
import type { FeedFilter, Statement } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { ArrivedCopy } from "./copies.ts";

/** Who is told what a subscription brings. */
export interface Listener {
  /** A copy whose signature and sections hold; `opened` tells the hub that the officer saw it. */
  copy(arrived: ArrivedCopy, notice: OpenedNotice, opened: () => void): void;
  statement(participant: string, statement: Statement): void;
  /** Something that must not come. */
  fault(what: string): void;
}

/**
 * Listens as one officer, under a named subscription, until disposed of; resolves when the
 * subscription stands. Confirms what came once the listener has it. Throws HubError when the hub
 * says no, then or later: the later one to `fault`.
 */
export async function listen(
  hub: HubClient,
  options: {
    name: string;
    filter: Init<FeedFilter>;
    keys: KeyRing;
    /** Ends the subscription. */
    signal: AbortSignal;
    /** Ends the wait for it to stand. */
    standing: AbortSignal;
  },
  listener: Listener,
): Promise<AsyncDisposable> {
  const { participant } = hub.identity;
  const ready = Promise.withResolvers<void>();
  const { name, filter, keys, signal, standing } = options;
  const subscription = subscribe(hub, {
    name,
    filter,
    keys,
    signal,
    onState: ({ kind }) => void (kind === "ready" && ready.resolve()),
  });

  function take({ number, attempt, content }: Arrival): void {
    switch (content.kind) {
      case "notice": {
        const { origin, id, tlp } = content.notice.header;
        const marking = wordOf(tlpWords, tlp);
        const copy = { participant, subscription: name, origin, id, marking, attempt };
        listener.copy(copy, content.notice, () => subscription.opened([number]));
        return;
      }
      case "statement":
        listener.statement(participant, content.statement.statement);
        return;
      case "reminder":
        return;
      case "not-genuine":
        listener.fault(`${participant} got a copy that is not genuine: ${content.reason}`);
        return;
      case "unknown":
        listener.fault(`${participant} got something that this version does not know`);
    }
  }

  const listening = (async () => {
    for await (const arrival of subscription) {
      take(arrival);
      subscription.received(arrival.number);
    }
  })().catch((error: unknown) => {
    ready.reject(error);
    listener.fault(`${participant}'s subscription ${name} ended: ${String(error)}`);
  });
  // Its reason is the first to tell when the hub never says ready.
  standing.addEventListener("abort", () => ready.reject(standing.reason), { once: true });
  try {
    await ready.promise;
  } catch (error) {
    await subscription[Symbol.asyncDispose]();
    throw error;
  }
  return {
    async [Symbol.asyncDispose]() {
      await subscription[Symbol.asyncDispose]();
      await listening;
    },
  };
}

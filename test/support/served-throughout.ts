import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import type { CallOptions } from "@talanoa/client/hub.ts";
import { explain } from "@talanoa/client/explain.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import {
  FeedService,
  type NoticeRef,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import { expect, vi } from "vitest";
import { alertDraft } from "./drafts.ts";
import { copiesIn, readExchange } from "./exchange.ts";
import { trailOf, wholeLog } from "./log.ts";

/** Whose calls go on, and how the stream is read behind the services' back. */
export interface Served {
  /** A connected principal, such as `fj-publisher`. */
  as(name: string): HubClient | Promise<HubClient>;
  readonly broker: Parameters<typeof readExchange>[0];
  /** Of calls to services of which one instance runs: its callers wait for as long as it takes to start. */
  readonly once: CallOptions;
  /** Of calls to the others; a client's own patience unless given. */
  readonly options?: CallOptions;
}

const draft = () => alertDraft({ audience: { participants: ["TO"] } });

/**
 * Calls of every kind go on all the time meanwhile. None of them fails that the client does not repeat by itself, and
 * every notice is received once, stands once in the feed that it is for, and is in the log once. How often each was
 * called, at least.
 */
export async function servedThroughout(
  { as, broker, once, options = {} }: Served,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const publisher = await as("fj-publisher");
  const officer = await as("to-liaison");
  const auditor = await as("oco-auditor");
  const analyst = await as("nz-liaison");
  const sent: NoticeRef[] = [];
  const publishOne = async (): Promise<number> => {
    const { publication, receipt } = await publish(publisher, { draft: draft() }, options);
    sent.push(publication.ref);
    return receipt.sequence;
  };

  await using receiving = await startReceiving(officer);
  const begin = await publishOne();
  const first = sent[0]!;
  const place = await vi.waitFor(
    async () => {
      await explain(publisher, first);
      const accepted = (await trailOf(auditor, first)).find(({ step }) => step === "accepted");
      if (!accepted) throw new Error("the first notice is not in the log");
      return accepted.index;
    },
    { timeout: 60_000 },
  );
  const stop = new AbortController();
  const load = [
    publishOne,
    publishOne,
    () => officer.call(FeedService.listNotices, { pageSize: 10 }, options),
    () => explain(publisher, first, options),
    // The newest: what is read all the time has a trail that grows with each question.
    () => trailOf(auditor, sent.at(-1)!, options),
    () => analyst.call(WatchlistService.listWatchlists, {}, once),
  ].map((action) => repeat(stop.signal, action));
  const changing = meanwhile();
  try {
    // A call that fails ends it at once.
    await Promise.race([changing, Promise.all(load)]);
  } finally {
    stop.abort();
    // What comes after this finds a hub that nobody is changing.
    await Promise.allSettled([changing]);
  }
  const times = await Promise.all(load);

  // It comes behind all others, which have its precedence.
  const { publication } = await sealDraft(publisher.identity, draft(), Date.now());
  sent.push(publication.ref);
  await send(publisher, publication, options);
  const ids = sent.map(({ id }) => id).sort();
  expect((await receiving.upTo(publication.ref.id)).sort()).toEqual(ids);
  const copies = copiesIn(await readExchange(broker, begin));
  const its = copies.filter(({ participant }) => participant === "TO");
  expect(its.map(({ notice }) => notice).sort()).toEqual(ids.map((id) => `FJ/${id}`));
  await vi.waitFor(
    async () => {
      const entries = await wholeLog(auditor, place);
      expect(entries.filter(({ step }) => step === "accepted")).toHaveLength(sent.length);
    },
    { timeout: 60_000, interval: 500 },
  );
  return Math.min(...times);
}

/**
 * Milliseconds from a call of a kind to the next: about twenty calls a second altogether. Without a pause all that the
 * machine has is taken, and how long a service takes to start says nothing but that.
 */
const BETWEEN_CALLS = 250;

/** Does something again and again until it is told to stop; how often. It must never fail. */
async function repeat(signal: AbortSignal, action: () => Promise<unknown>): Promise<number> {
  let times = 0;
  for (; !signal.aborted; times++) {
    await action();
    await sleep(BETWEEN_CALLS);
  }
  return times;
}

/** Receives what comes from now on, as an officer's client that stores it. */
async function startReceiving(officer: HubClient) {
  const ready = Promise.withResolvers<void>();
  const received: string[] = [];
  const feed = subscribe(officer, {
    // A new one each time: an older one would first bring what came between.
    name: `throughout-${randomUUID().slice(0, 8)}`,
    deduplicate: true,
    onState: ({ kind }) => void (kind === "ready" && ready.resolve()),
  });
  const done = Promise.withResolvers<void>();
  let last = "";
  const loop = (async () => {
    for await (const { number, content } of feed) {
      feed.received(number);
      if (content.kind !== "notice") continue;
      received.push(content.notice.header.id);
      if (received.includes(last)) done.resolve();
    }
  })();
  await Promise.race([ready.promise, loop]);
  return {
    /** The ids of all that has come when this one has. */
    async upTo(id: string): Promise<string[]> {
      last = id;
      if (received.includes(id)) done.resolve();
      await Promise.race([done.promise, loop]);
      return [...received];
    },
    [Symbol.asyncDispose]: () => feed[Symbol.asyncDispose](),
  };
}

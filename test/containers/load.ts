import { setTimeout as sleep } from "node:timers/promises";
import { isPassing } from "@talanoa/client/call-error.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealDraft, type SealedDraft } from "@talanoa/client/seal-draft.ts";
import { subscribe, type SubscriptionState } from "@talanoa/client/subscribe.ts";
import { alertDraft } from "../support/drafts.ts";
import { trailOf } from "../support/log.ts";
import { clientOf } from "./hub.ts";

/** Who publishes, and whom all of it is addressed to. */
const PUBLISHERS = ["FJ", "NZ"];
export const RECEIVERS = ["TO", "WS"];
const CALLERS = 2;
/** Milliseconds between two notices of one caller. */
const PACE = 50;
/** Milliseconds in which a hub that has lost a part must work again, with all that was sent. */
const PATIENCE = 180_000;

/** Milliseconds from a failure until what was begun after it had come so far. */
export interface Recovery {
  readonly accepted: number;
  readonly received: number;
  readonly logged: number;
}

/** What was exchanged while the hub was under load. */
export interface Exchanged {
  /** The stream's sequence by receipt, by `ORIGIN/id`. */
  readonly receipts: ReadonlyMap<string, number>;
  readonly recovery: Recovery;
}

/**
 * Publishes and receives all the time while `fail` takes a part of the hub away, and resolves when everything that
 * got a receipt has been received by all whom it is addressed to. Rejects when that takes longer than three minutes.
 */
export async function exchangeThrough(fail: () => Promise<void>): Promise<Exchanged> {
  await using opened = new AsyncDisposableStack();
  const client = async (name: string) => opened.use(await clientOf(name));
  const stop = new AbortController();
  opened.defer(() => stop.abort());
  const receipts = new Map<string, number>();
  const arrivals = new Map(RECEIVERS.map((each) => [each, new Set<string>()]));
  const ready = RECEIVERS.map(() => Promise.withResolvers<void>());
  const receiving = RECEIVERS.map(async (each, i) => {
    const officer = await client(`${each.toLowerCase()}-liaison`);
    await receive(officer, arrivals.get(each)!, ready[i]!.resolve, stop.signal);
  });
  // A new subscription begins with what comes after it.
  await Promise.race([Promise.all(ready.map(({ promise }) => promise)), Promise.all(receiving)]);
  const hasArrived = (notice: string) => [...arrivals.values()].every((its) => its.has(notice));

  const enough = new AbortController();
  const publishing = PUBLISHERS.flatMap((each) =>
    Array.from({ length: CALLERS }, async () => {
      const publisher = await client(`${each.toLowerCase()}-publisher`);
      while (!enough.signal.aborted) {
        const sealed = await sealedNotice(publisher);
        receipts.set(nameOf(sealed), await persist(publisher, sealed));
        await sleep(PACE);
      }
    }),
  );
  const failed = Promise.all([...publishing, ...receiving]).then(
    () => new Promise<never>(() => {}),
  );

  const course = async (): Promise<Recovery> => {
    await until(() => receipts.size >= 100 && hasArrived([...receipts.keys()][50]!));
    const struck = performance.now();
    const since = () => performance.now() - struck;
    await fail();
    const publisher = await client("fj-publisher");
    const first = await sealedNotice(publisher);
    receipts.set(nameOf(first), await persist(publisher, first));
    const accepted = since();
    await until(() => hasArrived(nameOf(first)));
    const received = since();
    const auditor = await client("oco-auditor");
    await until(async () => (await logged(auditor, first)) >= 2);
    const recovery = { accepted, received, logged: since() };
    await sleep(1_000);
    enough.abort();
    await Promise.all(publishing);
    await until(() => [...receipts.keys()].every(hasArrived));
    return recovery;
  };
  const recovery = await Promise.race([course(), failed]);
  stop.abort();
  await Promise.all(receiving);
  return { receipts, recovery };
}

function sealedNotice(publisher: HubClient): Promise<SealedDraft> {
  const draft = alertDraft({ audience: { participants: RECEIVERS } });
  return sealDraft(publisher.identity, draft, Date.now());
}

function nameOf({ publication: { ref } }: SealedDraft): string {
  return `${ref.origin}/${ref.id}`;
}

/** Sends a notice until its receipt is there, as an outbox does; its sequence. */
async function persist(publisher: HubClient, { publication }: SealedDraft): Promise<number> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return (await send(publisher, publication)).receipt.sequence;
    } catch (error) {
      if (!isPassing(error) || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}

/** Stores what comes, as a liaison officer's client, until the signal. */
async function receive(
  officer: HubClient,
  stored: Set<string>,
  ready: () => void,
  signal: AbortSignal,
): Promise<void> {
  const onState = ({ kind }: SubscriptionState) => void (kind === "ready" && ready());
  await using subscription = subscribe(officer, { name: "load", signal, onState });
  for await (const { number, content } of subscription) {
    if (content.kind === "notice") {
      const { origin, id } = content.notice.header;
      stored.add(`${origin}/${id}`);
    }
    subscription.received(number);
  }
}

/** How many records of a notice are in the log. */
async function logged(auditor: HubClient, { publication: { ref } }: SealedDraft): Promise<number> {
  try {
    return (await trailOf(auditor, ref)).length;
  } catch (error) {
    if (isPassing(error)) return 0;
    throw error;
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await holds())) {
    if (performance.now() > end)
      throw new Error(`it is not so after ${PATIENCE / 1_000} s: ${holds.toString()}`);
    await sleep(50);
  }
}

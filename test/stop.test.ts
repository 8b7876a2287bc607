import { setTimeout as sleep } from "node:timers/promises";
import { publishStream } from "@talanoa/client/publish-stream.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import type { CopyRef, Receipt } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { readExchange, recordIn } from "./support/exchange.ts";
import { healthOf } from "./support/health.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import { startSecond } from "./support/second.ts";

const NOTICES = 600;
/** Receipts after which the service is told to stop. */
const STOPPED_AFTER = 200;
/** Callers that wait for their receipt at the same time, beside one stream. */
const CALLERS = 12;
const services = [
  "alert-intake",
  "member-routing",
  "member-feeds",
  "audit-log",
  "risk-profile",
  "notification",
];

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" }, { whole: true });
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** Publishes by single calls and by a stream until all have their receipts, by id. */
async function publishAll(onReceipt: () => void): Promise<Map<string, Receipt>> {
  const publisher = await hub.as("fj-publisher");
  const draft = alertDraft({ audience: { participants: ["TO"] } });
  const sealed = await Promise.all(
    Array.from({ length: NOTICES }, () => sealDraft(publisher.identity, draft, Date.now())),
  );
  const publications = sealed.map(({ publication }) => publication);
  const receipts = new Map<string, Receipt>();
  const take = (receipt: Receipt): void => {
    receipts.set(receipt.id, receipt);
    onReceipt();
  };
  const streamed = publications.splice(0, NOTICES / 2);
  async function stream(): Promise<void> {
    for await (const { answer } of publishStream(publisher, streamed, { window: 32 })) {
      if (answer instanceof HubError) throw answer;
      take(answer.receipt);
    }
  }
  async function caller(): Promise<void> {
    for (let next = publications.pop(); next; next = publications.pop()) {
      take((await send(publisher, next, { patience: 90_000 })).receipt);
    }
  }
  await Promise.all([stream(), ...Array.from({ length: CALLERS }, caller)]);
  return receipts;
}

/** Ids of notices as a liaison officer's client stores them, in order, until `wanted` have come. */
async function receive(subscription: string, wanted: number, onOpen: () => void) {
  const officer = await hub.as("to-liaison");
  const ids: string[] = [];
  await using feed = subscribe(officer, {
    name: subscription,
    deduplicate: true,
    onState: ({ kind }) => kind === "ready" && onOpen(),
  });
  for await (const { number, content } of feed) {
    if (content.kind === "notice") ids.push(content.notice.header.id);
    feed.received(number);
    if (ids.length >= wanted) break;
  }
  return ids;
}

/** Asks for the whole log, again and again, as auditors might; every answer must be complete. */
async function askTheLog(until: AbortSignal): Promise<void> {
  const auditor = await hub.as("oco-auditor");
  let known = 0;
  while (!until.aborted) {
    const entries = await wholeLog(auditor);
    expect(entries.length).toBeGreaterThanOrEqual(known);
    known = entries.length;
    await sleep(100);
  }
}

describe("told to stop in the middle of the work", () => {
  test.each(services)(
    "%s says so, finishes what it has in hand, and ends with status 0; nothing is lost or doubled",
    async (name) => {
      const subscription = `stop-${name}`;
      // The one that the hub keeps is replaced by one whose end can be seen, at the same address.
      await hub.stack.stop(name);
      const stopping = await startSecond(hub.stack, name, hub.stack.addresses[name]);
      const health = Array.fromAsync(healthOf(stopping.address));

      const done = new AbortController();
      const asked = name === "audit-log" ? askTheLog(done.signal) : undefined;
      // A new subscription starts with what comes after it was opened.
      const opened = Promise.withResolvers<void>();
      const received = receive(subscription, NOTICES, opened.resolve);
      await opened.promise;
      let answered = 0;
      let restarted: Promise<void> | undefined;
      const receipts = await publishAll(() => {
        answered += 1;
        if (answered !== STOPPED_AFTER) return;
        process.kill(stopping.pid, "SIGTERM");
        restarted = stopping.exited.then(() => hub.stack.restart(name));
      });
      await restarted;
      // Not killed after ten seconds: ended by itself.
      expect(await stopping.exited).toEqual({ code: 0, signal: null });
      expect(await health).toEqual(["SERVING", "NOT_SERVING"]);

      expect(receipts.size).toBe(NOTICES);
      const ids = await received;
      expect(ids.length).toBe(NOTICES);
      expect(new Set(ids)).toEqual(new Set(receipts.keys()));
      done.abort();
      await asked;

      const messages = await readExchange(hub.stack.natsUrl);
      const bySequence = new Map(messages.map(({ sequence, subject }) => [sequence, subject]));
      for (const { id, sequence } of receipts.values()) {
        expect(bySequence.get(sequence)).toContain(`.FJ.${id}.1`);
      }
      const records = messages.flatMap((message) => recordIn(message)?.record ?? []);
      const confirmed = records.flatMap(({ facts }): CopyRef[] => {
        const its = facts?.received;
        return its?.subscription === subscription ? its.copies : [];
      });
      const confirmedIds = confirmed.map(({ notice }) => notice?.id ?? "");
      expect(new Set(confirmedIds)).toEqual(new Set(ids));
      expect(confirmedIds.length, "each copy moves the position once").toBe(NOTICES);

      const log = await wholeLog(await hub.as("oco-auditor"));
      expect(log.slice(0, records.length).map(({ at }) => at)).toEqual(records.map(({ at }) => at));
    },
    180_000,
  );
});

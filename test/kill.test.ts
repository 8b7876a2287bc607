import { send } from "@talanoa/client/publish.ts";
import { sealDraft, type SealedDraft } from "@talanoa/client/seal-draft.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertDraft, polynesia } from "./support/drafts.ts";
import { copiesIn, readExchange, recordIn } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";

const NOTICES = 2_000;
/** Receipts after which the victim dies. */
const KILLED_AFTER = 700;
/** Callers that wait for their receipt at the same time. */
const CALLERS = 48;
const RECEIVERS = ["FJ", ...polynesia];

let hub: TestHub;
/** What was looked at after the kills before: the last sequence of the stream, and how many records. */
const seen = { sequence: 0, records: 0 };
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

const name = ({ publication: { ref } }: SealedDraft) => `${ref.origin}/${ref.id}`;

/** Sends each notice again until its receipt is there, as an outbox would; gives the sequences. */
async function publishAll(sealed: readonly SealedDraft[], onReceipt: () => void) {
  const publisher = await hub.as("fj-publisher");
  const receipts = new Map<string, number>();
  const waiting = [...sealed];
  async function caller(): Promise<void> {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { receipt } = await send(publisher, next.publication, { patience: 90_000 });
      receipts.set(name(next), receipt.sequence);
      onReceipt();
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return receipts;
}

/** A liaison officer's client that stores what comes; resolves when it has all of them. */
async function receiver(participant: string, expected: ReadonlySet<string>, signal: AbortSignal) {
  const officer = await hub.as(`${participant.toLowerCase()}-liaison`);
  const stored = new Set<string>();
  const subscription = subscribe(officer, { name: "kill", fromStart: true, signal });
  for await (const { number, content } of subscription) {
    if (content.kind === "notice") {
      const { origin, id } = content.notice.header;
      stored.add(`${origin}/${id}`);
    }
    subscription.received(number);
    if ([...expected].every((notice) => stored.has(notice))) break;
  }
  await subscription[Symbol.asyncDispose]();
  return stored;
}

const victims = ["alert-intake", "member-routing", "member-feeds", "audit-log", "nats", "postgres"];

describe("kill -9 in the middle of 2,000 notices", () => {
  test.each(victims)(
    "of %s: nothing is lost, doubled or leaked, and the log is complete",
    async (victim) => {
      const publisher = await hub.as("fj-publisher");
      const sealed = await Promise.all(
        Array.from({ length: NOTICES }, (_, i) =>
          sealDraft(publisher.identity, alertDraft({ title: `Consignment ${i}` }), Date.now()),
        ),
      );
      const sent = new Set(sealed.map(name));
      const stop = new AbortController();
      const receivers = RECEIVERS.map((each) => receiver(each, sent, stop.signal));

      let answered = 0;
      let killed: Promise<void> | undefined;
      const receipts = await publishAll(sealed, () => {
        answered += 1;
        if (answered === KILLED_AFTER) killed = hub.stack.kill(victim, "SIGKILL");
      });
      await killed;
      await hub.stack.serving(victim);
      expect(receipts.size).toBe(NOTICES);
      const stored = await Promise.all(receivers);
      stop.abort();
      for (const notices of stored) expect(sent.difference(notices).size).toBe(0);

      const messages = await readExchange(hub.stack.natsUrl, seen.sequence + 1);
      const copies = copiesIn(messages).filter(({ notice }) => sent.has(notice));
      const placed = new Set(copies.map(({ participant, notice }) => `${participant} ${notice}`));
      expect(placed.size, "no copy is doubled").toBe(copies.length);
      expect(copies).toHaveLength(NOTICES * RECEIVERS.length);
      expect([...new Set(copies.map(({ participant }) => participant))].sort()).toEqual(
        [...RECEIVERS].sort(),
      );
      const bySequence = new Map(messages.map((message) => [message.sequence, message.subject]));
      for (const [notice, sequence] of receipts) {
        expect(bySequence.get(sequence)).toContain(notice.replace("/", "."));
      }

      const recorded = timesOf(messages);
      await expectLogged(recorded, seen.records);
      seen.sequence = messages.at(-1)!.sequence;
      seen.records += recorded.length;
    },
    240_000,
  );

  test("of all these, one after the other: the log has every record of the stream, in its order", async () => {
    const recorded = timesOf(await readExchange(hub.stack.natsUrl));
    expect(recorded.length).toBeGreaterThanOrEqual(seen.records);
    await expectLogged(recorded, 0);
  }, 300_000);
});

/** When each record was made that messages carry. */
function timesOf(messages: readonly StoredMessage[]): number[] {
  return messages.flatMap((message) => recordIn(message)?.record.at ?? []);
}

/** The log has records of these times, from a place on. */
async function expectLogged(recorded: readonly number[], from: number): Promise<void> {
  const entries = await wholeLog(await hub.as("oco-auditor"), from);
  const logged = entries.slice(0, recorded.length);
  expect(logged.map(({ index }) => index)).toEqual(recorded.map((_, i) => from + i));
  expect(logged.map(({ at }) => at)).toEqual(recorded);
}

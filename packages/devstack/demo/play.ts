import { setTimeout as sleep } from "node:timers/promises";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { Board, type Output } from "./board.ts";
import { readCase } from "./case-files.ts";
import { checkLog } from "./check-log.ts";
import type { SentCase } from "./copies.ts";
import { listen, type Listener } from "./listen.ts";
import { participants } from "./members.ts";
import {
  FEED_SUBSCRIPTION,
  type PlannedCase,
  plannedCases,
  REGION_SUBSCRIPTION,
  regionSubscribers,
} from "./plan.ts";
import { flagDraft, flagFault, plannedFlag } from "./risk-flag.ts";
import { type DemoSummary, summaryOf } from "./summary.ts";
import { Tally } from "./tally.ts";

export interface DemoOptions {
  /** Gives a stored identity by name, like `fj-publisher`. */
  readonly identity: (name: string) => Promise<Identity>;
  /** Gives the identity of a Member's screening. */
  readonly screening: (participant: string) => Promise<Identity>;
  readonly out: Output;
  /** Milliseconds from one notice to the next. */
  readonly pace?: number;
  /** Milliseconds in which the last copies must have come, and then the log have all. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/** Copies that nobody should get may come after those that are waited for, in milliseconds. */
const QUIET = 500;
/** How many officers acknowledge a notice that cannot wait. */
const ACKNOWLEDGE = 3;

/**
 * Plays the plan on a hub whose directory has the participants, keys and groups: officers of all
 * participants subscribe, the cases are published one after the other, the most urgent are
 * acknowledged; then copies and log are compared with the plan. It can be played again and again on
 * the same hub: each time new notices. Rejects with a HubError when the hub refuses something, and
 * with the signal's reason.
 */
export async function playDemo(options: DemoOptions): Promise<DemoSummary> {
  const { identity, screening, out, pace = 150, patience = 30_000 } = options;
  await using opened = new AsyncDisposableStack();
  const stop = new AbortController();
  opened.defer(() => stop.abort(new Error("the demo is over")));
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const hubs = new Map<string, HubClient>();
  async function as(name: string): Promise<HubClient> {
    let hub = hubs.get(name);
    if (!hub) hubs.set(name, (hub = opened.use(connect(await identity(name)))));
    return hub;
  }
  const officer = (participant: string) => as(`${participant.toLowerCase()}-liaison`);

  const board = new Board(out);
  const tally = new Tally();
  const statements = new Set<Promise<void>>();
  const listener: Listener = {
    copy(copy, notice, showed) {
      const sent = tally.copy(copy);
      if (!sent) return;
      const { id, participant } = copy;
      const wrong = sent.planned === plannedFlag ? flagFault(participant, notice) : null;
      if (wrong) tally.fault(wrong);
      if (copy.subscription === FEED_SUBSCRIPTION) {
        board.arrived(id, participant);
        if (acknowledgers.get(sent.planned)?.includes(participant)) {
          showed();
          const stating = state(sent, participant, notice);
          statements.add(stating);
          void stating.finally(() => statements.delete(stating));
        }
      }
      settle(sent);
    },
    statement: (participant, statement) => tally.statement(participant, statement),
    fault: (what) => tally.fault(what),
  };

  async function state(sent: SentCase, participant: string, notice: OpenedNotice): Promise<void> {
    try {
      await acknowledge(await officer(participant), notice, { signal });
      tally.acknowledged(sent, participant);
      board.acknowledged(sent.id, participant);
      settle(sent);
    } catch (error) {
      tally.fault(`${participant} could not acknowledge ${sent.planned.case}: ${String(error)}`);
    }
  }

  function settle(sent: SentCase): void {
    const toAcknowledge = acknowledgers.get(sent.planned)?.length ?? 0;
    if (sent.acknowledgedBy.size >= toAcknowledge && tally.arrivedAll(sent)) board.settled(sent.id);
  }

  out.write(`Liaison officers of ${participants.length} participants subscribe …\n`);
  const keys = directoryKeys(await officer("OCO"));
  const subscriptions = [
    ...participants.map(({ id }) => ({ id, name: FEED_SUBSCRIPTION, filter: {} })),
    ...regionSubscribers.map(({ participant, region }) => ({
      id: participant,
      name: REGION_SUBSCRIPTION,
      filter: { regions: [region], withoutStatements: true },
    })),
  ];
  const standing = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  await Promise.all(
    subscriptions.map(async ({ id, name, filter }) => {
      const hub = await officer(id);
      opened.use(await listen(hub, { name, filter, keys, signal, standing }, listener));
    }),
  );

  out.write(
    `A made-up risk flag and ${plannedCases.length} real cases are published, one after the other.\n\n`,
  );
  board.head();
  const begun = performance.now();
  const receiptDelays: number[] = [];
  for (const [index, planned] of [plannedFlag, ...plannedCases].entries()) {
    const due = begun + index * pace - performance.now();
    if (due > 0) await sleep(due, undefined, { signal });
    signal.throwIfAborted();
    receiptDelays.push(await (planned === plannedFlag ? publishFlag() : publishCase(planned)));
  }

  async function publishCase(planned: PlannedCase): Promise<number> {
    const hub = await as(`${planned.publisher.toLowerCase()}-publisher`);
    return publishDraft(hub, planned, await readCase(planned.case));
  }

  async function publishFlag(): Promise<number> {
    await using hub = connect(await screening(plannedFlag.publisher));
    return await publishDraft(hub, plannedFlag, flagDraft(Date.now()));
  }

  async function publishDraft(
    hub: HubClient,
    planned: PlannedCase,
    draft: unknown,
  ): Promise<number> {
    const { publication } = await sealDraft(hub.identity, draft, Date.now());
    const { id } = publication.ref;
    const { publisher, marking, precedence, receivers } = planned;
    const { title } = draft as { title: string };
    tally.sends(planned, id);
    board.published(id, { at: new Date(), publisher, marking, precedence, title, receivers });
    const sentAt = performance.now();
    await send(hub, publication, { signal });
    return performance.now() - sentAt;
  }

  const end = performance.now() + patience;
  while ((!tally.complete || statements.size > 0) && performance.now() < end)
    await sleep(25, undefined, { signal });
  await sleep(QUIET, undefined, { signal });
  board.end();
  const seconds = (performance.now() - begun) / 1000;

  out.write("\nThe auditor of the Secretariat reads the trail of each notice in the log …\n");
  const log = await checkLog(await as("oco-auditor"), tally.sent, { patience, signal });
  return summaryOf({ tally, log, receiptDelays, seconds });
}

/** Who acknowledges the cases that cannot wait: not always the first of the alphabet. */
const acknowledgers: ReadonlyMap<PlannedCase, readonly string[]> = new Map(
  plannedCases
    .filter(({ precedence }) => precedence === "flash" || precedence === "immediate")
    .map((planned, index) => {
      const others = planned.receivers.filter((code) => code !== planned.publisher);
      const from = (index * ACKNOWLEDGE) % others.length;
      return [planned, [...others.slice(from), ...others.slice(0, from)].slice(0, ACKNOWLEDGE)];
    }),
);

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import {
  ExchangeLogService,
  type NoticeRef,
  Purpose,
  RecordPart,
} from "@talanoa/contract/generated/talanoa.ts";
import { type Committer, openCommitter } from "@talanoa/platform/bus/committer.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { TestHub } from "../support/hub.ts";
import { type Figure, quantile } from "./figure.ts";
import { receivers } from "./notices.ts";
import type { Size } from "./size.ts";

const PER_SECOND = 2_000;
const WARM_UP_SECONDS = 5;
const TRIES = 500;
/** Milliseconds between two that are looked for. */
const BETWEEN = 50;
/** Milliseconds between two handfuls of records. */
const TICK = 5;
const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

/**
 * From the commit of a record in the stream to its row in the answer of a query that is asked at once,
 * while the stream takes in 2,000 records a second.
 */
export async function logVisible(hub: TestHub, size: Size): Promise<Figure> {
  const auditor = await hub.as("oco-auditor");
  await using bus = await openBus({ servers: hub.stack.natsUrl.split(","), name: "log-visible" });
  await using committer = openCommitter(bus);
  const times: number[] = [];
  await using feed = feedWith(committer);
  await sleep(WARM_UP_SECONDS * 1_000);
  const fed = { from: performance.now(), records: feed.records };
  for (const tries = size(TRIES); times.length < tries;) {
    times.push(await visibleAfter(committer, auditor));
    await sleep(BETWEEN);
  }
  const seconds = (performance.now() - fed.from) / 1_000;
  const detail = {
    "p50 (ms)": quantile(times, 0.5),
    "records fed a second": (feed.records - fed.records) / seconds,
    "records that were looked for": times.length,
  };
  const alone = { bare: null, ratio: null, goal: { atMost: 200 }, detail };
  return { name: "log-visible p99", unit: "ms", value: quantile(times, 0.99), ...alone };
}

/** Milliseconds from a record's commit until a query has it. */
async function visibleAfter(committer: Committer, auditor: HubClient): Promise<number> {
  const notice = newNotice();
  await committer.commit([openedOf(notice)]);
  const committed = performance.now();
  for (;;) {
    const asked = { reason, notice, steps: ["opened"] };
    const { rows } = await auditor.call(ExchangeLogService.query, asked);
    const part = rows[0]?.parts[0];
    if (part && RecordPart.decode(part).facts?.opened?.copies[0]?.notice?.id === notice.id) {
      return performance.now() - committed;
    }
  }
}

/** Records for the stream, 2,000 a second, until this is disposed of. */
function feedWith(committer: Committer): AsyncDisposable & { readonly records: number } {
  const started = performance.now();
  const over = new AbortController();
  let given = 0;
  let records = 0;
  let failure: { readonly error: unknown } | undefined;
  const pending = new Set<Promise<void>>();

  function give(count: number): void {
    given += count;
    const commit = committer
      .commit(Array.from({ length: count }, () => openedOf(newNotice())))
      .then(
        () => void (records += count),
        (error: unknown) => void (failure ??= { error }),
      )
      .finally(() => pending.delete(commit));
    pending.add(commit);
  }

  async function feeding(): Promise<void> {
    while (!over.signal.aborted && !failure) {
      const due = Math.floor(((performance.now() - started) / 1_000) * PER_SECOND) - given;
      if (due > 0) give(Math.min(due, PER_SECOND / 10));
      await sleep(TICK);
    }
    await Promise.all(pending);
  }

  const fed = feeding();
  return {
    get records() {
      return records;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await fed;
      if (failure) throw failure.error;
    },
  };
}

function newNotice(): NoticeRef {
  return { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 };
}

function openedOf(notice: NoticeRef) {
  const participant = receivers[0]!;
  const opened = { participant, origin: notice.origin, copies: [{ notice }] };
  const principal = `${participant.toLowerCase()}-liaison`;
  const record = { at: Date.now(), participant, principal, facts: { opened } };
  return recordMessage(record, { step: "opened" });
}

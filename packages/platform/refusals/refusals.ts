import type { NoticeRef, RefusedFacts } from "@talanoa/contract/generated/talanoa.ts";
import type { NewRecord } from "../bus/record-message.ts";
import type { HubErrorCode } from "../errors.ts";
import { counter } from "../telemetry/instruments.ts";

/** Whom a door refused. */
export interface Asker {
  /** Both empty for someone without a valid token. */
  readonly participant: string;
  readonly principal: string;
  /** Where the call came from, to tell apart those who have no name. Never recorded. */
  readonly address: string;
}

/** One refusal: which rules, never what was sent. */
export interface Refusal {
  readonly door: string;
  readonly code: HubErrorCode;
  readonly rules: readonly { readonly field: string; readonly rule: string }[];
  /** What was refused, when it could be read. */
  readonly notice?: NoticeRef;
  readonly exercise?: boolean;
}

/** Records refusals without letting a flood of them fill the stream. */
export interface Refusals extends AsyncDisposable {
  /** Returns at once: nobody waits for the record of a refusal. */
  refused(asker: Asker, refusal: Refusal): void;
}

export interface RefusalsOptions {
  /**
   * Stores a record; resolves when it stands. May reject: then it is counted in the next one.
   */
  readonly store: (record: NewRecord) => Promise<unknown>;
  /** Told when records could not be stored before the end, with how many refusals they were of. */
  readonly onLost: (count: number) => void;
  /** Milliseconds for which refusals of one asker are gathered; a minute unless given. */
  readonly window?: number;
}

/** Refusals of one asker, for the same reason, that have no record yet. */
interface Held {
  readonly facts: Omit<RefusedFacts, "notice"> & { notice: NoticeRef | null };
  exercise: boolean;
}

interface Window {
  readonly asker: Asker;
  until: number;
  /** By their reason. */
  held: Map<string, Held>;
}

const counted = counter("refusals");

// One record names so many different rules; the next ones are only counted.
const MOST_RULES = 40;
// So many reasons of one asker have a record of their own each minute; all others share one.
const MOST_REASONS = 8;
const OTHERS = "";
// An attacker may have any number of addresses: beyond these, all the nameless are one.
const MOST_WINDOWS = 10_000;

/**
 * The first refusal of an asker is recorded at once, those in the minute after it at the minute's end, in one record
 * for each reason, with their count. What is still held is recorded when this is disposed of.
 */
export function openRefusals(options: RefusalsOptions): Refusals {
  const length = options.window ?? 60_000;
  const windows = new Map<string, Window>();
  const writing = new Set<Promise<unknown>>();

  function write(window: Window): void {
    const { held } = window;
    window.held = new Map();
    for (const each of held.values()) writeOne(window, each);
  }

  function writeOne(window: Window, held: Held): void {
    const { participant, principal } = window.asker;
    const record = {
      at: Date.now(),
      participant,
      principal,
      exercise: held.exercise,
      facts: { refused: held.facts },
    };
    const done = options.store(record).catch(() => {
      hold(window, held);
    });
    writing.add(done);
    void done.finally(() => writing.delete(done));
  }

  const sweep = setInterval(
    () => {
      const now = performance.now();
      for (const [key, window] of windows) {
        if (window.until > now) continue;
        if (window.held.size === 0) windows.delete(key);
        window.until = now + length;
        write(window);
      }
    },
    Math.min(1000, length / 4),
  );
  sweep.unref();

  return {
    refused(asker, refusal) {
      counted.add(1, { door: refusal.door, code: refusal.code });
      const key = keyOf(asker, windows);
      const known = windows.get(key);
      const held = heldOf(refusal);
      if (known) return hold(known, held);
      const window: Window = { asker, until: performance.now() + length, held: new Map() };
      hold(window, held);
      windows.set(key, window);
      write(window);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(sweep);
      // A broker that is away does not hold up the stop.
      const enough = AbortSignal.timeout(3_000);
      await settled(writing, enough);
      for (const window of windows.values()) write(window);
      await settled(writing, enough);
      const lost = [...windows.values()]
        .flatMap(({ held }) => [...held.values()])
        .reduce((sum, { facts }) => sum + facts.count, 0);
      if (lost > 0) options.onLost(lost);
    },
  };
}

function settled(writing: ReadonlySet<Promise<unknown>>, enough: AbortSignal): Promise<unknown> {
  const late = new Promise((resolve) => {
    if (enough.aborted) resolve(null);
    enough.addEventListener("abort", resolve, { once: true });
  });
  return Promise.race([Promise.all(writing), late]);
}

function keyOf({ participant, principal, address }: Asker, windows: Map<string, Window>): string {
  if (principal) return `principal ${participant} ${principal}`;
  const key = `address ${address}`;
  return windows.size < MOST_WINDOWS || windows.has(key) ? key : "address any";
}

function heldOf({ door, code, rules, notice, exercise }: Refusal): Held {
  return {
    facts: { door, code, rules: distinct(rules), notice: notice ?? null, count: 1 },
    exercise: exercise ?? false,
  };
}

/** Adds to what a window holds for the same reason. */
function hold({ held }: Window, more: Held): void {
  const reason = reasonOf(more);
  const key = held.has(reason) || held.size < MOST_REASONS ? reason : OTHERS;
  const before = held.get(key);
  held.set(key, before ? joined(before, more) : more);
}

/** The code, and the rules in whatever order. */
function reasonOf({ facts: { code, rules } }: Held): string {
  return [code, ...rules.map(({ field, rule }) => `${field} ${rule}`).sort()].join("\n");
}

/** Both in one record: the newer one's door and code, the rules of both, the notice when it is one. */
function joined(older: Held, newer: Held): Held {
  return {
    facts: {
      door: newer.facts.door,
      code: newer.facts.code,
      rules: distinct([...older.facts.rules, ...newer.facts.rules]),
      notice: sameNotice(older.facts.notice, newer.facts.notice) ? newer.facts.notice : null,
      count: older.facts.count + newer.facts.count,
    },
    exercise: older.exercise && newer.exercise,
  };
}

function distinct(rules: readonly { readonly field: string; readonly rule: string }[]) {
  const named = rules.map(({ field, rule }) => [`${field} ${rule}`, { field, rule }] as const);
  return [...new Map(named).values()].slice(0, MOST_RULES);
}

function sameNotice(one: NoticeRef | null, other: NoticeRef | null): boolean {
  return one?.origin === other?.origin && one?.id === other?.id && one?.version === other?.version;
}

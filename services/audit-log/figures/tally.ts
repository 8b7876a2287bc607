import type {
  AcceptedFacts,
  CopyRef,
  Durations,
  NoticeRef,
  Record,
  RefusedFacts,
  StatsRow,
} from "@talanoa/contract/generated/talanoa.ts";
import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";

/** The steps that figures are made of. */
export const countedSteps = ["accepted", "refused", "received", "acknowledged"] as const;

/** What a participant did with a version, of which the first time counts. */
type Deed = "received" | "acknowledged";

/** A version of a notice, and when it was accepted, Unix ms; 0 while that is not known. */
interface Version {
  readonly notice: NoticeRef;
  acceptedAt: number;
}

/** The first times of a participant, by the number of the version, Unix ms. */
type FirstTimes = Map<number, number>;

/** One participant in one period, while it is counted. */
interface Count {
  readonly row: { published: number; asked: number; answered: number; refused: number };
  readonly causes: Map<string, number>;
  /** What was received, by its originator. */
  readonly from: Map<string, number>;
  readonly done: { readonly [Each in Deed]: { count: number; readonly took: number[] } };
}

/**
 * Counts what records say. They may be added in any order; what a version needs besides (when it was
 * accepted, whether it was received before) is asked for by `undated` and told by `date` and `forget`.
 */
export class Tally {
  readonly #periodOf: (at: number) => number;
  readonly #counts = new Map<string, Count & { readonly period: number; participant: string }>();
  readonly #versions: Version[] = [];
  /** Of the versions of each id: a key of origin, id and version together took three times as long. */
  readonly #numbers = new Map<string, number[]>();
  readonly #first: { readonly [Each in Deed]: Map<string, FirstTimes> } = {
    received: new Map(),
    acknowledged: new Map(),
  };

  constructor(periodOf: (at: number) => number) {
    this.#periodOf = periodOf;
  }

  add(record: Record): void {
    const { at, participant, facts } = record;
    if (facts?.accepted) return this.#accepted(at, facts.accepted);
    if (facts?.refused) return this.#refused(at, participant, facts.refused);
    const done = this.#doneIn(record);
    if (!done) return;
    const times = this.#timesOf(done.deed, done.participant);
    for (const number of done.versions) {
      const before = times.get(number);
      if (before === undefined || at < before) times.set(number, at);
    }
  }

  /** Versions that were received or acknowledged, of which it is not known when they were accepted. */
  undated(): NoticeRef[] {
    return this.#doneVersions()
      .filter(({ acceptedAt }) => acceptedAt === 0)
      .map(noticeOf);
  }

  /** Versions that were received or acknowledged, and may have been before this time too. */
  olderThan(time: number): NoticeRef[] {
    return this.#doneVersions()
      .filter(({ acceptedAt }) => acceptedAt < time)
      .map(noticeOf);
  }

  /** Says when a version was accepted. */
  date(notice: NoticeRef, acceptedAt: number): void {
    const version = this.#versions[this.#numberOf(notice)]!;
    if (version.acceptedAt === 0 || acceptedAt < version.acceptedAt)
      version.acceptedAt = acceptedAt;
  }

  /** Takes away what a record says that comes before all that is counted: it was not the first time. */
  forget(earlier: Record): void {
    const done = this.#doneIn(earlier);
    const times = done && this.#first[done.deed].get(done.participant);
    for (const number of done?.versions ?? []) times?.delete(number);
  }

  /** The figures, by period and participant. */
  rows(): Init<StatsRow>[] {
    for (const deed of ["received", "acknowledged"] as const) {
      for (const [participant, times] of this.#first[deed]) {
        for (const [number, at] of times) {
          const { acceptedAt, notice } = this.#versions[number]!;
          const { done, from } = this.#count(at, participant);
          const its = done[deed];
          its.count += 1;
          if (deed === "received") from.set(notice.origin, (from.get(notice.origin) ?? 0) + 1);
          // Two services' clocks may differ by a little.
          if (acceptedAt > 0) its.took.push(Math.max(0, at - acceptedAt));
        }
      }
      this.#first[deed].clear();
    }
    return [...this.#counts.values()]
      .sort(
        (one, other) => one.period - other.period || (one.participant < other.participant ? -1 : 1),
      )
      .map(({ period, participant, row, causes, from, done }) => ({
        period,
        participant,
        ...row,
        causes: [...causes].sort(byCount).map(([cause, count]) => ({ cause, count })),
        received: done.received.count,
        receivedFrom: [...from].sort(byCount).map(([origin, count]) => ({ origin, count })),
        toReceived: durations(done.received.took),
        acknowledged: done.acknowledged.count,
        toAcknowledged: durations(done.acknowledged.took),
      }));
  }

  #accepted(at: number, { notice, kind }: AcceptedFacts): void {
    if (!notice) return;
    this.date(notice, at);
    const { row } = this.#count(at, notice.origin);
    row.published += 1;
    // A later version corrects what was asked or answered.
    if (notice.version > 1) return;
    if (kind === Kind.REQUEST) row.asked += 1;
    if (kind === Kind.REPLY) row.answered += 1;
  }

  #refused(at: number, participant: string, { code, rules, count }: RefusedFacts): void {
    const { row, causes } = this.#count(at, participant);
    row.refused += count;
    const named = rules.length > 0 ? rules.map(({ rule }) => rule) : [code];
    for (const cause of new Set(named)) causes.set(cause, (causes.get(cause) ?? 0) + count);
  }

  #doneIn({ facts }: Record): { deed: Deed; participant: string; versions: number[] } | null {
    const { received, acknowledged } = facts ?? {};
    if (received) {
      const { participant, copies } = received;
      const versions: number[] = [];
      for (const copy of copies) {
        if (!isOfNotice(copy) || copy.notice.origin === participant) continue;
        versions.push(this.#numberOf(copy.notice));
      }
      return { deed: "received", participant, versions };
    }
    if (!acknowledged?.notice) return null;
    const { participant, notice } = acknowledged;
    return { deed: "acknowledged", participant, versions: [this.#numberOf(notice)] };
  }

  #timesOf(deed: Deed, participant: string): FirstTimes {
    let times = this.#first[deed].get(participant);
    if (!times) this.#first[deed].set(participant, (times = new Map()));
    return times;
  }

  #doneVersions(): Version[] {
    const numbers = new Set<number>();
    for (const byParticipant of Object.values(this.#first)) {
      for (const times of byParticipant.values()) {
        for (const number of times.keys()) numbers.add(number);
      }
    }
    return [...numbers].map((number) => this.#versions[number]!);
  }

  #numberOf(notice: NoticeRef): number {
    const { origin, id, version } = notice;
    let numbers = this.#numbers.get(id);
    if (!numbers) this.#numbers.set(id, (numbers = []));
    for (const number of numbers) {
      const known = this.#versions[number]!.notice;
      if (known.version === version && known.origin === origin) return number;
    }
    numbers.push(this.#versions.length);
    return this.#versions.push({ notice, acceptedAt: 0 }) - 1;
  }

  #count(at: number, participant: string): Count {
    const period = this.#periodOf(at);
    const key = `${period} ${participant}`;
    let count = this.#counts.get(key);
    if (!count) {
      const row = { published: 0, asked: 0, answered: 0, refused: 0 };
      const done = { received: { count: 0, took: [] }, acknowledged: { count: 0, took: [] } };
      this.#counts.set(
        key,
        (count = { period, participant, row, causes: new Map(), from: new Map(), done }),
      );
    }
    return count;
  }
}

/** A copy of a statement or a reminder about a notice is not the notice. */
function isOfNotice(copy: CopyRef): copy is CopyRef & { notice: NoticeRef } {
  return copy.notice !== null && copy.statement === "" && copy.reminder === 0;
}

function noticeOf({ notice }: Version): NoticeRef {
  return notice;
}

function byCount([one, count]: [string, number], [other, others]: [string, number]): number {
  return others - count || (one < other ? -1 : 1);
}

/** By nearest rank: a value that was measured, never one between two. */
function durations(took: number[]): Init<Durations> {
  const sorted = Float64Array.from(took).sort();
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, median: rank(0.5), p95: rank(0.95) };
}

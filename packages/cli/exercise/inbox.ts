import type { HubClient } from "@talanoa/client/connect.ts";
import type { KeyRing } from "@talanoa/client/key-ring.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";

/** Something that came to a participant as new. */
export interface Came {
  /** `FJ/<id>/1` of a notice's version, `FJ/<id>` of a statement. */
  readonly name: string;
  readonly precedence: number;
  readonly exercise: boolean;
  readonly notice: OpenedNotice | null;
  readonly statement: OpenedStatement | null;
  /** The rules by which sections were withheld. */
  readonly withheld: readonly string[];
  /** When, by performance.now(). */
  readonly at: number;
}

export function nameOf({ origin, id, version }: NoticeRef): string {
  return version > 0 ? `${origin}/${id}/${version}` : `${origin}/${id}`;
}

/** What a participant's liaison officer is sent, through a link that may be cut. */
export class Inbox {
  readonly participant: string;
  readonly came: Came[] = [];
  /** What came twice as new, was not genuine, or ended the subscription. */
  readonly faults: string[] = [];
  readonly #hub: HubClient;
  readonly #subscription: string;
  readonly #keys: KeyRing;
  readonly #names = new Set<string>();
  #cut: AbortController | null = null;
  #reading: Promise<void> = Promise.resolve();

  /** `subscription` is a new name for each run: what was there before is not of this exercise. */
  constructor(hub: HubClient, subscription: string, keys: KeyRing) {
    this.participant = hub.identity.participant;
    this.#hub = hub;
    this.#subscription = subscription;
    this.#keys = keys;
  }

  /** Mends the link; resolves when the subscription stands, or has stood before. */
  async open(): Promise<void> {
    if (this.#cut) return;
    this.#cut = new AbortController();
    const ready = Promise.withResolvers<void>();
    this.#reading = this.#read(this.#cut.signal, () => ready.resolve());
    await Promise.race([ready.promise, this.#reading]);
  }

  /** Cuts the link. */
  async close(): Promise<void> {
    this.#cut?.abort();
    this.#cut = null;
    await this.#reading;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  noticeOf(name: string): OpenedNotice | null {
    return this.came.find((each) => each.name === name)?.notice ?? null;
  }

  async #read(signal: AbortSignal, ready: () => void): Promise<void> {
    const feed = subscribe(this.#hub, {
      name: this.#subscription,
      keys: this.#keys,
      signal,
      onState: ({ kind }) => void (kind === "ready" && ready()),
    });
    try {
      for await (const { number, attempt, precedence, content } of feed) {
        if (content.kind === "notice") {
          const { header } = content.notice;
          this.#take(nameOf(header), attempt, {
            precedence,
            exercise: header.exercise,
            notice: content.notice,
            statement: null,
            withheld: content.copy.withheld.map(({ rule }) => rule),
          });
        } else if (content.kind === "statement") {
          const { origin, id } = content.statement.statement;
          this.#take(nameOf({ origin, id, version: 0 }), attempt, {
            precedence,
            exercise: true,
            notice: null,
            statement: content.statement,
            withheld: [],
          });
        } else if (content.kind === "not-genuine")
          this.faults.push(`not genuine: ${content.reason}`);
        feed.received(number);
      }
    } catch (error) {
      this.faults.push(`the subscription ended: ${String(error)}`);
    } finally {
      await feed[Symbol.asyncDispose]();
    }
  }

  #take(name: string, attempt: number, its: Omit<Came, "name" | "at">): void {
    if (this.#names.has(name)) {
      // What was sent but not confirmed comes again, and says so.
      if (attempt === 1) this.faults.push(`${name} came twice as new`);
      return;
    }
    this.#names.add(name);
    this.came.push({ name, ...its, at: performance.now() });
  }
}

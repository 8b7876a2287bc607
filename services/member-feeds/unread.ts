import { setTimeout as sleep } from "node:timers/promises";
import { type KnownPrecedence, precedences, subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import { type Backlog, backlogAfter } from "@talanoa/platform/bus/backlog.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { lastOfEach } from "@talanoa/platform/bus/last-of-each.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { OpenLanes } from "./open-lanes.ts";

/** What stands in a feed, of one precedence, that no subscription of its participant has passed. */
export interface Unread extends Backlog {
  readonly participant: string;
  readonly precedence: KnownPrecedence;
}

/** Milliseconds from one look to the next: a busy hub must not feel it. */
const LOOK_EVERY = 10_000;
/** Feeds that are looked at closer at a time. */
const AT_ONCE = 8;

/** What is unread in all feeds, looked at again and again. */
export class UnreadFeeds {
  readonly #bus: Bus;
  readonly #lanes: OpenLanes;
  readonly #log: Logger;
  #found: readonly Unread[] | null = null;

  constructor(bus: Bus, { lanes, log }: { readonly lanes: OpenLanes; readonly log: Logger }) {
    this.#bus = bus;
    this.#lanes = lanes;
    this.#log = log;
  }

  /** As of the last look: every feed that has copies; null before the first. */
  get found(): readonly Unread[] | null {
    return this.#found;
  }

  /** Looks until the signal aborts. What cannot be seen while the broker is away stays as it was. */
  async keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#found = await this.#look();
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ err: error }, "what is unread could not be counted");
      }
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
    }
  }

  async #look(): Promise<Unread[]> {
    // Positions first: what is confirmed meanwhile is then unread once more, and not left out.
    const positions = await this.#positions();
    const feeds = [...(await lastCopies(this.#bus))].map(([feed, last]) => ({
      ...split(feed),
      last,
      position: positions.get(feed) ?? 0,
    }));
    const found: Unread[] = [];
    for (let at = 0; at < feeds.length; at += AT_ONCE)
      found.push(
        ...(await Promise.all(feeds.slice(at, at + AT_ONCE).map((its) => this.#unread(its)))),
      );
    return found;
  }

  async #unread({ participant, precedence, last, position }: Feed): Promise<Unread> {
    const nothing = { count: 0, oldestAt: null };
    const filters = [subjects.feedOf(participant, precedence)];
    const left = last > position ? await backlogAfter(this.#bus, filters, position) : nothing;
    return { participant, precedence, ...left };
  }

  /** By feed, how far the furthest of its subscriptions is. */
  async #positions(): Promise<Map<string, number>> {
    const furthest = new Map<string, number>();
    const raise = (feed: string, position: number): void => {
      furthest.set(feed, Math.max(position, furthest.get(feed) ?? 0));
    };
    for (const message of await lastOfEach(this.#bus, subjects.receivedRecords)) {
      const [, , participant = "", , , word = ""] = message.subject.split(".");
      const { received, subscriptionDropped } = recordOf(message)?.facts ?? {};
      // What one had passed that was dropped since is not unread again.
      raise(`${participant} ${word}`, (received ?? subscriptionDropped)?.position ?? 0);
    }
    for (const { participant, precedence, settledUpTo } of this.#lanes.standings().flat())
      raise(`${participant} ${precedenceWords[precedence]}`, settledUpTo);
    return furthest;
  }
}

interface Feed {
  readonly participant: string;
  readonly precedence: KnownPrecedence;
  /** Where its last copy stands. */
  readonly last: number;
  readonly position: number;
}

/** By feed, where its last copy stands. */
async function lastCopies(bus: Bus): Promise<Map<string, number>> {
  const lasts = new Map<string, number>();
  for (const { subject, sequence } of await lastOfEach(bus, subjects.feeds)) {
    const [, participant = "", word = ""] = subject.split(".");
    const feed = `${participant} ${word}`;
    lasts.set(feed, Math.max(sequence, lasts.get(feed) ?? 0));
  }
  return lasts;
}

function split(feed: string): Pick<Feed, "participant" | "precedence"> {
  const [participant = "", word = ""] = feed.split(" ");
  return { participant, precedence: precedences.find((its) => precedenceWords[its] === word)! };
}

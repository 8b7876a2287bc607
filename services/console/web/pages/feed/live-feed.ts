import { signal } from "@preact/signals";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { listOverdue, listRecalled } from "@talanoa/client/notices.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import type {
  Arrival,
  SubscribeOptions,
  Subscription,
  SubscriptionState,
} from "@talanoa/client/subscribe.ts";
import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { heard, heardOf, missed } from "../../link.ts";
import type { Session } from "../../session.ts";
import {
  type FeedLine,
  feedLine,
  type NoticeFeedLine,
  recallLine,
  reminderLine,
} from "./feed-line.ts";
import {
  emptyList,
  recallsUnseen,
  withLines,
  withoutExpired,
  withoutRecalls,
} from "./feed-list.ts";
import { inOrder } from "./feed-order.ts";
import { type FeedView, filterOfView } from "./feed-view.ts";

export type LiveState =
  | { readonly kind: "opening" }
  | { readonly kind: "live" }
  /** It connects again by itself. */
  | { readonly kind: "lost" }
  /** The hub said no, or it goes on elsewhere: the error says which. */
  | { readonly kind: "ended"; readonly error: unknown };

export interface LiveFeedOptions {
  readonly session: Session;
  readonly view: FeedView;
  /** Under which name the hub keeps its place. */
  readonly name: string;
  readonly subscribe: (options: SubscribeOptions) => Subscription;
}

/** How many the first page has: they are read while the next ones come, soon also on a slow link. */
const FIRST_PAGE = 8;
/** How many a page of what is older has. */
const PAGE = 100;
/** Milliseconds by which the hub's lists may follow its feeds. */
const LISTS_FOLLOW = 2_000;
/** Copies that come within so many milliseconds are put into the list together. */
const GATHERED = 40;
/** Milliseconds from one look for what has expired, and for what could not be listed, to the next. */
const LOOKED_EACH = 30_000;

/**
 * A view of the feed that follows what comes: first the newest that stand in it, older ones as they are asked for, and
 * what comes live, each in its place. Begins at once and ends when it is disposed of.
 */
export class LiveFeed implements Disposable {
  /** What to show, in the order in which it is read. */
  readonly lines = signal<readonly FeedLine[]>([]);
  readonly state = signal<LiveState>({ kind: "opening" });
  /** Of what is older: whether there is more, is being asked for, or could not be had. */
  readonly older = signal<"more" | "asking" | "none" | { readonly error: unknown }>("asking");
  /** Whether more recalls are open than the hub lists at once. */
  readonly moreRecalled = signal(false);
  readonly view: FeedView;
  /** Where an officer is in it, for when the page is shown again: a line's key, and how far it is moved, in pixels. */
  readonly place: { chosen: string | null; top: number } = { chosen: null, top: 0 };

  readonly #options: LiveFeedOptions;
  readonly #stop = new AbortController();
  readonly #looking: ReturnType<typeof setInterval>;
  #list = emptyList;
  #gathered: Arrival[] = [];
  #pageToken = "";
  /** Whether what was recalled before is in the list, since there is a link. */
  #recallsListed = false;
  /** The lines of recalls that an answer had, by their keys. */
  readonly #recallsSeen = new Set<string>();
  /** What is being acknowledged, by the keys of its lines. */
  readonly #acknowledging = new Map<string, Promise<void>>();

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.view = options.view;
    void this.#listMore();
    // Needed as soon as they are here: the list waits for no second round trip.
    options.session.keys.prepare();
    void this.#watch();
    void this.#addOverdue();
    void this.#addRecalled();
    this.#looking = setInterval(() => this.#look(), LOOKED_EACH);
  }

  /** Asks for a page of what is older, unless that is under way or there is none. */
  listOlder(): void {
    if (this.older.value === "asking" || this.older.value === "none") return;
    this.older.value = "asking";
    void this.#listMore();
  }

  /** Goes on after the hub ended it: here from now on, and nowhere else. */
  goOn(): void {
    if (this.state.value.kind !== "ended") return;
    this.state.value = { kind: "opening" };
    void this.#watch();
  }

  /** States that one answers for a notice, once however often it is asked. Throws as the SDK's `acknowledge` does. */
  acknowledge(line: NoticeFeedLine): Promise<void> {
    const underWay = this.#acknowledging.get(line.key);
    if (underWay) return underWay;
    const acknowledging = this.#acknowledge(line).finally(() =>
      this.#acknowledging.delete(line.key),
    );
    this.#acknowledging.set(line.key, acknowledging);
    return acknowledging;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    clearInterval(this.#looking);
  }

  #look(): void {
    this.#show(withoutExpired(this.#list, Date.now()));
    // The hub may not know yet, or no more than a part: a recall that nobody sees asks for nothing.
    if (!this.#recallsListed || this.moreRecalled.value) void this.#addRecalled();
  }

  async #acknowledge({ notice, digest, ...line }: NoticeFeedLine): Promise<void> {
    if (this.#list.acknowledged.has(line.key)) return;
    await acknowledge(this.#options.session.hub, { header: notice.ref, digest });
    this.#add([{ ...line, notice, digest, acknowledged: true }]);
  }

  async #listMore(): Promise<void> {
    const pageToken = this.#pageToken;
    try {
      this.#pageToken = await this.#listPage(pageToken, pageToken ? PAGE : FIRST_PAGE);
      this.older.value = this.#pageToken ? "more" : "none";
    } catch (error) {
      if (!this.#stop.signal.aborted) this.older.value = { error };
    }
  }

  /** A new subscription begins now, and the lists follow the feed: what came between stands in them a little later. */
  async #listNewest(): Promise<void> {
    // What is missing when this fails is there when the page is opened again.
    await Promise.all([this.#listPage("", FIRST_PAGE).catch(() => {}), this.#addRecalled()]);
  }

  /** Adds a page of what stands in the feed; gives the token of the next one, empty for none. Throws HubError. */
  async #listPage(pageToken: string, pageSize: number): Promise<string> {
    const { session, view } = this.#options;
    const { hub, keys } = session;
    const { signal } = this.#stop;
    const { filter } = filterOfView(view);
    const request = { filter, pageSize, pageToken, brief: true };
    const { copies, nextPageToken } = await hub.call(FeedService.listNotices, request, { signal });
    const contents = await Promise.all(copies.map((copy) => checkCopy(copy, keys)));
    this.#add(contents.map(feedLine));
    return nextPageToken;
  }

  /** What is overdue stands in the feed since it was due, also when its reminder came long ago. */
  async #addOverdue(): Promise<void> {
    const { session, view } = this.#options;
    const { signal } = this.#stop;
    const asked = { withoutExercises: !view.exercises, signal };
    // Nobody waits for it, and the page of requests has it too.
    const { overdue } = await listOverdue(session.hub, asked).catch(() => ({ overdue: [] }));
    this.#add(overdue.map((reminder) => reminderLine(reminder, reminder.dueAt)));
  }

  /**
   * A recall asks for something until that is stated, whoever was looking when it came, and whatever the view shows. What an
   * answer had and a later one has no more was stated meanwhile; what came live only, the list may not have yet.
   */
  async #addRecalled(): Promise<void> {
    const { session, view } = this.#options;
    const { signal } = this.#stop;
    const asked = { withoutExercises: !view.exercises, signal };
    const standing = new Set(this.#recallsSeen);
    // It is asked again when the link is back, and each time that is looked.
    const answer = await listRecalled(session.hub, asked).catch(() => null);
    if (!answer) return;
    this.#recallsListed = true;
    this.moreRecalled.value = answer.more;
    const lines = answer.recalled.flatMap(({ notice, recalledAt: at, exercise }) =>
      notice ? recallLine(notice, { at, exercise }) : [],
    );
    this.#add(lines);
    for (const { key } of lines) {
      this.#recallsSeen.add(key);
      standing.delete(key);
    }
    if (!answer.more) this.#show(withoutRecalls(this.#list, standing));
  }

  async #watch(): Promise<void> {
    const { session, view, name, subscribe } = this.#options;
    const { signal } = this.#stop;
    const { filter } = filterOfView(view);
    const { keys } = session;
    try {
      await using subscription = subscribe({
        name,
        filter,
        brief: true,
        deduplicate: true,
        keys,
        signal,
        onState: (its) => this.#follow(its),
      });
      for await (const arrival of subscription) {
        heard();
        if (this.#gathered.length === 0) setTimeout(() => this.#place(subscription), GATHERED);
        this.#gathered.push(arrival);
      }
    } catch (error) {
      if (signal.aborted) return;
      heardOf(error);
      this.state.value = { kind: "ended", error };
    }
  }

  #follow(its: SubscriptionState): void {
    switch (its.kind) {
      case "ready":
        heard();
        this.state.value = { kind: "live" };
        if (!this.#recallsListed) void this.#addRecalled();
        if (!its.resumed) setTimeout(() => void this.#listNewest(), LISTS_FOLLOW);
        return;
      case "lost":
        missed();
        this.#recallsListed = false;
        this.state.value = { kind: "lost" };
        return;
      case "opened-untold":
        return;
    }
    return its satisfies never;
  }

  /** Puts what has come into the list, then tells the hub that it is here. */
  #place(subscription: Subscription): void {
    const came = this.#gathered;
    this.#gathered = [];
    if (this.#stop.signal.aborted) return;
    const lines = came.map(({ content }) => feedLine(content));
    const isUnsure =
      this.#options.view.exercises && lines.some((line) => recallsUnseen(this.#list, line));
    this.#add(lines);
    // What is listed of them says which are exercises.
    if (isUnsure) setTimeout(() => void this.#addRecalled(), LISTS_FOLLOW);
    const last = new Map(came.map(({ precedence, number }) => [precedence, number]));
    for (const number of last.values()) subscription.received(number);
  }

  #add(lines: readonly FeedLine[]): void {
    if (lines.length === 0 || this.#stop.signal.aborted) return;
    const own = this.#options.session.hub.identity.participant;
    this.#show(withoutExpired(withLines(this.#list, lines, own), Date.now()));
  }

  #show(list: typeof emptyList): void {
    if (list === this.#list) return;
    this.#list = list;
    const { session, view } = this.#options;
    const shown = [...list.lines.values()].filter(
      ({ kind }) => view.statements || (kind !== "statement" && kind !== "reminder"),
    );
    this.lines.value = inOrder(shown, session.hub.identity.participant);
  }
}

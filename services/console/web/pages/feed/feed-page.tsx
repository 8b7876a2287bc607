import { useLocation } from "preact-iso";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { HubError } from "@talanoa/platform/errors.ts";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { noticePath } from "../../parts/notice-link.tsx";
import { useTitle } from "../../parts/title.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { Empty, Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { singleKeys } from "../../single-keys.ts";
import { inLanguage } from "../../words/words.ts";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { FeedFilterBar } from "./feed-filter-bar.tsx";
import { type FeedAction, feedAction } from "./feed-keys.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { type FeedLine, type NoticeFeedLine, noticeOfLine } from "./feed-line.ts";
import { staysOnTop } from "./feed-order.ts";
import { FeedRows, type RowsHandle } from "./feed-rows.tsx";
import { readView } from "./feed-view.ts";
import { SearchLink } from "./search-link.tsx";
import { feedWords } from "./feed-words.ts";
import { keptOf } from "./kept.ts";
import type { LiveFeed } from "./live-feed.ts";
import { isRead, versionName } from "./read-marks.ts";
import { useLiveFeed } from "./use-live-feed.ts";
import "./feed.css";

export default function FeedPage() {
  const { url } = useLocation();
  const view = readView(url);
  const feed = useLiveFeed(view);
  const search = useRef<HTMLInputElement>(null);
  return (
    <div class="feed fills">
      <h1 class="unseen">{inLanguage(feedWords).title}</h1>
      <FeedFilterBar view={view} search={search} />
      {feed ? <Feed key={url} feed={feed} search={search} /> : <Loading />}
    </div>
  );
}

function Feed({
  feed,
  search,
}: {
  readonly feed: LiveFeed;
  readonly search: RefObject<HTMLInputElement | null>;
}) {
  const words = inLanguage(feedWords);
  const { participant, principal } = useSession().hub.identity;
  const kept = keptOf({ participant, principal });
  const { route } = useLocation();
  const [chosen, showChosen] = useState(feed.place.chosen);
  /** A key that follows at once finds it, before the rows are drawn again. */
  const setChosen = (key: string | null) => {
    feed.place.chosen = key;
    showChosen(key);
  };
  const [above, setAbove] = useState<readonly FeedLine[]>([]);
  const [asked, setAsked] = useState<NoticeFeedLine | "keys" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const rows = useRef<RowsHandle>(null);
  const lines = feed.lines.value;
  const marks = kept.readMarks.value;
  const isUnread = (line: FeedLine) =>
    line.kind === "notice" &&
    line.notice.ref.origin !== participant &&
    !isRead(marks, { name: versionName(line.notice.ref), at: line.at });
  const unread = lines.filter(isUnread).length;
  useTitle(unread > 0 ? `(${unread}) ${words.title}` : words.title);

  const acknowledge = async (line: NoticeFeedLine) => {
    setAsked(null);
    setError(null);
    await feed.acknowledge(line).catch(setError);
  };
  /** Who has not opened a notice is asked before it is stated that it was read. */
  const askToAcknowledge = (line: NoticeFeedLine) => {
    if (isUnread(line)) setAsked(line);
    else void acknowledge(line);
  };
  const toNewest = () => {
    setChosen(null);
    (document.activeElement as HTMLElement | null)?.blur();
    rows.current?.toTop();
  };
  const act = (action: FeedAction) => {
    const at = lines.findIndex(({ key }) => key === feed.place.chosen);
    const line = lines[at];
    const notice = line && noticeOfLine(line);
    switch (action) {
      case "next":
        return setChosen(lines[Math.min(at + 1, lines.length - 1)]?.key ?? null);
      case "previous":
        return setChosen(lines[Math.max(at - 1, 0)]?.key ?? null);
      case "open":
        return notice && route(noticePath(notice));
      case "acknowledge":
        return line?.kind === "notice" &&
          !line.acknowledged &&
          line.notice.ref.origin !== participant
          ? askToAcknowledge(line)
          : undefined;
      case "search":
        return search.current?.focus();
      case "newest":
        return toNewest();
      case "help":
        return setAsked("keys");
    }
    return action satisfies never;
  };
  useKeys(asked === null ? act : null);

  const state = feed.state.value;
  const older = feed.older.value;
  const urgent = above.filter(isUrgent).length;
  return (
    <>
      <div class="feed-state">
        <LiveSign feed={feed} />
        {unread > 0 && (
          <>
            <span>{words.unreadCount(unread)}</span>
            <button
              type="button"
              class="button-quiet"
              onClick={() => kept.readAll(newestOf(lines))}
            >
              {words.allRead}
            </button>
          </>
        )}
        <button type="button" class="button-quiet feed-keys" onClick={() => setAsked("keys")}>
          {singleKeys.value && <kbd>?</kbd>} {words.keys}
        </button>
      </div>
      {state.kind === "ended" && !isElsewhere(state.error) && (
        <Trouble error={state.error} again={() => feed.goOn()} />
      )}
      {error !== null && <Trouble error={error} />}
      {typeof older === "object" && <Trouble error={older.error} again={() => feed.listOlder()} />}
      {feed.moreRecalled.value && (
        <p class="stale" role="status">
          {words.moreRecalled}
        </p>
      )}
      <div class="feed-new" role="status">
        {above.length > 0 && (
          <button
            type="button"
            class={`button-main${urgent > 0 ? " feed-new-urgent" : ""}`}
            onClick={toNewest}
          >
            {words.fresh(above.length, urgent)}
          </button>
        )}
      </div>
      {lines.length > 0 ? (
        <FeedRows
          lines={lines}
          chosen={chosen}
          stateOf={(line) => ({
            isChosen: line.key === chosen,
            isUnread: isUnread(line),
            isOnTop: staysOnTop(line, participant),
          })}
          onChoose={({ key }) => setChosen(key)}
          onAcknowledge={askToAcknowledge}
          place={feed.place}
          onAbove={(came) => setAbove(came.length === 0 ? none : [...above, ...came])}
          onNearEnd={() => feed.listOlder()}
          handle={rows}
        />
      ) : (
        older !== "asking" && (
          <Empty title={words.empty}>
            <p>{words.emptyHint}</p>
            <a href="/feed">{words.showAll}</a>
            <SearchLink text={feed.view.words.text} />
          </Empty>
        )
      )}
      {lines.length === 0 && older === "asking" && <Loading />}
      {asked === "keys" && <KeysDialog onClose={() => setAsked(null)} />}
      {asked !== null && asked !== "keys" && (
        <AcknowledgeDialog
          line={asked}
          onAcknowledge={() => void acknowledge(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

const none: readonly FeedLine[] = [];

/** Whether the feed follows what comes, and what to do when it does not. */
function LiveSign({ feed }: { readonly feed: LiveFeed }) {
  const words = inLanguage(feedWords);
  const state = feed.state.value;
  switch (state.kind) {
    case "opening":
      return <span class="quiet">{words.opening}</span>;
    case "live":
      return <span class="feed-live">● {words.live}</span>;
    case "lost":
      return (
        <span class="feed-lost" role="status">
          ○ {words.lost}
        </span>
      );
    case "ended":
      return isElsewhere(state.error) ? (
        <span class="feed-lost row" role="alert">
          {words.elsewhere}
          <button type="button" onClick={() => feed.goOn()}>
            {words.watchHere}
          </button>
        </span>
      ) : (
        <span class="feed-lost" role="status">
          ○ {hasTooMany(state.error) ? words.tooMany : words.ended}
        </span>
      );
  }
  return state satisfies never;
}

/** Whether another window or program took the subscription. */
function isElsewhere(error: unknown): boolean {
  return error instanceof HubError && error.code === "conflict";
}

/** Whether one began that the hub does not keep besides all others of the person. */
function hasTooMany(error: unknown): boolean {
  return error instanceof HubError && error.code === "failed-precondition";
}

function isUrgent(line: FeedLine): boolean {
  if (line.kind === "recall") return true;
  return line.kind === "notice" && line.notice.precedence >= Precedence.IMMEDIATE;
}

function newestOf(lines: readonly FeedLine[]): number {
  return Math.max(0, ...lines.map(({ at }) => at));
}

/** Does what keys ask for, while something does. */
function useKeys(act: ((action: FeedAction) => void) | null): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const isField = target.matches("input, textarea, select, [contenteditable]");
      const isControl = target.matches("button, a, summary");
      const action = feedAction(event, { isField, isControl, singleKeys: singleKeys.value });
      if (!action || !act) return;
      event.preventDefault();
      act(action);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

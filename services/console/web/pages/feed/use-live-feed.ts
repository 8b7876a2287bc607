import { useEffect, useState } from "preact/hooks";
import { subscribeByEvents } from "../../hub/feed-events.ts";
import { type Session, useSession } from "../../session.ts";
import { addressOf, concernsUs, type FeedView } from "./feed-view.ts";
import { LiveFeed } from "./live-feed.ts";
import { takeWindowName, type WindowName } from "./subscription-name.ts";

/** The view that this window watches. It goes on while one reads a notice, and is there as it was when one comes back. */
let watched: {
  readonly session: Session;
  readonly address: string;
  readonly feed: LiveFeed;
} | null = null;
let windowName: Promise<WindowName> | null = null;

/** The feed of a view; null for the moment until it begins. */
export function useLiveFeed(view: FeedView): LiveFeed | null {
  const session = useSession();
  const address = addressOf(view);
  const [feed, setFeed] = useState(standing(session, address));
  useEffect(() => {
    let isLeft = false;
    void begin(session, view).then((its) => {
      if (!isLeft) setFeed(its);
    });
    return () => {
      isLeft = true;
    };
  }, [session, address]);
  return feed?.view && addressOf(feed.view) === address ? feed : null;
}

/** Watches while a page is shown that must hear at once what is said of a notice: the view that is watched already. */
export function useWatching(): void {
  const session = useSession();
  useEffect(() => {
    if (watched?.session !== session) void begin(session, concernsUs);
  }, [session]);
}

function standing(session: Session, address: string): LiveFeed | null {
  return watched?.session === session && watched.address === address ? watched.feed : null;
}

async function begin(session: Session, view: FeedView): Promise<LiveFeed> {
  windowName ??= takeWindowName();
  const name = view.name || (await windowName).name;
  const address = addressOf(view);
  const there = standing(session, address);
  if (there) return there;
  watched?.feed[Symbol.dispose]();
  const feed = new LiveFeed({
    session,
    view,
    name,
    subscribe: (options) => subscribeByEvents(session, options),
  });
  watched = { session, address, feed };
  return feed;
}

import { useEffect, useState } from "preact/hooks";
import { begunAnew } from "../../hub/arrived.ts";
import { subscribeByEvents } from "../../hub/feed-events.ts";
import { type Session, useSession } from "../../session.ts";
import { addressOf, concernsUs, type FeedView } from "./feed-view.ts";
import { LiveFeed } from "./live-feed.ts";
import { keepOnceLive, takeWindowName, type WindowName } from "./subscription-name.ts";

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

/**
 * Watches while a page is shown that must hear at once what is said of a notice, which may be an exercise: the view that is
 * watched already, where all of that comes.
 */
export function useWatching(exercise: boolean): void {
  const session = useSession();
  useEffect(() => {
    let isLeft = false;
    let forget = (): void => {};
    const watch = async (): Promise<void> => {
      const feed = await hearing(session, exercise);
      forget();
      if (isLeft) return;
      // What another window takes over is left to it, and what is said is heard by this window's own name.
      forget = feed.state.subscribe(({ kind }) => {
        if (kind === "ended" && feed.view.name !== "") void watch();
      });
    };
    void watch();
    return () => {
      isLeft = true;
      forget();
    };
  }, [session, exercise]);
}

/** Milliseconds in which a feed of a link that carries it is live. */
const SOON = 2_000;

/** Resolves once what is said from then on is heard in this window, or is not soon. */
export async function heardSoon(session: Session): Promise<void> {
  const heard = hearing(session, false).then(settled);
  // A browser that lets no feed begin is no reason to show nothing.
  await Promise.race([heard.catch(() => {}), new Promise((resolve) => setTimeout(resolve, SOON))]);
}

/**
 * A feed in which what is said of a notice comes. Where none is watched it has exercises too, since the notice may be one; a
 * view without them gives way to one with them.
 */
async function hearing(session: Session, exercise: boolean): Promise<LiveFeed> {
  const there = watched?.session === session ? watched.feed : null;
  if (there && (there.view.exercises || !exercise)) {
    const isEnded = there.state.peek().kind === "ended";
    if (isEnded && there.view.name === "") there.goOn();
    if (!isEnded || there.view.name === "") return there;
  }
  const feed = await begin(session, { ...concernsUs, exercises: true });
  // It goes on where the view before was, to which nothing of exercises came.
  if (there) void settled(feed).then(() => begunAnew.value++);
  return feed;
}

/** Resolves when it is known whether a feed follows what comes. */
async function settled({ state }: LiveFeed): Promise<void> {
  let forget = (): void => {};
  await new Promise<void>((resolve) => {
    forget = state.subscribe(({ kind }) => {
      if (kind !== "opening") resolve();
    });
  });
  forget();
}

function standing(session: Session, address: string): LiveFeed | null {
  return watched?.session === session && watched.address === address ? watched.feed : null;
}

async function begin(session: Session, view: FeedView): Promise<LiveFeed> {
  // A view that has a name needs none of the window's.
  const own = view.name ? null : await (windowName ??= takeWindowName(session.hub));
  const name = own?.name ?? view.name;
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
  if (own) keepOnceLive(own, feed);
  return feed;
}

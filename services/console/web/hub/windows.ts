/** What one window of this browser tells the others. */
export type News =
  /** Who is signed in now by the cookie that all windows share; null for nobody. */
  | { readonly signedIn: string | null }
  /** Whose key on this device is another one now, or gone. */
  | { readonly keyOf: string };

/** What a window does about it. */
interface Followed {
  /** Another is signed in, or nobody: what is shown here is not theirs to see. */
  onOther(): void;
  onKey(): void;
}

/** A window does not hear itself by it. */
const channel = new BroadcastChannel("talanoa");

export function tellWindows(news: News): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin: its own
  channel.postMessage(news);
}

/** Follows what the other windows tell of a principal. */
export function followWindows(principal: string, { onOther, onKey }: Followed): void {
  channel.addEventListener("message", ({ data }: MessageEvent<News>) => {
    if ("keyOf" in data) {
      if (data.keyOf === principal) onKey();
    } else if (data.signedIn !== principal) onOther();
  });
}

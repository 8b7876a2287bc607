import { deliver, deliverAll, type Fate } from "@talanoa/client/deliver.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import type { Outbox } from "@talanoa/client/outbox.ts";
import { type Publication, refText } from "@talanoa/client/publication.ts";

/** What is told of the notices in the outbox. */
export interface SendingNews {
  /** What became of a notice; `waiting` is told at each attempt. */
  onFate(publication: Publication, fate: Fate): void;
  /** Those that wait now, oldest first. */
  onWaiting(waiting: readonly Publication[]): void;
  /** What the browser's storage said. */
  onTrouble(error: unknown): void;
}

export interface Sending extends Disposable {
  /** Tries now, or once more when it is just trying. */
  send(): void;
}

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

/**
 * Sends what waits in the outbox, now, when asked, when the link is back, and again after a pause for as long as
 * something waits. The same notice gets the same receipt, however often it is sent.
 */
export function startSending(
  { hub, outbox }: { hub: Hub; outbox: Outbox },
  news: SendingNews,
  link: Pick<EventTarget, "addEventListener" | "removeEventListener">,
): Sending {
  const stop = new AbortController();
  const { signal } = stop;
  let pause = FIRST_PAUSE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  /** Told as waiting, by their names: another tab may settle them. */
  const told = new Map<string, Publication>();

  async function pass(): Promise<void> {
    for await (const { publication, fate } of deliverAll(hub, outbox, {
      patience: 0,
      signal,
    })) {
      tell(publication, fate);
    }
  }

  function tell(publication: Publication, fate: Fate): void {
    const name = refText(publication.ref);
    if (fate.kind === "waiting") told.set(name, publication);
    else told.delete(name);
    news.onFate(publication, fate);
  }

  /** Tells what another tab made of those that wait no more. */
  async function tellSettled(waiting: readonly Publication[]): Promise<void> {
    const names = new Set(waiting.map(({ ref }) => refText(ref)));
    for (const [name, publication] of told)
      if (!names.has(name))
        tell(publication, await deliver(hub, outbox, publication, { patience: 0, signal }));
  }

  async function run(): Promise<void> {
    running = true;
    clearTimeout(timer);
    try {
      do {
        again = false;
        await pass();
      } while (again);
      const waiting = await outbox.waiting();
      await tellSettled(waiting);
      news.onWaiting(waiting);
      pause = waiting.length > 0 ? Math.min(LONGEST_PAUSE, pause * 2) : FIRST_PAUSE;
      if (waiting.length > 0 && !signal.aborted) timer = setTimeout(send, pause);
    } catch (error) {
      if (!signal.aborted) news.onTrouble(error);
    } finally {
      running = false;
    }
  }

  function send(): void {
    again = true;
    if (!running && !signal.aborted) void run();
  }

  function linkIsBack(): void {
    pause = FIRST_PAUSE;
    send();
  }

  link.addEventListener("online", linkIsBack);
  send();
  return {
    send,
    [Symbol.dispose]() {
      stop.abort(new Error("the page is left"));
      clearTimeout(timer);
      link.removeEventListener("online", linkIsBack);
    },
  };
}

import { HubError } from "@talanoa/platform/errors.ts";

const kinds = ["ready", "delivery", "lost", "end"] as const;

/** An event of the console's `/events`, as server/feed-events.ts sends it. */
export interface FeedEvent {
  readonly kind: (typeof kinds)[number];
  readonly data: string;
}

/** Milliseconds without a sign of life, of which the server gives one each 15 s, after which the link is dead. */
const SILENCE = 40_000;

/**
 * The events of one stream, in their order, until it breaks: then throws HubError `unavailable`. A link that died
 * without a word is noticed too, and at once when the browser knows that it is off line.
 */
export async function* feedStream(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<FeedEvent, void, void> {
  const source = new EventSource(path);
  const waiting: FeedEvent[] = [];
  let news = Promise.withResolvers<void>();
  let broken: HubError | null = null;
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers();
  };
  const fail = (message: string) => () => {
    broken ??= new HubError("unavailable", message);
    tell();
  };
  const isSilent = fail("nothing was heard of the console for too long");
  let silence = setTimeout(isSilent, SILENCE);
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(isSilent, SILENCE);
  };
  for (const kind of kinds)
    source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
      heard();
      waiting.push({ kind, data });
      tell();
    });
  source.addEventListener("alive", heard);
  source.addEventListener("error", fail("the console does not answer"));
  const isOffline = fail("this device is off line");
  addEventListener("offline", isOffline);
  signal.addEventListener("abort", tell);
  try {
    while (!signal.aborted) {
      const event = waiting.shift();
      if (event) yield event;
      else if (broken) throw broken;
      else await news.promise;
    }
  } finally {
    source.close();
    clearTimeout(silence);
    removeEventListener("offline", isOffline);
    signal.removeEventListener("abort", tell);
  }
}

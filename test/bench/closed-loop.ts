import type { HubClient } from "@talanoa/client/connect.ts";
import type { Request } from "./notices.ts";
import { openPublishing } from "./publishing.ts";
import { openReceiving } from "./receiving.ts";

/** Notices that are published and not yet with all receivers. */
const IN_FLIGHT = 2_000;

/** A publisher that sends as fast as the receivers get what it sent. */
export interface ClosedLoop extends AsyncDisposable {
  /** How many notices all receivers have. */
  readonly delivered: number;
  /** Resolves when all receivers have all requests; rejects when a call breaks. */
  readonly done: Promise<void>;
}

export interface LoopOptions {
  readonly publisher: HubClient;
  /** An officer of each receiver; each subscribes, receives and confirms. */
  readonly officers: readonly HubClient[];
  readonly requests: readonly Request[];
  /** Begin again with the first request after the last, for what takes the same notice twice. */
  readonly again?: boolean;
}

/** Subscribes all receivers and begins to publish. Disposing stops publishing at once. */
export async function openLoop(options: LoopOptions): Promise<ClosedLoop> {
  const { publisher, officers, requests, again = false } = options;
  await using opened = new AsyncDisposableStack();
  const done = Promise.withResolvers<void>();
  const counts = officers.map(() => 0);
  const most = again ? Infinity : requests.length;
  let delivered = 0;
  let sent = 0;
  let stopped = false;

  const receiving = officers.map((officer, i) =>
    opened.use(
      openReceiving(officer, officer.identity.participant.toLowerCase(), () => {
        // The slowest counts; only its own delivery can move it.
        if (counts[i]!++ !== delivered) return;
        delivered = Math.min(...counts);
        if (delivered === most) done.resolve();
        else if (sent - delivered <= IN_FLIGHT / 2) send();
      }),
    ),
  );
  await Promise.all(receiving.map(({ ready }) => ready));
  const publishing = openPublishing(publisher, () => {});

  function send(): void {
    const upTo = stopped ? sent : Math.min(delivered + IN_FLIGHT, most);
    for (; sent < upTo; sent++) publishing.send(requests[sent % requests.length]!);
  }

  send();
  const broken = Promise.race([publishing.failed, ...receiving.map(({ failed }) => failed)]);
  const finished = Promise.race([done.promise, broken]);
  finished.catch(() => {});
  opened.defer(async () => {
    stopped = true;
    await publishing.end();
  });
  const kept = opened.move();
  return {
    get delivered() {
      return delivered;
    },
    done: finished,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Publishes all requests; resolves when all receivers have them. */
export async function exchangeAll(options: LoopOptions): Promise<void> {
  await using loop = await openLoop(options);
  await loop.done;
}

import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { IntakeService, type PublishStreamResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import type { Request } from "./notices.ts";

/** PublishStream for requests that are written already. */
const publishWritten: Method<Request, PublishStreamResponse> = {
  ...IntakeService.publishStream,
  requestSerialize: (request) => request as Request,
  requestDeserialize: (bytes) => bytes,
};

export interface Publishing {
  send(request: Request): void;
  /** Says that nothing more is sent; resolves when the hub has ended the call. */
  end(): Promise<void>;
  /** Rejects when a notice is refused or the call breaks. */
  readonly failed: Promise<never>;
}

/** One PublishStream call; tells of each receipt by its place, from 0. */
export function openPublishing(
  publisher: HubClient,
  onReceipt: (place: number) => void,
): Publishing {
  const call = publisher.open(publishWritten);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  let answered = 0;
  call.on("data", ({ receipt, refusal }: PublishStreamResponse) => {
    if (!receipt) failed.reject(new Error(`refused: ${refusal?.message}`));
    onReceipt(answered++);
  });
  call.on("error", failed.reject);
  return {
    send: (request) => void call.write(request),
    async end() {
      call.end();
      await Promise.race([new Promise((resolve) => call.once("end", resolve)), failed.promise]);
    },
    failed: failed.promise,
  };
}

/** How many notices may wait for their receipt. */
const IN_FLIGHT = 2_000;

/** Publishes all on one call; gives the seconds from the first byte to the last receipt. */
export async function publishAll(
  publisher: HubClient,
  requests: readonly Request[],
): Promise<number> {
  const done = Promise.withResolvers<void>();
  let sent = 0;
  const send = (most: number): void => {
    for (; sent < Math.min(most, requests.length); sent++) publishing.send(requests[sent]!);
  };
  const publishing = openPublishing(publisher, (place) => {
    if (place === requests.length - 1) done.resolve();
    // Some at once: a write of its own for each costs more than the notice.
    else if (place % 100 === 99) send(place + 1 + IN_FLIGHT);
  });
  const started = performance.now();
  send(IN_FLIGHT);
  await Promise.race([done.promise, publishing.failed]);
  const seconds = (performance.now() - started) / 1_000;
  await publishing.end();
  return seconds;
}

/** The same principal, at a bare program instead of the hub. */
export function at({ identity }: HubClient, port: unknown): HubClient {
  const address = `127.0.0.1:${String(port)}`;
  return connect({ ...identity, hub: { ...identity.hub, intake: address, feeds: address } });
}

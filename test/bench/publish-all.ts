import { connect, type HubClient } from "@talanoa/client/connect.ts";
import {
  IntakeService,
  type PublishStreamResponse,
  type SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";

/** How many notices may wait for their receipt. */
const IN_FLIGHT = 2_000;

/** Publishes all on one stream; gives the seconds from the first byte to the last receipt. */
export async function publishAll(
  publisher: HubClient,
  notices: readonly SealedNotice[],
): Promise<number> {
  const call = publisher.open(IntakeService.publishStream);
  const done = Promise.withResolvers<void>();
  let sent = 0;
  let answered = 0;
  const send = (): void => {
    while (sent < notices.length && sent - answered < IN_FLIGHT) {
      call.write({ notice: notices[sent++] as SealedNotice });
    }
    if (sent === notices.length) call.end();
  };
  call.on("data", ({ receipt, refusal }: PublishStreamResponse) => {
    if (!receipt) done.reject(new Error(`refused: ${refusal?.message}`));
    answered += 1;
    if (answered === notices.length) done.resolve();
    else if (sent - answered < IN_FLIGHT / 2) send();
  });
  call.on("error", done.reject);
  const started = performance.now();
  send();
  await done.promise;
  return (performance.now() - started) / 1_000;
}

/** The same principal, at another intake. */
export function at(publisher: HubClient, port: unknown): HubClient {
  const { identity } = publisher;
  return connect({ ...identity, hub: { ...identity.hub, intake: `127.0.0.1:${String(port)}` } });
}

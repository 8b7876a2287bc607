import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { BARE } from "./bare/store.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { receivers, sealMany } from "./notices.ts";
import { publishAll } from "./publishing.ts";
import type { Size } from "./size.ts";
import { type StreamView, viewStream } from "./stream-view.ts";

/** A marker and, with the origin's own, nine copies. */
const MESSAGES = receivers.length + 2;

/**
 * Notices a second from where they stand in the stream to their copies standing in all feeds, beside
 * atomic batches of the very same messages. Both from the first message stored to the last: neither
 * the start of a process nor what it does before the first commit counts.
 */
export async function fanOut(hub: TestHub, size: Size): Promise<Figure> {
  const count = size(4_000);
  const { stack } = hub;
  for (const name of ["member-feeds", "audit-log"]) await stack.stop(name);
  const publisher = await hub.as("fj-publisher");
  await using exchange = await viewStream(stack.natsUrl, "EXCHANGE");
  let routed = { first: 0, last: 0 };

  async function product(): Promise<number> {
    await stack.stop("member-routing");
    await publishAll(publisher, await sealMany(publisher.identity, count));
    const { lastSequence } = await exchange.state();
    routed = { first: lastSequence + 1, last: lastSequence + count * MESSAGES };
    await stack.restart("member-routing");
    await exchange.reaches(routed.last);
    return count / (await secondsBetween(exchange, routed.first, routed.last));
  }

  async function bare(): Promise<number> {
    const range = [String(routed.first), String(routed.last)];
    await using program = await startBare("fan-out", [stack.natsUrl, ...range]);
    await program.ask("store");
    await using stored = await viewStream(stack.natsUrl, BARE);
    return count / (await secondsBetween(stored, 1, count * MESSAGES));
  }

  const figures = await sideBySide(3, product, bare);
  return { name: "fan-out", unit: "notices/s", ...figures, goal: { atLeast: 0.5 } };
}

async function secondsBetween(stream: StreamView, first: number, last: number): Promise<number> {
  return ((await stream.storedAt(last)) - (await stream.storedAt(first))) / 1_000;
}

import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { BARE } from "./bare/store.ts";
import { type Figure, sideBySide } from "./figure.ts";
import { receivers, sealMany } from "./notices.ts";
import { Costs } from "./processor-time.ts";
import { publishAll } from "./publishing.ts";
import type { Size } from "./size.ts";
import { type StreamView, viewStream } from "./stream-view.ts";

/** A marker and, with the origin's own, nine copies. */
export const MESSAGES = receivers.length + 2;

/**
 * Notices a second from where they stand in the stream to their copies standing in all feeds, beside
 * atomic batches of the very same messages. Both warm, as services run for months: the first quarter
 * of what is stored does not count, and routing is held still while notices gather, not started again,
 * which has it read all markers that ever were beside its work.
 */
export async function fanOut(hub: TestHub, size: Size): Promise<Figure> {
  const count = size(12_000);
  const { stack } = hub;
  for (const name of ["member-feeds", "audit-log"]) await stack.stop(name);
  const publisher = await hub.as("fj-publisher");
  await using exchange = await viewStream(stack.natsUrl, "EXCHANGE");
  let routed = { first: 0, last: 0 };
  const nats = stack.pid("nats");
  const [costs, bareCosts] = [new Costs(), new Costs()];

  async function product(): Promise<number> {
    const routing = stack.pid("member-routing")!;
    process.kill(routing, "SIGSTOP");
    await publishAll(publisher, await sealMany(publisher.identity, count)).finally(() =>
      process.kill(routing, "SIGCONT"),
    );
    const { lastSequence } = await exchange.state();
    routed = { first: lastSequence + 1, last: lastSequence + count * MESSAGES };
    const quarter = routed.first + (count * MESSAGES) / 4;
    await exchange.reaches(quarter);
    const its = { "member-routing": routing, nats };
    await costs.of(count * 0.75, its, () => exchange.reaches(routed.last));
    return await speed(exchange, routed);
  }

  async function bare(): Promise<number> {
    const range = [String(routed.first), String(routed.last)];
    await using program = await startBare("fan-out", [stack.natsUrl, ...range]);
    const its = { "bare program": program.pid, nats };
    await bareCosts.of(count, its, () => program.ask("store"));
    await using stored = await viewStream(stack.natsUrl, BARE);
    return await speed(stored, { first: 1, last: count * MESSAGES });
  }

  const figures = await sideBySide(3, product, bare);
  const detail = {
    ...costs.each("processor a notice"),
    ...bareCosts.each("processor a notice, bare"),
  };
  return { name: "fan-out", unit: "notices/s", ...figures, goal: { atLeast: 0.5 }, detail };
}

/** Notices a second whose messages stand in the last three quarters of a range. */
export async function speed(stream: StreamView, { first, last }: { first: number; last: number }) {
  const from = first + Math.floor((last - first) / 4);
  const [start, end] = [await stream.storedAt(from), await stream.storedAt(last)];
  return (last - from) / MESSAGES / ((end - start) / 1_000);
}

import type { HubClient } from "@talanoa/client/connect.ts";
import {
  NoticeHeader,
  PublishStreamRequest,
  SubscribeResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import type { TestHub } from "../support/hub.ts";
import { startBare } from "./bare-program.ts";
import { exchangeAll } from "./closed-loop.ts";
import { compared, type Figure, quantile } from "./figure.ts";
import { receivers, sealMany } from "./notices.ts";
import { atRest, Costs } from "./processor-time.ts";
import { at, openPublishing } from "./publishing.ts";
import { openReceiving } from "./receiving.ts";
import type { Size } from "./size.ts";

const PER_SECOND = 100;
const ROUNDS = 3;
/** Notices of each round that are not counted. */
const WARM_UP = 2 * PER_SECOND;
/** Notices that go through both before: services run for months, and the compiler is busy with the first ones. */
const BEFORE = 20_000;

/** Milliseconds of each notice to its receipt, and of each of its eight copies to the receiver. */
interface Latencies {
  readonly receipt: number[];
  readonly delivery: number[];
}

/** From publish to receipt and to delivery at 100 notices a second, with 24 subscribers. */
export async function latency(hub: TestHub, size: Size): Promise<Figure[]> {
  const count = WARM_UP + size(13 * PER_SECOND);
  const publisher = await hub.as("fj-publisher");
  const officers = await Promise.all(
    members.map(({ id }) => hub.as(`${id.toLowerCase()}-liaison`)),
  );
  await using program = await startBare("chain", [
    hub.stack.natsUrl,
    publisher.identity.signingKey?.x ?? "",
  ]);
  await using barePublisher = at(publisher, program.said);
  await using bareOfficers = new AsyncDisposableStack();
  const others = officers.map((officer) => bareOfficers.use(at(officer, program.said)));

  const { stack } = hub;
  const broker = { nats: stack.pid("nats"), "publisher and receivers": process.pid };
  const names = ["alert-intake", "member-routing", "member-feeds", "audit-log", "postgres"];
  const services = Object.fromEntries(names.map((name) => [name, stack.pid(name)]));
  const [costs, bareCosts] = [new Costs(), new Costs()];
  const product = () => measure(publisher, officers, count);
  const bare = () => measure(barePublisher, others, count);
  const warmUp = async (from: HubClient, to: readonly HubClient[]) => {
    const named = to.filter(({ identity }) => receivers.includes(identity.participant));
    const requests = await sealMany(publisher.identity, size(BEFORE));
    await exchangeAll({ publisher: from, officers: named, requests });
  };
  await warmUp(publisher, officers);
  await warmUp(barePublisher, others);
  // Log, lists and search write on for a while.
  await atRest({ ...services, nats: stack.pid("nats"), "bare program": program.pid });
  const values: Latencies[] = [];
  const bares: Latencies[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    values.push(await costs.of(count, { ...services, ...broker }, product));
    bares.push(await bareCosts.of(count, { "bare program": program.pid, ...broker }, bare));
  }
  const detail = {
    ...costs.each("processor a notice"),
    ...bareCosts.each("processor a notice, bare"),
  };
  const figures = (["receipt", "delivery"] as const).flatMap((what) =>
    [0.5, 0.99].map((share) => ({
      name: `publish to ${what} p${share * 100}`,
      unit: "ms",
      ...compared(
        values.map((each) => quantile(each[what], share)),
        bares.map((each) => quantile(each[what], share)),
      ),
      goal: { atMost: 2 },
    })),
  );
  return figures.map((figure, i) => (i === figures.length - 1 ? { ...figure, detail } : figure));
}

async function measure(
  publisher: HubClient,
  officers: readonly HubClient[],
  count: number,
): Promise<Latencies> {
  const requests = await sealMany(publisher.identity, count);
  const places = new Map(
    requests.map((request, place) => {
      const { notice } = PublishStreamRequest.decode(request);
      return [NoticeHeader.decode(notice!.header).id, place];
    }),
  );
  const sentAt: number[] = [];
  const receipt: number[] = [];
  const delivery: number[] = [];
  let missing = count * receivers.length;
  const done = Promise.withResolvers<void>();

  await using open = new AsyncDisposableStack();
  const calls = officers.map((officer) => {
    const { participant } = officer.identity;
    const counted = receivers.includes(participant);
    return open.use(
      openReceiving(officer, participant.toLowerCase(), (bytes) => {
        const now = performance.now();
        const copy = SubscribeResponse.decode(bytes).delivery?.copy;
        const place = places.get(NoticeHeader.decode(copy!.notice!.header).id);
        // The origin's own copy, or one of the round before.
        if (place === undefined || !counted) return;
        if (place >= WARM_UP) delivery.push(now - sentAt[place]!);
        if (--missing === 0) done.resolve();
      }),
    );
  });
  await Promise.all(calls.map(({ ready }) => ready));
  const publishing = openPublishing(publisher, (place) => {
    if (place >= WARM_UP) receipt.push(performance.now() - sentAt[place]!);
  });
  const started = performance.now();
  const timer = setInterval(() => {
    const due = Math.min(count, Math.ceil((performance.now() - started) * (PER_SECOND / 1_000)));
    while (sentAt.length < due) {
      sentAt.push(performance.now());
      publishing.send(requests[sentAt.length - 1]!);
    }
    if (sentAt.length === count) clearInterval(timer);
  }, 1);
  open.defer(() => clearInterval(timer));
  await Promise.race([done.promise, publishing.failed, ...calls.map(({ failed }) => failed)]);
  await publishing.end();
  return { receipt, delivery };
}

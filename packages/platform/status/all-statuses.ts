import type { Msg } from "@nats-io/transport-node";
import { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import { hubServices } from "@talanoa/contract/hub-services.ts";
import { statusOf } from "@talanoa/contract/subjects.ts";
import type { Bus } from "../bus/connection.ts";
import type { Logger } from "../logging.ts";
import type { OwnStatus } from "./own-status.ts";

/** Milliseconds in which an instance says that it is there, and in which it says how it is. */
const THERE_WITHIN = 400;
const TOLD_WITHIN = 3_000;

/** Answers, until it is disposed of, whoever of the hub's services asks: at once that it is there, then how it is. */
export function answerStatus(
  bus: Bus,
  {
    service,
    own,
    log,
  }: { readonly service: string; readonly own: OwnStatus; readonly log: Logger },
): Disposable {
  const questions = bus.connection.subscribe(statusOf(service));
  const answer = async (question: Msg): Promise<void> => {
    try {
      question.respond(InstanceStatus.encode(own.name()));
      question.respond(InstanceStatus.encode(await own.look()));
    } catch (error) {
      log.warn({ err: error }, "the status could not be told");
    }
  };
  const answering = async (): Promise<void> => {
    for await (const question of questions) void answer(question);
  };
  void answering();
  return { [Symbol.dispose]: () => questions.unsubscribe() };
}

/**
 * Asks every instance of every service how it is. One that is there and does not say so in time has no
 * readings; without a broker nobody is heard.
 */
export async function askAll(bus: Bus): Promise<InstanceStatus[]> {
  if (!bus.available()) return [];
  const heard = new Map<string, InstanceStatus>();
  const told = new Set<string>();
  const over = Promise.withResolvers<void>();
  let allThere = false;
  const endIfTold = (): void => {
    if (allThere && told.size === heard.size) over.resolve();
  };
  const inbox = bus.inbox();
  const answers = bus.connection.subscribe(`${inbox}.*`, {
    callback(error, { subject, data, headers }) {
      // An answer of the broker itself: nobody listens.
      if (error || headers?.code) return;
      const its = statusIn(data);
      // Each tells of itself alone, whoever took it over.
      if (its?.service !== subject.slice(inbox.length + 1)) return;
      const name = `${its.service} ${its.instance}`;
      heard.set(name, its);
      if (its.readings.length > 0) told.add(name);
      endIfTold();
    },
  });
  const there = setTimeout(() => {
    allThere = true;
    endIfTold();
  }, THERE_WITHIN);
  const late = setTimeout(over.resolve, TOLD_WITHIN);
  for (const service of hubServices)
    bus.connection.publish(statusOf(service), "", { reply: `${inbox}.${service}` });
  await over.promise;
  clearTimeout(there);
  clearTimeout(late);
  answers.unsubscribe();
  return [...heard.values()];
}

/** Null for what cannot be read: an error would end all reading of the connection. */
function statusIn(data: Uint8Array): InstanceStatus | null {
  try {
    return InstanceStatus.decode(data);
  } catch {
    return null;
  }
}

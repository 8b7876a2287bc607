import type { Bus } from "./connection.ts";
import { passingConsumer } from "./passing-consumer.ts";
import type { StoredMessage } from "./stored-message.ts";

/** The last message on each subject of a filter, without payloads. `unavailable` when the broker is away or slow. */
export async function lastOfEach(bus: Bus, filter: string): Promise<StoredMessage[]> {
  using last = await passingConsumer(bus, "last", {
    deliver_policy: "last_per_subject",
    filter_subjects: [filter],
  });
  return last.count === 0 ? [] : await last.fetch(last.count);
}

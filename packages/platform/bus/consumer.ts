import type { ConsumerConfig } from "@nats-io/jetstream";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { refusalOf } from "./refusal.ts";
import type { ApiAnswer } from "./refusal.ts";

/** Creates a consumer, or brings a durable one of the same name to these settings. Returns its name. */
export async function createConsumer(
  bus: Bus,
  stream: string,
  config: Partial<ConsumerConfig> & { name: string },
): Promise<string> {
  const request = JSON.stringify({ stream_name: stream, config });
  const reply = await bus.request(`${bus.api}.CONSUMER.CREATE.${stream}.${config.name}`, request);
  const answer = reply.json<ApiAnswer>();
  if (answer.error === undefined) return config.name;
  // A server that has just started, or a leader being elected, is worth another try; bad settings are not.
  const refusal = refusalOf(answer);
  const lasting = refusal.kind === "fault";
  throw new HubError(
    lasting ? "internal" : "unavailable",
    `no consumer: ${answer.error.description}`,
  );
}

/** Deletes a consumer, without waiting and without minding if that fails: an idle one goes by itself. */
export function deleteConsumer(bus: Bus, stream: string, name: string): void {
  if (!bus.available()) return;
  bus.request(`${bus.api}.CONSUMER.DELETE.${stream}.${name}`, "").catch(() => {});
}

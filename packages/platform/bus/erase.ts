import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import type { ApiAnswer } from "./refusal.ts";
import { readMessage } from "./standing.ts";
import type { StoredMessage } from "./stored-message.ts";

/**
 * Removes a message from the stream and its bytes from the broker's disk (secure delete), when the one
 * that stands there is meant: a sequence may be another message's after a stream was cut short. False
 * when nothing or something else stands there. `unavailable` when the broker does not do it now; to be
 * asked again does no harm.
 */
export async function eraseMessage(
  bus: Bus,
  sequence: number,
  isMeant: (standing: StoredMessage) => boolean,
): Promise<boolean> {
  const standing = await readMessage(bus, EXCHANGE, { seq: sequence });
  if (!standing || !isMeant(standing)) return false;
  const request = JSON.stringify({ seq: sequence, no_erase: false });
  const reply = await bus.request(`${bus.api}.STREAM.MSG.DELETE.${EXCHANGE}`, request);
  const { error } = reply.json<ApiAnswer>();
  if (!error) return true;
  // Another process was faster, or the answer to an earlier attempt was lost.
  if (!(await readMessage(bus, EXCHANGE, { seq: sequence }))) return true;
  throw new HubError("unavailable", `the broker did not erase: ${error.description}`);
}

import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { headerBlock, headerLine } from "./header-lines.ts";
import type { ApiAnswer } from "./refusal.ts";
import { StreamMessage } from "./stored-message.ts";
import type { StoredMessage } from "./stored-message.ts";
import { expectedSubject } from "./unit.ts";
import type { Outgoing, Unit } from "./unit.ts";

/** Where a unit stands, by what its expected subjects hold and which of its message ids are known. */
export type Standing =
  /** All that can be recognised of it stands: from this sequence on. */
  | { kind: "same"; firstSequence: number }
  /** Something else stands where it was to stand. */
  | { kind: "other"; standing: StoredMessage }
  | { kind: "absent" }
  /**
   * Part of it stands, or nothing where it expects something. A leader that has just taken over can look like
   * that for a moment; otherwise it is a conflict.
   */
  | { kind: "doubtful"; standing: StoredMessage | undefined };

interface GetAnswer extends ApiAnswer {
  message?: { subject: string; seq: number; time: string; data?: string; hdrs?: string };
}

type Finding =
  | { at: number; message?: StoredMessage }
  | { other: StoredMessage }
  | "absent"
  | "gone";

/** Reads from the stream's leader: a direct get may be answered by a replica that is behind. */
export async function readMessage(
  bus: Bus,
  stream: string,
  which: { seq: number } | { last_by_subj: string } | { seq: number; next_by_subj: string },
): Promise<StoredMessage | undefined> {
  const reply = await bus.request(`${bus.api}.STREAM.MSG.GET.${stream}`, JSON.stringify(which));
  const { message, error } = reply.json<GetAnswer>();
  if (error?.err_code === 10037) return undefined;
  if (error !== undefined || message === undefined) {
    throw new HubError(
      "unavailable",
      `the broker could not read: ${error?.description ?? "no message"}`,
    );
  }
  const headers = Buffer.from(message.hdrs ?? "", "base64");
  const payload = Buffer.from(message.data ?? "", "base64");
  return new StreamMessage(
    message.subject,
    message.seq,
    Date.parse(message.time),
    payload,
    headers,
  );
}

/** Finds out whether a refused unit stands. Throws `unavailable` when the leader can not be read. */
export async function findStanding(bus: Bus, stream: string, unit: Unit): Promise<Standing> {
  const findings = await Promise.all(
    unit.messages.flatMap((message, i) => {
      if (message.expect !== undefined) return [byExpectation(bus, stream, unit, message, i)];
      if (message.messageId !== undefined) return [byMessageId(bus, message, message.messageId, i)];
      return [];
    }),
  );
  const other = findings.find((finding) => typeof finding === "object" && "other" in finding);
  if (other !== undefined) return { kind: "other", standing: other.other };
  const found = findings.filter((finding) => typeof finding === "object" && "at" in finding);
  const [first] = found;
  if (first === undefined && !findings.includes("gone")) return { kind: "absent" };
  if (
    first === undefined ||
    found.length < findings.length ||
    found.some(({ at }) => at !== first.at)
  ) {
    return { kind: "doubtful", standing: first?.message };
  }
  return { kind: "same", firstSequence: first.at };
}

async function byExpectation(
  bus: Bus,
  stream: string,
  unit: Unit,
  message: Outgoing,
  place: number,
): Promise<Finding> {
  const subject = expectedSubject(message) ?? message.subject;
  const expected = message.expect?.lastSequence ?? 0;
  const last = await readMessage(bus, stream, { last_by_subj: subject });
  if (last === undefined) return expected === 0 ? "absent" : "gone";
  if (last.sequence === expected) return "absent";
  if (isSame(unit, message, last)) return { at: last.sequence - place, message: last };
  // Ours may have been the next after the expected one, with others after it since.
  const next = await readMessage(bus, stream, { seq: expected + 1, next_by_subj: subject });
  if (next !== undefined && isSame(unit, message, next))
    return { at: next.sequence - place, message: next };
  return { other: last };
}

/**
 * Asks the server whether it knows a message id, without storing anything: a publish with that id and a rollup
 * that the stream does not permit. A known id is answered as a duplicate, with its sequence, before the rollup is
 * refused, on one server and on three. (An expectation is looked at before the id on one server; and one of
 * `Nats-Expected-Last-Msg-Id` that fails stops a replicated stream of nats-server 2.15.1 for good.)
 */
async function byMessageId(
  bus: Bus,
  message: Outgoing,
  id: string,
  place: number,
): Promise<Finding> {
  const lines = headerLine("Nats-Msg-Id", id) + headerLine("Nats-Rollup", "none");
  const reply = await bus.request(message.subject, "", { headers: headerBlock(lines) });
  const answer = reply.json<ApiAnswer & { seq?: number; duplicate?: boolean }>();
  if (answer.error === undefined)
    return answer.duplicate && answer.seq ? { at: answer.seq - place } : "absent";
  // 10111: the rollup is not permitted, so the id is not known. 10158: it is being stored just now.
  if (answer.error.err_code === 10111 || answer.error.err_code === 10158) return "absent";
  throw new HubError(
    "unavailable",
    `the broker could not look up a message id: ${answer.error.description}`,
  );
}

function isSame(unit: Unit, message: Outgoing, standing: StoredMessage): boolean {
  return isEqual(message, standing) || unit.sameAs?.(standing, message) === true;
}

function isEqual(message: Outgoing, standing: StoredMessage): boolean {
  if (
    standing.subject !== message.subject ||
    Buffer.compare(standing.payload, message.payload) !== 0
  )
    return false;
  return Object.entries(message.headers ?? {}).every(
    ([name, value]) => standing.header(name) === value,
  );
}

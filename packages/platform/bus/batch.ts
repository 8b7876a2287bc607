import { randomUUID } from "node:crypto";
import type { Msg } from "@nats-io/transport-node";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { headerBlock } from "./header-lines.ts";
import { refusalOf } from "./refusal.ts";
import type { ApiAnswer, Refusal } from "./refusal.ts";
import type { Outgoing } from "./unit.ts";

/** What became of one attempt. */
export type Attempt =
  | { kind: "stored"; firstSequence: number; duplicate: boolean }
  | { kind: "refused"; refusal: Refusal }
  /** The answer did not come: stored or not. */
  | { kind: "unknown"; cause: unknown };

interface PublishAnswer extends ApiAnswer {
  stream: string;
  seq: number;
  duplicate?: boolean;
  batch?: string;
  count?: number;
}

/** A message and the header lines that say what it expects. */
export interface Written {
  readonly message: Outgoing;
  readonly lines: string;
}

// Every process that writes to the stream has its own: in containers all have the same process id.
const writer = randomUUID();
let batches = 0;

/** Stores one message by a publish of its own. */
export async function writeSingle(
  bus: Bus,
  { message, lines }: Written,
  timeout: number,
): Promise<Attempt> {
  try {
    const answer = await bus.request(message.subject, message.payload, {
      headers: headerBlock(lines),
      timeout,
    });
    const parsed = answer.json<PublishAnswer>();
    if (parsed.error !== undefined) return { kind: "refused", refusal: refusalOf(parsed) };
    return { kind: "stored", firstSequence: parsed.seq, duplicate: parsed.duplicate === true };
  } catch (cause) {
    return { kind: "unknown", cause };
  }
}

/**
 * Stores the messages as one atomic batch (ADR-50): each carries the batch's id and its place, the last the
 * commit, whose answer counts. The first is a request too, since the server says there why it takes no batch
 * at all; with `everyAnswer` each is, to learn which one it does not take: the commit is then only "incomplete".
 * Every attempt has an id of its own: the server may still hold half of an earlier one.
 */
export async function writeBatch(
  bus: Bus,
  batch: readonly Written[],
  timeout: number,
  everyAnswer = false,
): Promise<Attempt> {
  const id = `${writer}.${(batches++).toString(36)}`;
  const answers: Promise<Refusal | undefined>[] = [];
  try {
    let commit: Promise<Msg> | undefined;
    for (const [i, { message, lines }] of batch.entries()) {
      const last = i === batch.length - 1;
      const place = `Nats-Batch-Id: ${id}\r\nNats-Batch-Sequence: ${i + 1}\r\n`;
      const headers = headerBlock(
        last ? `${place}Nats-Batch-Commit: 1\r\n${lines}` : place + lines,
      );
      if (last) commit = bus.request(message.subject, message.payload, { headers, timeout });
      else if (i === 0 || everyAnswer)
        answers.push(
          refusalOfOne(bus.request(message.subject, message.payload, { headers, timeout })),
        );
      else bus.publish(message.subject, message.payload, headers);
    }
    const answer = (await commit)?.json<PublishAnswer>();
    if (answer === undefined) throw new HubError("internal", "an empty batch");
    if (answer.error !== undefined) {
      const refusal = refusalOf(answer);
      if (refusal.kind !== "busy") return { kind: "refused", refusal };
      // Of what was not taken whole, an answer before the last may know why.
      const reasons = (await Promise.all(answers)).filter((reason) => reason !== undefined);
      const reason = reasons.find(({ kind }) => kind !== "busy") ?? refusal;
      return { kind: "refused", refusal: reason };
    }
    if (answer.count !== batch.length) {
      return {
        kind: "unknown",
        cause: new HubError("internal", `${answer.count} of ${batch.length} were stored`),
      };
    }
    return { kind: "stored", firstSequence: answer.seq - batch.length + 1, duplicate: false };
  } catch (cause) {
    return { kind: "unknown", cause };
  }
}

// An empty answer is a yes; no answer is left to the commit.
async function refusalOfOne(request: Promise<Msg>): Promise<Refusal | undefined> {
  try {
    const answer = await request;
    return answer.data.length === 0 ? undefined : refusalOf(answer.json<ApiAnswer>());
  } catch {
    return undefined;
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";

/** A stream as the benchmarks look at it, on a connection of their own. */
export interface StreamView extends AsyncDisposable {
  state(): Promise<{ lastSequence: number; messages: number; bytes: number }>;
  /** When the message at a sequence was stored, Unix ms. */
  storedAt(sequence: number): Promise<number>;
  /** Resolves once the stream has come to a sequence; looks every 50 ms. */
  reaches(sequence: number): Promise<void>;
}

export async function viewStream(url: string, name: string): Promise<StreamView> {
  const connection = await connect({ servers: url });
  async function ask<T>(subject: string, request: object | null): Promise<T> {
    const body = request ? JSON.stringify(request) : "";
    const reply = await connection.request(subject, body, { timeout: 30_000 });
    const answer = reply.json<T & { error?: { description: string } }>();
    if (answer.error) throw new Error(`${subject}: ${answer.error.description}`);
    return answer;
  }
  const view: StreamView = {
    async state() {
      const { state } = await ask<{ state: { last_seq: number; messages: number; bytes: number } }>(
        `$JS.API.STREAM.INFO.${name}`,
        null,
      );
      return { lastSequence: state.last_seq, messages: state.messages, bytes: state.bytes };
    },
    async storedAt(sequence) {
      const { message } = await ask<{ message: { time: string } }>(
        `$JS.API.STREAM.MSG.GET.${name}`,
        { seq: sequence },
      );
      return Date.parse(message.time);
    },
    async reaches(sequence) {
      while ((await view.state()).lastSequence < sequence) await sleep(50);
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
    },
  };
  return view;
}

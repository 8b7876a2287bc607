import { connect, type NatsConnection } from "@nats-io/transport-node";

export interface BareMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Header lines as they go on the wire, without the closing empty line. */
  readonly lines: string;
}

/** The least that stores messages on disk: atomic batches of what has gathered, one after the other. */
export interface BareStore extends AsyncDisposable {
  readonly connection: NatsConnection;
  /** Calls back when the messages of one caller stand; a caller's messages are not split. */
  store(messages: readonly BareMessage[], stored: () => void): void;
}

/** The stream, over `bare.>`, that the bare programs write to. */
export const BARE = "BARE";
const MOST = 1_000;
let ids = 0;

/** Opens a store on an empty stream of its own; disposing deletes the stream. */
export async function openBareStore(url: string): Promise<BareStore> {
  const connection = await connect({ servers: url });
  const config = { name: BARE, subjects: ["bare.>"], storage: "file", allow_atomic: true };
  await connection.request(`$JS.API.STREAM.CREATE.${BARE}`, JSON.stringify(config));
  let waiting: { messages: readonly BareMessage[]; stored: () => void }[] = [];
  let running: Promise<void> | null = null;
  let closing = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      let count = 0;
      let taken = 0;
      while (taken < waiting.length && count + waiting[taken]!.messages.length <= MOST) {
        count += waiting[taken]!.messages.length;
        taken += 1;
      }
      const group = waiting.slice(0, taken);
      waiting = waiting.slice(taken);
      await storeBatch(
        connection,
        group.flatMap(({ messages }) => messages),
      );
      for (const { stored } of group) stored();
    }
    running = null;
  }

  return {
    connection,
    store(messages, stored) {
      if (closing) return;
      waiting.push({ messages, stored });
      running ??= run();
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      waiting = [];
      await running;
      await connection.request(`$JS.API.STREAM.DELETE.${BARE}`, "", { timeout: 30_000 });
      await connection.close();
    },
  };
}

/** Stores messages as one atomic batch, a single one alone; resolves when they are on disk. */
export async function storeBatch(
  connection: NatsConnection,
  messages: readonly BareMessage[],
): Promise<void> {
  const id = `bare-${ids++}`;
  for (const [i, { subject, payload, lines }] of messages.entries()) {
    const last = i === messages.length - 1;
    const batch =
      messages.length === 1
        ? ""
        : `Nats-Batch-Id: ${id}\r\nNats-Batch-Sequence: ${i + 1}\r\n${last ? "Nats-Batch-Commit: 1\r\n" : ""}`;
    const block = Buffer.from(`NATS/1.0\r\n${lines}${batch}\r\n`);
    const headers = { encode: () => block } as never;
    if (!last) connection.publish(subject, payload, { headers });
    else {
      const answer = await connection.request(subject, payload, { headers, timeout: 30_000 });
      const { error } = answer.json<{ error?: { description: string } }>();
      if (error) throw new Error(error.description);
    }
  }
}

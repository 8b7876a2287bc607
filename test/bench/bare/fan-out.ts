// Reads the messages of some routings from the stream, and stores the very same again as atomic
// batches when it is told to.
import { connect, type Msg } from "@nats-io/transport-node";
import { endsWithBenchmark } from "./ending.ts";
import { type BareMessage, openBareStore, storeBatch } from "./store.ts";

const [natsUrl = "", first = "", last = ""] = process.argv.slice(2);
const AT_ONCE = 1_000;

const messages = await read();
const store = await openBareStore(natsUrl);
endsWithBenchmark(store);
process.on("message", () => {
  void (async () => {
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      await storeBatch(store.connection, messages.slice(from, from + AT_ONCE));
    }
    process.send?.("stored");
  })();
});
process.send?.("ready");

async function read(): Promise<BareMessage[]> {
  const connection = await connect({ servers: natsUrl });
  const count = Number(last) - Number(first) + 1;
  const found: BareMessage[] = [];
  const done = Promise.withResolvers<void>();
  connection.subscribe("read.bare", {
    callback(error, msg) {
      if (error) return done.reject(error);
      // Flow control wants an answer; what else has no reply subject is a heartbeat.
      if (!msg.reply?.startsWith("$JS.ACK.")) return void msg.respond();
      found.push(copied(msg));
      if (found.length === count) done.resolve();
    },
  });
  const config = {
    deliver_subject: "read.bare",
    deliver_policy: "by_start_sequence",
    opt_start_seq: Number(first),
    ack_policy: "none",
    flow_control: true,
    idle_heartbeat: 5e9,
    mem_storage: true,
  };
  const request = JSON.stringify({ stream_name: "EXCHANGE", config });
  const reply = await connection.request("$JS.API.CONSUMER.CREATE.EXCHANGE", request);
  const { error } = reply.json<{ error?: { description: string } }>();
  if (error) throw new Error(error.description);
  await done.promise;
  await connection.close();
  return found;
}

/** The message as it is stored again; what only the server understands is left out. */
function copied({ subject, data, headers }: Msg): BareMessage {
  let lines = "";
  for (const [name, [value]] of headers ?? []) {
    if (!name.startsWith("Nats-")) lines += `${name}: ${value}\r\n`;
  }
  return { subject: `bare.${subject}`, payload: data, lines };
}

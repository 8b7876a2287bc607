import { Client, credentials } from "@grpc/grpc-js";

// grpc.health.v1: an empty request asks for the whole server; field 1 of an answer is its status.
const WATCH = "/grpc.health.v1.Health/Watch";
const words: { readonly [status: number]: string } = { 1: "SERVING", 2: "NOT_SERVING" };

/** What a service says of its health, from now until it says NOT_SERVING or is gone. */
export async function* healthOf(address: string): AsyncGenerator<string, void, void> {
  const client = new Client(address, credentials.createInsecure());
  const same = (bytes: Buffer): Buffer => bytes;
  const call = client.makeServerStreamRequest(WATCH, same, same, Buffer.alloc(0));
  // Thrown by the iteration; cancelling gives one more.
  call.on("error", () => {});
  try {
    for await (const answer of call) {
      const word = words[(answer as Buffer)[1] ?? 0] ?? "UNKNOWN";
      yield word;
      if (word === "NOT_SERVING") return;
    }
  } finally {
    call.cancel();
    client.close();
  }
}

import { type ChannelCredentials, Client, credentials } from "@grpc/grpc-js";
import { listening } from "./listening.ts";
import type { ReadyCheck } from "./service-process.ts";

// grpc.health.v1: an empty request asks for the whole server; field 1 of the answer is 1 when it is SERVING.
const check = "/grpc.health.v1.Health/Check";
const SERVING = Buffer.from([0x08, 0x01]);

/** Resolves when the gRPC service at `host:port` says that it serves; rejects when it does not, or is not there. */
export const serving: ReadyCheck = (serviceName, address) =>
  servingBy(credentials.createInsecure())(serviceName, address);

/** The same of a service that is spoken to with these credentials. */
export const servingBy =
  (trust: ChannelCredentials): ReadyCheck =>
  (serviceName, address) =>
    ask(serviceName, address, trust);

async function ask(serviceName: string, address: string, trust: ChannelCredentials): Promise<void> {
  // Asked often while a service starts: what does not listen yet need not cost a gRPC client.
  await listening(serviceName, address);
  const client = new Client(address, trust);
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(
        check,
        (request: Buffer) => request,
        (response: Buffer) => response,
        Buffer.alloc(0),
        { deadline: Date.now() + 1000 },
        (error, response) => (error ? reject(error) : resolve(response!)),
      );
    });
    if (!answer.equals(SERVING)) throw new Error(`${serviceName} does not serve yet`);
  } finally {
    client.close();
  }
}

import { connect } from "node:http2";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, credentials } from "@grpc/grpc-js";
import { FeedService, IntakeService } from "@talanoa/contract/generated/talanoa.ts";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { unary } from "./call.ts";
import { openGrpcServer } from "./server.ts";

// Requests of grpc.reflection: a length-delimited field each.
const LIST_SERVICES = 7;
const FILE_CONTAINING_SYMBOL = 4;

function request(field: number, text: string): Buffer {
  const { length } = text;
  const bytes =
    length < 0x80
      ? [length]
      : [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
  return Buffer.from([(field << 3) | 2, ...bytes, ...Buffer.from(text)]);
}

async function serve(): Promise<{ client: Client; port: number }> {
  const server = await openGrpcServer({
    listen: "127.0.0.1:0",
    methods: [unary(IntakeService.publish, async () => ({}))],
    verifyToken: async () => Promise.reject(new Error("not asked")),
    log: pino({ level: "silent" }),
  });
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  onTestFinished(async () => {
    client.close();
    await server.stop(200);
  });
  return { client, port: server.port };
}

/** The bytes of the answer, which hold its names as they are. */
function ask(client: Client, version: string, field: number, text: string): Promise<string> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve, reject) => {
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>(path, same, same);
    stream.on("error", reject);
    stream.on("data", (answer: Buffer) => resolve(answer.toString("latin1")));
    stream.end(request(field, text));
  });
}

test("who does not read the answers is not read from either", async () => {
  const { port } = await serve();
  const session = connect(`http://127.0.0.1:${port}`);
  onTestFinished(() => session.destroy());
  const stream = session.request({
    ":method": "POST",
    ":path": "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "content-type": "application/grpc",
    te: "trailers",
  });
  // The answer holds the request: 100 KB each.
  const message = request(FILE_CONTAINING_SYMBOL, "x".repeat(100_000));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  let taken = 0;
  for (; taken < 2_000; taken++) {
    if (stream.write(Buffer.concat([head, message]))) continue;
    const drained = once(stream, "drain").then(() => true);
    if (!(await Promise.race([drained, sleep(2_000, false)]))) break;
  }
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(2_000);
});

describe.each(["v1", "v1alpha"])("a server that is asked what it is (%s)", (version) => {
  test("names the services that it answers, and no others", async () => {
    const answer = await ask((await serve()).client, version, LIST_SERVICES, "*");
    expect(answer).toContain(IntakeService.publish.path.split("/")[1]);
    expect(answer).not.toContain(FeedService.subscribe.path.split("/")[1]);
  });

  test("gives a message with its fields as the contract names them", async () => {
    const { client } = await serve();
    const answer = await ask(client, version, FILE_CONTAINING_SYMBOL, "talanoa.v1.SealedNotice");
    expect(answer.includes("key_id")).toBe(true);
  });

  test("says so when a name is unknown", async () => {
    const answer = await ask(
      (await serve()).client,
      version,
      FILE_CONTAINING_SYMBOL,
      "talanoa.v1.Nothing",
    );
    expect(answer).toContain("Symbol not found");
  });
});

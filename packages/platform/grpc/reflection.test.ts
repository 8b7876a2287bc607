import { Client, credentials } from "@grpc/grpc-js";
import { FeedService, IntakeService } from "@talanoa/contract/generated/talanoa.ts";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { unary } from "./call.ts";
import { openGrpcServer } from "./server.ts";

// Requests of grpc.reflection: a length-delimited field each.
const LIST_SERVICES = 7;
const FILE_CONTAINING_SYMBOL = 4;

async function serve(): Promise<Client> {
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
  return client;
}

/** The bytes of the answer, which hold its names as they are. */
function ask(client: Client, version: string, field: number, text: string): Promise<string> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve, reject) => {
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>(path, same, same);
    stream.on("error", reject);
    stream.on("data", (answer: Buffer) => resolve(answer.toString("latin1")));
    stream.end(Buffer.from([(field << 3) | 2, text.length, ...Buffer.from(text)]));
  });
}

describe.each(["v1", "v1alpha"])("a server that is asked what it is (%s)", (version) => {
  test("names the services that it answers, and no others", async () => {
    const answer = await ask(await serve(), version, LIST_SERVICES, "*");
    expect(answer).toContain(IntakeService.publish.path.split("/")[1]);
    expect(answer).not.toContain(FeedService.subscribe.path.split("/")[1]);
  });

  test("gives a message with its fields as the contract names them", async () => {
    const client = await serve();
    const answer = await ask(client, version, FILE_CONTAINING_SYMBOL, "talanoa.v1.SealedNotice");
    expect(answer.includes("key_id")).toBe(true);
  });

  test("says so when a name is unknown", async () => {
    const answer = await ask(await serve(), version, FILE_CONTAINING_SYMBOL, "talanoa.v1.Nothing");
    expect(answer).toContain("Symbol not found");
  });
});

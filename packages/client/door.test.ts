import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, onTestFinished, test } from "vitest";
import { connect, type HubClient } from "./connect.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const { getNotice } = FeedService;

/** An instance of a service, which says how often it was asked; it `refuses` as one that has lost its broker. */
async function startInstance(how: "answers" | "refuses" | "hangs" = "answers") {
  const server = new Server();
  const instance = { address: "", asked: 0, end: () => server.forceShutdown() };
  server.addService({ getNotice } as never, {
    getNotice: (_: unknown, answer: (error: object | null, response?: object) => void) => {
      instance.asked += 1;
      if (how === "hangs") return;
      answer(how === "refuses" ? { code: status.UNAVAILABLE, details: "no broker" } : null, {});
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  instance.address = `127.0.0.1:${port}`;
  onTestFinished(instance.end);
  return instance;
}

function clientOf(...instances: readonly { readonly address: string }[]): HubClient {
  const identity = testIdentity("FJ", testKey(), testKey());
  const feeds = instances.map(({ address }) => address).join(",");
  const client = connect({ ...identity, hub: { ...identity.hub, feeds } });
  onTestFinished(() => client[Symbol.asyncDispose]());
  return client;
}

test("when an instance ends, calls go on at the other one", async () => {
  const instances = [await startInstance(), await startInstance()];
  const client = clientOf(...instances);
  await client.call(getNotice, {});
  const used = instances.find(({ asked }) => asked === 1)!;
  const other = instances.find(({ asked }) => asked === 0)!;
  used.end();
  for (let i = 0; i < 3; i++) await client.call(getNotice, {});
  expect([used.asked, other.asked]).toEqual([1, 3]);
});

test("an instance that says that it cannot now is left, and not asked again", async () => {
  const [broken, whole] = [await startInstance("refuses"), await startInstance()];
  const client = clientOf(broken, whole);
  for (let i = 0; i < 5; i++) await client.call(getNotice, {});
  expect(whole.asked).toBe(5);
  expect(broken.asked).toBeLessThanOrEqual(1);
});

test("clients spread over the instances", async () => {
  const instances = [await startInstance(), await startInstance()];
  await Promise.all(Array.from({ length: 40 }, () => clientOf(...instances).call(getNotice, {})));
  for (const { asked } of instances) expect(asked).toBeGreaterThan(5);
});

test("the one that stands is waited for, although another is away", async () => {
  const away = await startInstance();
  away.end();
  const whole = await startInstance();
  for (let i = 0; i < 4; i++) await clientOf(away, whole).call(getNotice, {}, { connect: 5_000 });
  expect(whole.asked).toBe(4);
});

test("when none is there, that is the error", async () => {
  const away = [await startInstance(), await startInstance()];
  for (const { end } of away) end();
  const client = clientOf(...away);
  const failed = client.call(getNotice, {}, { connect: 300 }).catch((error: unknown) => error);
  expect(await failed).toBeInstanceOf(HubError);
  expect(await failed).toMatchObject({ code: "unavailable" });
});

test("that no answer came in time is said without where it was waited for", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => void silent.close());
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const hanging = await startInstance("hangs");
  for (const each of [{ address }, hanging])
    await expect(clientOf(each).call(getNotice, {}, { deadline: 300 })).rejects.toMatchObject({
      code: "deadline-exceeded",
      message: "the hub did not answer in time",
    });
});

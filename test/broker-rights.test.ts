import { readFile } from "node:fs/promises";
import { connect as connectPlain, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import {
  connect,
  type ConnectionOptions,
  type NatsConnection,
  nkeyAuthenticator,
} from "@nats-io/transport-node";
import { brokerUsers } from "@talanoa/cli/setup/broker-users.ts";
import { brokerRights, type BrokerUser, HUB_API } from "@talanoa/contract/broker-rights.ts";
import { type HubService, hubServices } from "@talanoa/contract/hub-services.ts";
import { EXCHANGE, LOG_POSITION } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import {
  checkExchangeStream,
  ensureExchangeStream,
  readStreamUsage,
} from "@talanoa/platform/bus/exchange-stream.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSecrets, type SecuredBroker, startSecuredBroker } from "./support/secured-hub.ts";

const size = { maxBytes: 64 * 1024 ** 2, replicas: 1 };
const services = hubServices;
const others = (...those: HubService[]) => services.filter((name) => !those.includes(name));

let broker: SecuredBroker;
const buses = new Map<string, Bus>();
const busOf = (user: BrokerUser): Bus => buses.get(user)!;
const working = new AbortController();

beforeAll(async () => {
  broker = await startSecuredBroker();
  for (const user of brokerUsers) buses.set(user, await broker.bus(user));
  const routing = busOf("member-routing");
  await ensureExchangeStream(routing, size);
  // Its durable consumer is there, and there is a message to be had.
  await busOf("alert-intake").request("notice.routine.FJ.n1.1", "content");
  const { signal } = working;
  const options = { durable: "routing-routine", filter: "notice.routine.>", window: 1, signal };
  for await (const _ of takeInOrder(routing, options).messages()) break;
});
afterAll(async () => {
  working.abort();
  for (const bus of buses.values()) await bus[Symbol.asyncDispose]();
  await broker?.[Symbol.asyncDispose]();
});

/** How the stream is, whenever it is asked. */
async function streamNow() {
  const { at: _, ...usage } = await readStreamUsage(busOf("operator"));
  return usage;
}

/** Whether the broker did what a user asked. */
async function isDone(user: BrokerUser, subject: string, request: unknown = ""): Promise<boolean> {
  const payload = typeof request === "string" ? request : JSON.stringify(request);
  const asking = busOf(user).connection.request(subject, payload, { timeout: 2_000 });
  const answer = await asking.catch(() => null);
  if (!answer) return false;
  const text = answer.string();
  // Anything else is a message, or why there is none.
  return !text.startsWith("{") || !("error" in (JSON.parse(text) as object));
}

const stream = { name: EXCHANGE, subjects: ["feed.>"], storage: "file" };
const consumer = { stream_name: EXCHANGE, config: { name: "routing-routine", ack_policy: "none" } };

/** All but who fills an empty broker, and may write and purge for it. */
const users = brokerUsers.filter((user) => user !== "restore");
/** All users but these. */
const allBut = (...those: BrokerUser[]) => brokerUsers.filter((user) => !those.includes(user));

/** What must be refused: to whom, what, and the request. `$JS.API` is that of the user's own account. */
const forbidden: [readonly BrokerUser[], string, string, unknown?][] = [
  [users, "purge the stream", "STREAM.PURGE.EXCHANGE"],
  [brokerUsers, "delete the stream", "STREAM.DELETE.EXCHANGE"],
  // The operator lets it grow.
  [allBut("operator", "restore"), "change the stream", "STREAM.UPDATE.EXCHANGE", stream],
  [brokerUsers, "make another stream", "STREAM.CREATE.OTHER", { ...stream, name: "OTHER" }],
  [brokerUsers, "copy the stream out", "STREAM.SNAPSHOT.EXCHANGE", { deliver_subject: "copy" }],
  [
    brokerUsers,
    "put a stream in its place",
    "STREAM.RESTORE.EXCHANGE",
    { config: stream, state: {} },
  ],
  [brokerUsers, "move the stream's leader", "STREAM.LEADER.STEPDOWN.EXCHANGE"],
  [allBut("operator"), "list the consumers of others", "CONSUMER.NAMES.EXCHANGE"],
  [
    allBut("member-routing", "operator", "restore"),
    "create the stream",
    "STREAM.CREATE.EXCHANGE",
    stream,
  ],
  [allBut("member-routing"), "erase a message", "STREAM.MSG.DELETE.EXCHANGE", { seq: 1 }],
  [
    allBut("member-routing"),
    "change its consumer",
    "CONSUMER.CREATE.EXCHANGE.routing-routine",
    consumer,
  ],
  [allBut("member-routing"), "delete its consumer", "CONSUMER.DELETE.EXCHANGE.routing-routine"],
  [
    allBut("member-routing"),
    "take its work",
    "CONSUMER.MSG.NEXT.EXCHANGE.routing-routine",
    { batch: 1, no_wait: true },
  ],
  [
    allBut("member-routing"),
    "unpin it",
    "CONSUMER.UNPIN.EXCHANGE.routing-routine",
    { group: "one" },
  ],
  [allBut("member-feeds"), "read past the leader", "DIRECT.GET.EXCHANGE", { seq: 1 }],
];

/** A subject of each kind, and who writes it. */
const written: readonly (readonly [string, readonly HubService[]])[] = [
  ["notice.flash.FJ.n2.1", ["alert-intake", "member-routing"]],
  ["section.FJ.n2.1.0", ["alert-intake"]],
  ["statement.FJ.s1", ["alert-intake"]],
  ["life.FJ.n2", ["alert-intake", "member-routing"]],
  ["index.operation.NZ-X.FJ.n2.1", ["alert-intake"]],
  ["index.consent.FJ.n2.1.TO.WS", ["alert-intake"]],
  ["index.other.FJ", []],
  ["routed.FJ.n2.1.first", ["member-routing"]],
  ["feed.TO.flash.alert", ["member-routing"]],
  ["directory.key.k1", ["member-routing"]],
  ["record.erased.FJ.n2.s1", ["member-routing"]],
  ["record.expired.FJ.n2", ["member-routing"]],
  ["record.overdue.FJ.n2.1.reply", ["member-routing"]],
  ["record.released", ["member-feeds"]],
  ["record.released.TO.p.desk.flash", ["member-feeds"]],
  ["record.received.TO.p.desk.flash", ["member-feeds"]],
  ["record.received", ["member-feeds"]],
  ["record.opened", ["member-feeds"]],
  ["record.heads", ["audit-log"]],
  ["record.queried", ["audit-log", "member-routing"]],
  ["record.screened.FJ.00", ["risk-profile"]],
  ["record.watchlist-changed", ["risk-profile"]],
  ["record.refused", services],
  ["record.unheard-of", []],
];

describe("the broker lets each service do its own work", () => {
  test.each(written)("%s is written by %j alone", async (subject, writers) => {
    const done = await Promise.all(users.map((user) => isDone(user, subject, "x")));
    expect(users.filter((_, i) => done[i]).sort()).toEqual([...writers].sort());
  });

  test.each(services)("%s finds the stream as it must be, and reads a message", async (user) => {
    expect((await checkExchangeStream(busOf(user), size)).replicas).toBe(1);
    expect((await readMessage(busOf(user), EXCHANGE, { seq: 1 }))?.subject).toMatch(/^notice/);
  });
});

describe("the broker refuses", () => {
  test.each(forbidden)("%j to %s", async (those, _what, subject, request) => {
    const before = await streamNow();
    for (const user of those)
      for (const api of [HUB_API, "$JS.API"])
        expect(await isDone(user, `${api}.${subject}`, request), `${user}, ${api}`).toBe(false);
    expect(await streamNow()).toEqual(before);
  });

  test("an acknowledgement to who did not get the message", async () => {
    const info = `${HUB_API}.CONSUMER.INFO.EXCHANGE.routing-routine`;
    const pending = async () =>
      (await busOf("operator").request(info, "")).json<{ num_ack_pending: number }>();
    const { num_ack_pending: before } = await pending();
    expect(before).toBe(1);
    for (const user of others("member-routing")) {
      busOf(user).connection.publish(`$JS.ACK.EXCHANGE.routing-routine.1.1.1.1.0`, "+ACK");
      await busOf(user).connection.flush();
    }
    expect((await pending()).num_ack_pending).toBe(before);
  });

  test("to have a consumer send what it reads where something is done", async () => {
    const info = `${HUB_API}.CONSUMER.INFO.EXCHANGE.routing-routine`;
    const pending = async () =>
      (await busOf("operator").request(info, "")).json<{ num_ack_pending: number }>()
        .num_ack_pending;
    const before = [await streamNow(), await pending()];
    const places = [
      "$JS.API.STREAM.PURGE.EXCHANGE",
      "$JS.API.STREAM.DELETE.EXCHANGE",
      "$JS.ACK.EXCHANGE.routing-routine.1.1.1.1.0",
      "feed.TO.flash.alert",
      "directory.key.k2",
      LOG_POSITION,
    ];
    const made: boolean[] = [];
    for (const [i, place] of places.entries()) {
      const name = `sends-${i}`;
      // Headers alone: an empty message is what purging, deleting and acknowledging ask for.
      const config = { name, deliver_subject: place, ack_policy: "none", headers_only: true };
      const request = { stream_name: EXCHANGE, config };
      made.push(await isDone("audit-log", `${HUB_API}.CONSUMER.CREATE.EXCHANGE.${name}`, request));
    }
    // The broker lets consumers be made that send to its own subjects; it does not send there.
    expect(made).toEqual([true, true, true, false, false, true]);
    await sleep(1_000);
    expect([await streamNow(), await pending()]).toEqual(before);
  });

  test("to have its answers sent into another's subjects", async () => {
    const { lastSequence } = await streamNow();
    for (const user of services) {
      const { connection } = busOf(user);
      for (const reply of ["feed.TO.flash.alert", "directory.key.k2"]) {
        const its = brokerRights[user].writes.some((subject) =>
          reply.startsWith(subject.slice(0, 4)),
        );
        if (its) continue;
        connection.publish(`${HUB_API}.STREAM.INFO.EXCHANGE`, "", { reply });
        connection.publish(`${HUB_API}.CONSUMER.MSG.NEXT.EXCHANGE.none`, "", { reply });
        connection.publish("record.refused", "x", { reply });
      }
      await connection.flush();
    }
    // Of all that, only the refusals that each may write.
    const last = await streamNow();
    for (let seq = lastSequence + 1; seq <= last.lastSequence; seq++) {
      const message = await readMessage(busOf("backup"), EXCHANGE, { seq });
      expect(message?.subject).toBe("record.refused");
    }
  });

  test("to hear what others ask and are answered", async () => {
    const heard: string[] = [];
    const listening = others("alert-intake").map((user) =>
      busOf(user).connection.subscribe(">", {
        callback: (_, msg) => {
          heard.push(msg.subject);
        },
      }),
    );
    for (const user of others("alert-intake")) await busOf(user).connection.flush();
    await busOf("alert-intake").request("notice.flash.FJ.n9.1", "content");
    await readMessage(busOf("alert-intake"), EXCHANGE, { seq: 1 });
    for (const user of others("alert-intake")) await busOf(user).connection.flush();
    for (const subscription of listening) subscription.unsubscribe();
    expect(heard.filter((subject) => /notice|INBOX.alert|section/.test(subject))).toEqual([]);
  });

  test("all but the log to say how far the log is", async () => {
    const answer = (user: HubService, text: string) =>
      busOf(user).connection.subscribe(LOG_POSITION, {
        callback: (_, msg) => {
          msg.respond(text);
        },
      });
    const { connection } = busOf("member-routing");
    for (const user of others("audit-log", "member-routing")) {
      answer(user, "999");
      await busOf(user).connection.flush();
    }
    await expect(connection.request(LOG_POSITION, "1")).rejects.toThrow(/no responders/i);
    answer("audit-log", "7");
    await busOf("audit-log").connection.flush();
    expect((await connection.request(LOG_POSITION, "1")).string()).toBe("7");
  });
});

describe("the broker is closed to", () => {
  const options = (): ConnectionOptions => {
    const { servers, security } = broker.access("audit-log");
    return { servers: [...servers], ...security, reconnect: false, timeout: 5_000 };
  };
  const refused = async (its: ConnectionOptions): Promise<string> => {
    let connection: NatsConnection;
    try {
      connection = await connect(its);
    } catch (error) {
      return String(error);
    }
    await connection.close();
    return "connected";
  };

  test("who has no user, and who has another hub's key", async () => {
    expect(await refused(options())).toBe("connected");
    const { authenticator: _, ...anonymous } = options();
    expect(await refused(anonymous)).toMatch(/Authorization Violation/i);
    expect(await refused({ ...anonymous, user: "audit-log", pass: "x" })).toMatch(/Authorization/i);
    const other = await makeSecrets(`${broker.folder}/other`);
    const seed = await readFile(other.path("nats/audit-log.nk"));
    const authenticator = nkeyAuthenticator(seed);
    expect(await refused({ ...anonymous, authenticator })).toMatch(/Authorization Violation/i);
  });

  test("who does not know its authority", async () => {
    const other = await makeSecrets(`${broker.folder}/other`);
    const tls = { caFile: other.path("authority/ca.crt") };
    expect(await refused({ ...options(), tls })).toMatch(/certificate|self.signed/i);
  });

  test("who speaks in clear", async () => {
    const socket = connectPlain(Number(new URL(broker.nats.url).port), "127.0.0.1");
    const told = await untilClosed(socket, 'CONNECT {"verbose":true}\r\nPING\r\n');
    expect(told).not.toContain("PONG");
    expect(told).toContain("tls_required");
  });

  test("who speaks TLS 1.2", async () => {
    const ca = await readFile(broker.secrets.path("authority/ca.crt"));
    const connectBy = (maxVersion: "TLSv1.2" | "TLSv1.3") =>
      new Promise<string>((resolve) => {
        const plain = connectPlain(Number(new URL(broker.nats.url).port), "127.0.0.1");
        plain.once("data", () => {
          const versions = { minVersion: "TLSv1.2", maxVersion } as const;
          const socket = connectTls({ socket: plain, ca, servername: "localhost", ...versions });
          socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "refused"));
          socket.on("secureConnect", () => {
            resolve(socket.getProtocol() ?? "");
            socket.destroy();
          });
        });
      });
    expect(await connectBy("TLSv1.3")).toBe("TLSv1.3");
    expect(await connectBy("TLSv1.2")).toMatch(/PROTOCOL_VERSION/);
  });

  test("a key that was renewed, once the one before is retired; and not before", async () => {
    const seed = await readFile(broker.secrets.path("nats/audit-log.nk"));
    const former = { ...options(), authenticator: nkeyAuthenticator(seed) };
    await broker.secrets.renew("nats/audit-log");
    await reloaded();
    expect(await refused(former)).toBe("connected");
    expect(await refused(options())).toBe("connected");
    await using standing = await broker.bus("audit-log");
    await broker.secrets.retire("nats/audit-log");
    await reloaded();
    expect(await refused(former)).toMatch(/Authorization Violation/i);
    expect(await refused(options())).toBe("connected");
    // Who used the new one is not disturbed.
    expect(standing.available()).toBe(true);
  });

  test("nobody while its certificate is renewed: the new one is shown, and who is connected stays so", async () => {
    const shown = (): Promise<string> => {
      return new Promise((resolve, reject) => {
        const plain = connectPlain(Number(new URL(broker.nats.url).port), "127.0.0.1");
        plain.once("data", () => {
          const socket = connectTls({ socket: plain, rejectUnauthorized: false });
          socket.on("error", reject);
          socket.on("secureConnect", () => {
            resolve(socket.getPeerCertificate().fingerprint256);
            socket.destroy();
          });
        });
      });
    };
    const before = await shown();
    await using standing = await broker.bus("member-feeds");
    await broker.secrets.renew("tls/nats");
    await reloaded();
    expect(await shown()).not.toBe(before);
    // Connections under the old one go on, and the authority is the same.
    expect(standing.available()).toBe(true);
    expect(await refused(options())).toBe("connected");
  });
});

/** The server says nothing when it has read its files again; its log does. */
async function reloaded(): Promise<void> {
  const log = `${broker.folder}/nats/nats-server.log`;
  const count = async () =>
    (await readFile(log, "utf8")).split("Reloaded server configuration").length;
  const before = await count();
  broker.nats.reload();
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before);
}

function untilClosed(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve) => {
    let told = "";
    socket.on("data", (chunk) => (told += chunk.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(told));
    socket.write(text);
  });
}

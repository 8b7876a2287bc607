import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect as connectByTls, type ConnectionOptions } from "node:tls";
import { connect as connectToBroker } from "@nats-io/transport-node";
import { connect } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice, searchNotices } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { type NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { type HubService, hubServices } from "@talanoa/contract/hub-services.ts";
import { askAll } from "@talanoa/platform/status/all-statuses.ts";
import { readConfig } from "@talanoa/platform/config.ts";
import { databaseAccess, databaseSettings } from "@talanoa/platform/database/access.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { serviceTable } from "@talanoa/devstack/services-table.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { failure } from "./support/failure.ts";
import { trailOf } from "./support/log.ts";
import { alertDraft } from "./support/drafts.ts";
import { plantedNotice } from "./support/planted-notice.ts";
import { makeSecrets, type SecuredHub, startSecuredHub } from "./support/secured-hub.ts";

vi.setConfig({ testTimeout: 120_000 });
const patient = { timeout: 60_000, interval: 100 };

let hub: SecuredHub;
beforeAll(async () => {
  hub = await startSecuredHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

async function held(officer: string, ref: NoticeRef): Promise<OpenedNotice> {
  const client = hub.as(officer);
  const content = await checkCopy(await getNotice(client, ref), directoryKeys(client));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content.notice;
}

async function published(draft: object): Promise<NoticeRef> {
  return (await publish(hub.as("fj-publisher"), { draft })).publication.ref;
}

async function steps(ref: NoticeRef): Promise<string[]> {
  const trail = await trailOf(hub.as("oco-auditor"), { ...ref, version: 0 });
  return trail.map(({ step }) => step);
}

async function superuser(): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client(hub.postgres.url("postgres"));
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** What the broker has sent to the connections of one user, in bytes. */
async function bytesSentTo(user: HubService): Promise<number> {
  const { servers, security } = hub.access("system");
  const system = await connectToBroker({ servers: [...servers], ...security });
  const answer = await system.request(`$SYS.REQ.ACCOUNT.${user}.CONNZ`);
  const { data } = answer.json<{ data: { connections: { out_bytes: number }[] } }>();
  await system.close();
  return data.connections.reduce((sum, { out_bytes: bytes }) => sum + bytes, 0);
}

/** What is agreed with a door, or why it does not. */
async function protocolOf(options: ConnectionOptions): Promise<string> {
  const socket = connectByTls({ ALPNProtocols: ["h2"], minVersion: "TLSv1.2", ...options });
  try {
    await once(socket, "secureConnect");
    return socket.getProtocol() ?? "none";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "refused";
  } finally {
    socket.destroy();
  }
}

describe("a hub whose services have a key, a certificate and rights of their own each", () => {
  test("exchanges a notice from its publishing to its erasing, and logs every step", async () => {
    const ref = await published(plantedNotice().draft);
    const feed = subscribe(hub.as("to-liaison"), { name: "desk", fromStart: true });
    for await (const { number, content } of feed) {
      if (content.kind !== "notice" || content.notice.header.id !== ref.id) continue;
      feed.opened([number]);
      feed.received(number);
      break;
    }
    await feed[Symbol.asyncDispose]();
    await state(hub.as("to-liaison"), await held("to-liaison", ref), { acknowledged: {} });
    const recalled = { reason: WithdrawalReason.WRONG };
    await state(hub.as("fj-liaison"), await held("fj-liaison", ref), { recalled });
    const all = [
      "accepted",
      "routed",
      "released",
      "opened",
      "received",
      "acknowledged",
      "recalled",
    ];
    await vi.waitFor(async () => {
      expect(await steps(ref)).toEqual(expect.arrayContaining([...all, "erased"]));
    }, patient);
    expect((await failure(getNotice(hub.as("to-liaison"), ref))).code).toBe("not-found");
  });

  test("finds by words, which a database over TLS keeps", async () => {
    const title = "Yacht Tuisamoa with no flag";
    const ref = await published(alertDraft({ title }));
    await vi.waitFor(async () => {
      const found = await Array.fromAsync(
        searchNotices(hub.as("ws-liaison"), { text: "tuisamoa", identifiers: {} }),
      );
      expect(found).toHaveLength(1);
    }, patient);
    expect((await held("ws-liaison", ref)).header.id).toBe(ref.id);
  });

  test("has every service told how all others are", async () => {
    for (const user of ["alert-intake", "audit-log"] as const) {
      await using bus = await hub.bus(user);
      const heard = await askAll(bus);
      expect(heard.map(({ service }) => service).sort()).toEqual([...hubServices].sort());
    }
  });

  test("keeps its log without being sent what is exchanged", async () => {
    const sentBefore = await bytesSentTo("audit-log");
    const narrative = "cargo ".repeat(3_200);
    const refs = await Promise.all(
      Array.from({ length: 20 }, () => published(alertDraft({ narrative }))),
    );
    for (const ref of refs)
      await vi.waitFor(async () => expect(await steps(ref)).toContain("routed"), patient);
    expect((await bytesSentTo("audit-log")) - sentBefore).toBeLessThan(narrative.length * 10);
    expect(await bytesSentTo("member-routing")).toBeGreaterThan(narrative.length * 20);
  });

  test("goes on while the password of a service's database is renewed", async () => {
    const title = "Launch Fetuao without lights";
    await hub.secrets.renew("postgres/member_feeds");
    const password = await readFile(hub.secrets.path("postgres/member_feeds.password"), "utf8");
    await using database = await superuser();
    const ended = await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'member_feeds'",
    );
    expect(ended.rowCount).toBeGreaterThan(0);
    // No connection of the service is taken now: it does not end of that, and waits.
    await published(alertDraft({ title }));
    await database.query(`alter role member_feeds password ${pg.escapeLiteral(password)}`);
    await vi.waitFor(async () => {
      const wanted = { text: "fetuao", identifiers: {} };
      expect(await Array.fromAsync(searchNotices(hub.as("ws-liaison"), wanted))).toHaveLength(1);
    }, patient);
    const { rows } = await database.query(
      `select distinct s.version from pg_stat_ssl s join pg_stat_activity a using (pid)
       where a.usename in ('member_feeds', 'audit_log', 'risk_profile', 'notification')`,
    );
    expect(rows).toEqual([{ version: "TLSv1.3" }]);
  });

  test("speaks to no database that another authority vouches for, or that is called otherwise", async () => {
    const spec = serviceTable.find(({ name }) => name === "audit-log")!;
    const env = hub.settings(spec);
    const other = await makeSecrets(join(hub.folder, "other"));
    // The same address by a name that no certificate has.
    const wrong = [
      { TALANOA_POSTGRES_CA_FILE: other.path("authority/ca.crt") },
      { TALANOA_POSTGRES_URL: env["TALANOA_POSTGRES_URL"]!.replace("127.0.0.1", "127.1") },
    ];
    for (const its of wrong) {
      const access = databaseAccess(readConfig(databaseSettings, { ...env, ...its }));
      const opening = openDatabase({ ...access, name: "test", migrations: {} });
      await expect(opening).rejects.toThrow(/certificate/);
    }
  });

  test("speaks TLS 1.3 at its doors, and nothing older", async () => {
    const { hub: doors } = hub.identity("fj-liaison");
    const ports = [doors.intake, doors.feeds, doors.routing, doors.log].map((door) =>
      Number(door.split(":").at(-1)),
    );
    for (const port of [...ports, hub.tilesPort]) {
      // The log's tree is asked for by HTTP/1.1.
      const ALPNProtocols = port === hub.tilesPort ? ["http/1.1"] : ["h2"];
      const its = { ALPNProtocols, port, host: "127.0.0.1", ca: doors.tls?.ca };
      expect(await protocolOf(its)).toBe("TLSv1.3");
      expect(await protocolOf({ ...its, maxVersion: "TLSv1.2" })).toMatch(/PROTOCOL_VERSION/);
    }
  });

  test("is no hub to who knows another authority, or none", async () => {
    const identity = hub.identity("fj-liaison");
    for (const tls of [{}, { ca: hub.secrets.path("x") && undefined }] as object[]) {
      await using stranger = connect({ ...identity, hub: { ...identity.hub, tls } });
      const ref = { origin: "FJ", id: "x", version: 1 };
      const refused = await failure(getNotice(stranger, ref, { patience: 0 }));
      expect(refused.code).toBe("unavailable");
    }
  });
});

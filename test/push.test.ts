import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { newAuthority, newCertificate } from "@talanoa/cli/setup/certificates.ts";
import { publish } from "@talanoa/client/publish.ts";
import {
  type NotificationState,
  NotificationService,
} from "@talanoa/contract/generated/talanoa.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { decrypt } from "http_ece";
import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 120_000 });
const PATIENCE = { timeout: 60_000, interval: 100 };

interface Pushed {
  readonly path: string;
  readonly headers: { readonly [name: string]: unknown };
  readonly body: Buffer;
}

let hub: TestHub;
let service: Server;
let folder: string;
let origin: string;
/** What the push service was sent, and what it answers. */
const pushed: Pushed[] = [];
let answer = 201;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-push-"));
  const authority = await newAuthority(Date.now());
  const its = await newCertificate(authority, "push", ["127.0.0.1"], Date.now());
  const ca = join(folder, "ca.crt");
  await writeFile(ca, authority.certificate);
  service = createServer({ cert: its.certificate, key: its.key }, (request, response) => {
    void buffer(request).then((body) => {
      pushed.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(answer, { location: "https://127.0.0.1:1/" }).end();
    });
  });
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  const { port } = service.address() as AddressInfo;
  origin = `https://127.0.0.1:${port}`;
  hub = await startHub(
    {
      TALANOA_PUSH_SERVICES: `127.0.0.1:${port}`,
      TALANOA_PUSH_CA_FILE: ca,
      TALANOA_CONSOLE_URL: "https://console.example",
      TALANOA_NOTIFICATION_GATHER_SECONDS: "1",
    },
    { whole: true },
  );
}, 180_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  service?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A browser's side of a subscription. */
function browser(path: string) {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  return {
    subscription: { endpoint: `${origin}${path}`, p256dh: keys.getPublicKey(), auth },
    read: ({ body }: Pushed): unknown =>
      JSON.parse(
        decrypt(body, { version: "aes128gcm", privateKey: keys, authSecret: auth }).toString(),
      ),
  };
}

async function added(name: string, path: string) {
  const its = browser(path);
  const officer = await hub.as(name);
  const { state } = await officer.call(NotificationService.addDevice, its.subscription);
  return { ...its, officer, state: state! };
}

const flash = async (title: string) => {
  const draft = alertDraft({ title, precedence: "flash", audience: { participants: ["TO"] } });
  await publish(await hub.as("fj-publisher"), { draft });
};

const devicesOf = async (name: string): Promise<NotificationState["devices"]> =>
  (await (await hub.as(name)).call(NotificationService.getNotifications, {})).state!.devices;

test("a device is told that something waits, encrypted for it alone, under the hub's own key", async () => {
  const { read, state } = await added("to-liaison", "/send/one");
  expect(state).toMatchObject({ sendsPush: true, sendsEmail: false });
  expect(state.devices).toHaveLength(1);
  await flash("Zephyrine cargo");
  await vi.waitFor(() => expect(pushed).toHaveLength(1), PATIENCE);
  const [first] = pushed;
  expect(read(first!)).toEqual({
    title: "Talanoa: A flash notice waits for you in Talanoa",
    text: "A flash notice waits for you in Talanoa.",
  });
  expect(first).toMatchObject({
    path: "/send/one",
    headers: { urgency: "high", "content-encoding": "aes128gcm" },
  });
  const [, token = "", key = ""] =
    /^vapid t=(\S+), k=(\S+)$/.exec(String(first!.headers["authorization"])) ?? [];
  expect(Buffer.from(key, "base64url").equals(Buffer.from(state.pushKey))).toBe(true);
  expect(decodeProtectedHeader(token).alg).toBe("ES256");
  const part = (from: number) =>
    Buffer.from(state.pushKey.slice(from, from + 32)).toString("base64url");
  const jwk = await importJWK({ kty: "EC", crv: "P-256", x: part(1), y: part(33) }, "ES256");
  const { payload } = await jwtVerify(token, jwk, { audience: origin });
  expect(payload.sub).toMatch(/^https:\/\/console\.example/);
  // Whatever is said, it has the same length.
  await (await hub.as("to-liaison")).call(NotificationService.testNotifications, {});
  await vi.waitFor(() => expect(pushed).toHaveLength(2), PATIENCE);
  expect(pushed[1]!.body.length).toBe(first!.body.length);
  expect(read(pushed[1]!)).toMatchObject({ text: "This is a test: Talanoa reaches you here." });
});

test("a subscription that has ended is forgotten, and a service that is away is asked again", async () => {
  await added("to-liaison", "/send/two");
  expect(await devicesOf("to-liaison")).toHaveLength(2);
  answer = 503;
  const before = pushed.length;
  await flash("Walking sticks");
  await vi.waitFor(() => expect(pushed.length).toBeGreaterThanOrEqual(before + 2), PATIENCE);
  await vi.waitFor(async () => {
    const failing = (await devicesOf("to-liaison")).filter(({ failingSince }) => failingSince > 0);
    expect(failing).toHaveLength(2);
  }, PATIENCE);
  answer = 410;
  await vi.waitFor(async () => expect(await devicesOf("to-liaison")).toEqual([]), PATIENCE);
  answer = 201;
});

test("no redirection is followed, and no other address is asked than a known service's", async () => {
  const { officer, subscription, state } = await added("ws-liaison", "/send/three");
  answer = 307;
  const before = pushed.length;
  await officer.call(NotificationService.testNotifications, {});
  await vi.waitFor(() => expect(pushed).toHaveLength(before + 1), PATIENCE);
  answer = 201;
  const wrong = [
    "http://127.0.0.1/",
    origin.replace("https", "http"),
    "https://127.0.0.1:1/",
    "https://169.254.169.254/latest",
    "https://localhost/",
    `https://user:secret@${new URL(origin).host}/`,
    "https://fcm.googleapis.com.example/",
    "file:///etc/passwd",
    "",
  ];
  for (const endpoint of wrong)
    await expect(
      officer.call(NotificationService.addDevice, { ...subscription, endpoint }),
    ).rejects.toMatchObject({ violations: [{ field: "endpoint", rule: "push-service" }] });
  await expect(
    officer.call(NotificationService.addDevice, { ...subscription, p256dh: randomBytes(65) }),
  ).rejects.toMatchObject({ violations: [{ field: "p256dh" }] });
  // It is one browser: who asks last is told.
  await (await hub.as("ki-liaison")).call(NotificationService.addDevice, subscription);
  expect(await devicesOf("ws-liaison")).toEqual([]);
  const [{ id } = { id: new Uint8Array() }] = state.devices;
  await (await hub.as("ki-liaison")).call(NotificationService.removeDevice, { id });
  expect(await devicesOf("ki-liaison")).toEqual([]);
});

test("no endpoint stands in any file of the hub", async () => {
  await added("nz-liaison", "/send/quixotic-bundles");
  expect(await filesWith(hub.stack.dataDir, ["quixotic-bundles"])).toEqual([]);
  expect(await filesWith(hub.stack.dataDir, ["nz-liaison"])).not.toEqual([]);
});

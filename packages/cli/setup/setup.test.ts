import { spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import {
  cp,
  type FileHandle,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenAudience, tokenIssuer, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { tokenVerifier } from "@talanoa/platform/auth/tokens.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { brokerUsers } from "./broker-users.ts";
import { behindHosts, readHosts } from "./hosts.ts";
import { certificateNames, databaseUsers } from "./hub-names.ts";
import type { Setup } from "./pieces.ts";
import { secretFiles } from "./secret-files.ts";
import { renew, retire, setUp } from "./set-up.ts";

const DAY = 24 * 3_600_000;
const now = Date.now();
let place: string;
let folder: string;
let setup: Setup;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "talanoa-setup-"));
  await setUp(setupIn("first"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

// To make all anew takes a second; a copy does as well.
beforeEach(async ({ task }) => {
  setup = setupIn(task.id);
  ({ folder } = setup.files);
  await cp(join(place, "first"), folder, { recursive: true });
});

function setupIn(name: string): Setup {
  return { files: secretFiles(join(place, name), null), doors: ["hub.example"], now };
}

async function paths(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((its) => its.isFile()).map((its) => join(its.parentPath, its.name));
}

async function contents(): Promise<Map<string, string>> {
  const read = async (path: string) => [path, await readFile(path, "utf8")] as const;
  return new Map(await Promise.all((await paths()).map(read)));
}

/** Which files differ from what they were. */
async function changed(before: Map<string, string>): Promise<string[]> {
  const after = await contents();
  const names = [...after.keys()].filter((path) => after.get(path) !== before.get(path));
  return names.map((path) => path.slice(folder.length + 1)).sort();
}

const text = (path: string) => readFile(join(folder, path), "utf8");
const certificate = async (path: string) => new X509Certificate(await text(path));

describe("the secrets of a hub", () => {
  test("are only their owner's to read", async () => {
    for (const path of await paths()) expect((await stat(path)).mode & 0o777).toBe(0o600);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const its of entries.filter((each) => each.isDirectory()))
      expect((await stat(join(its.parentPath, its.name))).mode & 0o777).toBe(0o700);
  });

  test("stay as they are when they are made again, and what is missing is made", async () => {
    const before = await contents();
    expect(await setUp(setup)).toEqual([]);
    expect(await changed(before)).toEqual([]);
    await rm(join(folder, "tls", "postgres.crt"));
    expect(await setUp(setup)).toEqual(["tls/postgres"]);
    expect(await changed(before)).toEqual(["tls/postgres.crt", "tls/postgres.key"]);
  });

  test("are made by one process at a time", async () => {
    const { files } = setupIn("at-once");
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => setUp({ ...setup, files })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(String(outcome.reason)).toMatch(/one at a time/);
    expect(await setUp({ ...setup, files })).toEqual([]);
  });

  test("are whole although the disk was full, or the making was killed, at any file", async () => {
    const { files } = setupIn("interrupted");
    const its = (name: string) => join(files.folder, name);
    await setUp({ ...setup, files });
    const aside = ["postgres/audit_log.password", "keys/hub-receipt-key.json"];
    for (const name of aside) {
      await rm(its(name));
      await writeFile(its(`${name}.new`), "x".repeat(1_000));
    }
    expect(await setUp({ ...setup, files })).toEqual([
      "postgres/audit_log",
      "keys/hub-receipt-key",
    ]);
    expect(await readFile(its(aside[0]!), "utf8")).toMatch(/^[\w-]{43}$/);
    expect(JSON.parse(await readFile(its(aside[1]!), "utf8"))).toHaveProperty("privateJwk");
    expect((await readdir(files.folder, { recursive: true })).join()).not.toContain(".new");
  });

  test("that the disk has no room for are not taken for made", async () => {
    const { files } = setupIn("full");
    const program = join(import.meta.dirname, "..", "talanoa.mjs");
    // A file may have 512 bytes: a key fits, a certificate does not.
    const { stderr } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 1; "$@"', "sh", process.execPath, program, "setup", "--into", files.folder],
      { encoding: "utf8" },
    );
    expect(stderr).toContain("EFBIG");
    expect(await files.read("authority/ca.key")).toBeDefined();
    expect(await files.read("authority/ca.crt")).toBeUndefined();
    expect(await setUp({ ...setup, files })).toContain("authority");
  });

  test("are another hub's in another folder", async () => {
    const first = await contents();
    const other = join(place, "other");
    await setUp(setupIn("other"));
    for (const [path, its] of first) {
      if (/\/(README|hosts)$/.test(path)) continue;
      expect(await readFile(path.replace(folder, other), "utf8")).not.toBe(its);
    }
  });

  test("have a password and a key for each, none twice", async () => {
    const secrets = [
      ...databaseUsers.map((name) => `postgres/${name}.password`),
      ...brokerUsers.map((name) => `nats/${name}.nk`),
    ];
    const values = await Promise.all(secrets.map(text));
    expect(new Set(values).size).toBe(secrets.length);
    for (const value of values) expect(value.length).toBeGreaterThan(40);
    // Who reads what the broker is told of its users cannot pass for one.
    const users = await text("nats/users.conf");
    for (const value of values) expect(users).not.toContain(value);
  });

  test("hold an identity of a first officer, with whom the Secretariat begins", async () => {
    const its = JSON.parse(await text("identities/oco-secretariat.json")) as {
      hub: { [door: string]: string };
    };
    expect(its.hub["intake"]).toMatch(/^hub\.example:7401,/);
    const officer = await loadIdentity(join(folder, "identities", "oco-secretariat.json"));
    expect(officer).toMatchObject({ participant: "OCO", roles: ["secretariat"] });
    expect(officer.hub.tls?.ca).toBe(await text("authority/ca.crt"));
    expect(await caller(officer.token)).toMatchObject({ principal: "oco-secretariat" });
  });
});

describe("a certificate", () => {
  test.each(certificateNames)(
    "of %s is the authority's, for its names and a year",
    async (name) => {
      const authority = await certificate("authority/ca.crt");
      const its = await certificate(`tls/${name}.crt`);
      expect(its.verify(authority.publicKey)).toBe(true);
      expect(its.checkIssued(authority)).toBe(true);
      expect([its.ca, authority.ca]).toEqual([false, true]);
      for (const host of [name, `${name}-1`, "localhost"]) expect(its.checkHost(host)).toBe(host);
      expect(its.checkIP("127.0.0.1")).toBe("127.0.0.1");
      expect(its.checkHost("example.com")).toBeUndefined();
      // Only the doors have the name by which participants know the hub.
      const isDoor = !["nats", "postgres"].includes(name);
      expect(its.checkHost("hub.example")).toBe(isDoor ? "hub.example" : undefined);
      expect(its.validToDate.getTime() - setup.now).toBeLessThan(400 * DAY);
      expect(its.validFromDate.getTime()).toBeLessThan(setup.now);
    },
  );

  test("that is renewed is another of the same authority; nothing else changes", async () => {
    const before = await contents();
    const old = await certificate("tls/nats.crt");
    expect(await renew(setup, "tls/nats")).toContain("HUP");
    expect(await changed(before)).toEqual(["tls/nats.crt", "tls/nats.key"]);
    const authority = await certificate("authority/ca.crt");
    for (const its of [old, await certificate("tls/nats.crt")])
      expect(its.verify(authority.publicKey)).toBe(true);
  });
});

describe("a renewal that was killed", () => {
  test("between key and certificate is made good by setting up again", async () => {
    const other = await certificate("tls/nats.crt");
    await cp(join(folder, "tls", "postgres.key"), join(folder, "tls", "nats.key"));
    expect(await setUp(setup)).toEqual(["tls/nats"]);
    const key = createPrivateKey(await text("tls/nats.key"));
    expect((await certificate("tls/nats.crt")).checkPrivateKey(key)).toBe(true);
    expect(other.checkPrivateKey(key)).toBe(false);
  });

  test("between a shorter text and its end leaves nothing of the longer one", async () => {
    for (const name of ["tokens/issuer", "keys/hub-receipt-key", "nats/audit-log"])
      await renew(setup, name);
    const handle = await open(join(folder, "hosts"));
    const cut = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, "truncate");
    await handle.close();
    const kill = () => cut.mockRejectedValueOnce(new Error("killed"));
    kill();
    await expect(retire(setup, "tokens/issuer")).rejects.toThrow("killed");
    const { keys } = JSON.parse(await text("tokens/jwks.json")) as { keys: unknown[] };
    expect(keys).toHaveLength(1);
    // The next key is the hub's already, and its own file is being emptied.
    cut.mockResolvedValueOnce();
    kill();
    await expect(retire(setup, "keys/hub-receipt-key")).rejects.toThrow("killed");
    kill();
    await expect(retire(setup, "nats/audit-log")).rejects.toThrow("killed");
    cut.mockRestore();
    expect(await setUp(setup)).toEqual([]);
    expect((await text("nats/users.conf")).endsWith("SYS\n")).toBe(true);
    for (const name of ["tokens/issuer", "keys/hub-receipt-key", "nats/audit-log"])
      await renew(setup, name);
  });

  test("before its new key leaves the broker one key, not the same twice", async () => {
    const [, key] = /audit-log \{\s*users: \[\s*\{nkey: (\w+)/.exec(await text("nats/users.conf"))!;
    await writeFile(join(folder, "nats", "audit-log.former"), key!);
    expect(await setUp(setup)).toEqual([]);
    expect((await text("nats/users.conf")).split(key!)).toHaveLength(2);
  });
});

describe("the hosts of a hub", () => {
  const hosts = () => readHosts(setup.files);
  const named = async (host: string) =>
    (await certificate("tls/alert-intake.crt")).checkHost(host) !== undefined;

  test("are added to: a second setup takes none of the first from what is renewed", async () => {
    expect(await setUp({ ...setup, doors: ["other.example"] })).toEqual([]);
    expect(await hosts()).toEqual(["hub.example", "other.example"]);
    expect(await named("other.example")).toBe(false);
    expect(await behindHosts(setup.files)).toEqual(
      certificateNames
        .filter((name) => !["nats", "postgres"].includes(name))
        .map((name) => `tls/${name}`),
    );
    await renew({ ...setup, doors: [] }, "tls/alert-intake");
    for (const host of ["hub.example", "other.example"]) expect(await named(host)).toBe(true);
    expect(await behindHosts(setup.files)).not.toContain("tls/alert-intake");
    await renew({ ...setup, doors: ["third.example"] }, "tls/alert-intake");
    for (const host of ["hub.example", "other.example", "third.example"])
      expect(await named(host)).toBe(true);
  });

  test("leave when it is said, and no other way", async () => {
    await setUp({ ...setup, doors: ["192.0.2.7"], leaving: ["hub.example"] });
    expect(await hosts()).toEqual(["192.0.2.7"]);
    for (const name of ["tls/console", "identities/oco-secretariat"])
      expect(await behindHosts(setup.files)).toContain(name);
    await renew({ ...setup, doors: [] }, "tls/alert-intake");
    expect(await named("hub.example")).toBe(false);
    expect((await certificate("tls/alert-intake.crt")).checkIP("192.0.2.7")).toBe("192.0.2.7");
    const gone = setUp({ ...setup, doors: [], leaving: ["hub.example"] });
    await expect(gone).rejects.toThrow("the hub is not reached as hub.example");
    const both = setUp({ ...setup, doors: ["192.0.2.7"], leaving: ["192.0.2.7"] });
    await expect(both).rejects.toThrow("added and removed at once");
    expect(await hosts()).toEqual(["192.0.2.7"]);
    await setUp({ ...setup, doors: [], leaving: ["192.0.2.7"] });
    expect(await hosts()).toEqual([]);
  });

  test("are those of the certificates of a hub that was just set up", async () => {
    expect(await behindHosts(setup.files)).toEqual([]);
  });
});

describe("what is renewed", () => {
  test("is reached under the names that were given at first", async () => {
    const later = { ...setup, doors: [] };
    await renew(later, "tls/alert-intake");
    await renew(later, "identities/oco-secretariat");
    expect((await certificate("tls/alert-intake.crt")).checkHost("hub.example")).toBeDefined();
    expect(await text("identities/oco-secretariat.json")).toContain('"hub.example:7401,');
  });

  test("is there: nothing is renewed or retired in an empty folder, and none is made", async () => {
    const empty = setupIn("empty");
    for (const act of [renew, retire])
      for (const name of ["nats/audit-log", "tokens/issuer", "keys/hub-receipt-key"])
        await expect(act(empty, name)).rejects.toThrow(`${name} is not there yet`);
    await expect(stat(empty.files.folder)).rejects.toThrow("ENOENT");
  });

  test("keeps its place on the disk, so that a mounted file is the new one", async () => {
    const inode = async () => (await stat(join(folder, "nats", "audit-log.nk"))).ino;
    const before = await inode();
    await renew(setup, "nats/audit-log");
    expect(await inode()).toBe(before);
  });

  test("is known beside the key before, until that is retired: at the broker", async () => {
    const keys = async () => {
      const its = /\n {2}audit-log \{.*?\n {2}\}/s.exec(await text("nats/users.conf"))?.[0] ?? "";
      return [...its.matchAll(/nkey: (U[A-Z2-7]{55})/g)].map(([, key]) => key);
    };
    const [old, ...none] = await keys();
    expect(none).toEqual([]);
    await renew(setup, "nats/audit-log");
    const both = await keys();
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(old);
    await retire(setup, "nats/audit-log");
    expect(await keys()).toEqual([both[0]]);
  });

  test("is known beside the key before, until that is retired: of tokens", async () => {
    const old = await token();
    await renew(setup, "tokens/issuer");
    const fresh = await token();
    for (const each of [old, fresh])
      expect(await caller(each)).toMatchObject({ participant: "FJ" });
    await retire(setup, "tokens/issuer");
    expect(await caller(fresh)).toMatchObject({ participant: "FJ" });
    await expect(caller(old)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("is known before the hub signs with it: of receipts", async () => {
    type Keys = { hub: { receiptKey: { kid: string }; otherReceiptKeys?: { kid: string }[] } };
    const officer = async () => {
      await renew(setup, "identities/oco-secretariat");
      const { hub } = JSON.parse(await text("identities/oco-secretariat.json")) as Keys;
      return [hub.receiptKey.kid, ...(hub.otherReceiptKeys ?? []).map(({ kid }) => kid)];
    };
    const signs = async () => (await keptSigningKey(join(folder, "keys/hub-receipt-key.json"))).kid;
    const old = await signs();
    await expect(retire(setup, "keys/hub-receipt-key")).rejects.toThrow("there is no next key");
    expect(await officer()).toEqual([old]);
    await renew(setup, "keys/hub-receipt-key");
    expect(await signs()).toBe(old);
    const [first, next] = await officer();
    expect([first, next]).toEqual([old, expect.not.stringMatching(old)]);
    await retire(setup, "keys/hub-receipt-key");
    expect(await signs()).toBe(next);
    expect(await officer()).toEqual([next]);
  });

  test.each(["nats/audit-log", "tokens/issuer", "keys/hub-receipt-key"])(
    "is not renewed twice before it is retired, which would end a key in use: %s",
    async (name) => {
      await renew(setup, name);
      const before = await contents();
      const refused = `${name} has been renewed and not retired`;
      await expect(renew(setup, name)).rejects.toThrow(refused);
      expect(await changed(before)).toEqual([]);
      await retire(setup, name);
      await renew(setup, name);
      await expect(renew(setup, name)).rejects.toThrow(refused);
    },
  );

  test("can be renewed again when the renewal, or the retirement, was killed halfway", async () => {
    const key = await text("tokens/issuer.key");
    await renew(setup, "tokens/issuer");
    await writeFile(join(folder, "tokens", "issuer.key"), key);
    await renew(setup, "tokens/issuer");
    await renew(setup, "keys/hub-receipt-key");
    const next = await text("keys/hub-receipt-key.next.json");
    await writeFile(join(folder, "keys", "hub-receipt-key.json"), next);
    await renew(setup, "keys/hub-receipt-key");
    expect(await text("keys/hub-receipt-key.next.json")).not.toBe(next);
  });

  test("is never what cannot be: the log's key, by which its readers know it", async () => {
    const before = await contents();
    for (const name of ["keys/exchange-log-key", "authority", "nats/nobody", ""])
      await expect(renew(setup, name)).rejects.toThrow("is not among what can be renewed");
    await expect(retire(setup, "tls/nats")).rejects.toThrow("is not among what can be renewed");
    expect(await changed(before)).toEqual([]);
  });
});

async function token(): Promise<string> {
  const mint = await tokenMint(
    await keptSigningKey(join(folder, "tokens", "issuer.key")),
    Date.now(),
  );
  return mint({ principal: "p", participant: "FJ", roles: ["liaison"], office: "" });
}

/** By a service that has just read the key set. */
function caller(its: string) {
  const jwks = { file: join(folder, "tokens", "jwks.json") };
  return tokenVerifier({ jwks, issuer: tokenIssuer, audience: tokenAudience })(its);
}

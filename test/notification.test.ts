import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { changeDirectory } from "@talanoa/client/directory.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import {
  DirectoryEntry,
  type NoticeRef,
  type NotificationChoices,
  NotificationService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { filesWith, formsOf } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { headerOf, type Mail, type Mailbox, openMailbox, textOf } from "./support/mailbox.ts";
import { startSecond } from "./support/second.ts";

vi.setConfig({ testTimeout: 120_000 });
const PATIENCE = { timeout: 40_000, interval: 100 };
/** Seconds for which what comes is gathered. */
const GATHER = 2;
const CONSOLE = "https://console.example/";

let mailbox: Mailbox;
let hub: TestHub;
/** What the service is told of the mail server. */
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  mailbox = await openMailbox();
  env = {
    TALANOA_SMTP_HOST: "127.0.0.1",
    TALANOA_SMTP_PORT: String(mailbox.port),
    TALANOA_SMTP_SECURITY: "none",
    TALANOA_SMTP_FROM: "talanoa@hub.example",
    TALANOA_CONSOLE_URL: CONSOLE,
    TALANOA_NOTIFICATION_GATHER_SECONDS: String(GATHER),
  };
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", ...env }, { whole: true });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await mailbox?.[Symbol.asyncDispose]();
});

const addressOf = (name: string) => `duty.${name}@customs-mailhost.example`;
const told = (name: string): Mail[] =>
  mailbox.mails.filter(({ to }) => to.includes(addressOf(name)));

async function choose(name: string, choices: Init<NotificationChoices>): Promise<void> {
  const all = { flash: false, immediate: false, overdue: false, exercises: false, language: "en" };
  const chosen = { choices: { ...all, ...choices } };
  await (await hub.as(name)).call(NotificationService.setNotifications, chosen);
}

/** Has an address confirmed, as a person does who reads the code there. */
async function confirm(name: string): Promise<void> {
  const officer = await hub.as(name);
  const before = told(name).length;
  await officer.call(NotificationService.setAddress, { email: addressOf(name) });
  const code = await vi.waitFor(() => {
    const [, digits] = /code is (\d{8})\./.exec(textOf(told(name)[before]!)) ?? [];
    expect(digits).toBeDefined();
    return digits!;
  }, PATIENCE);
  const { state } = await officer.call(NotificationService.confirmAddress, { code });
  expect(state?.address?.email).toBe(addressOf(name));
}

async function sent(more: object, publisher = "fj-publisher"): Promise<NoticeRef> {
  const draft = alertDraft({ audience: { participants: ["TO", "WS", "KI"] }, ...more });
  return (await publish(await hub.as(publisher), { draft })).publication.ref;
}

/** Resolves when all that the stream has now has been looked at, and all that is due was sent. */
async function settled(): Promise<void> {
  const audience = { participants: ["KI"] };
  const marker = await sent({ title: "Last", precedence: "flash", audience });
  const before = told("ki-liaison").length;
  await vi.waitFor(() => expect(told("ki-liaison").length).toBeGreaterThan(before), PATIENCE);
  await acknowledged("ki-liaison", marker);
  await new Promise((resolve) => setTimeout(resolve, 2 * GATHER * 1_000));
}

async function acknowledged(name: string, ref: NoticeRef): Promise<void> {
  const officer = await hub.as(name);
  const { notice } = await vi.waitFor(() => getNotice(officer, ref), PATIENCE);
  await acknowledge(officer, openNotice(notice!));
}

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client(hub.stack.postgresUrl("notification"));
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const waiting = async () =>
  (
    await rows<{ principal: string; of: string }>(
      `select o.principal, w.of from waiting w join destination d on d.id = w.destination
     join officer o on o.id = d.officer`,
    )
  )
    .map(({ principal, of }) => `${principal} ${of}`)
    .toSorted();

beforeAll(async () => {
  // The one by whom it is known that what came before has been looked at.
  await choose("ki-liaison", { flash: true });
  await confirm("ki-liaison");
}, 60_000);
beforeEach(() => {
  mailbox.beforeTaken = async () => {};
});
afterEach(async () => {
  mailbox.unknown.clear();
  // Each test begins where nobody was told of late.
  await rows("update destination set told_at = 0, retry_at = 0");
});

describe("an address", () => {
  test("is told of nothing until its code is given back", async () => {
    const officer = await hub.as("ws-liaison");
    await choose("ws-liaison", { flash: true });
    const { state } = await officer.call(NotificationService.setAddress, {
      email: addressOf("ws-liaison"),
    });
    expect(state).toMatchObject({ address: null, newAddress: { email: addressOf("ws-liaison") } });
    await vi.waitFor(() => expect(told("ws-liaison")).toHaveLength(1), PATIENCE);
    await sent({ precedence: "flash", audience: { participants: ["WS"] } });
    await settled();
    expect(told("ws-liaison")).toHaveLength(1);
    const wrong = officer.call(NotificationService.confirmAddress, { code: "00000000" });
    await expect(wrong).rejects.toMatchObject({ violations: [{ field: "code" }] });
    // Five are enough to guess.
    const tries = Array.from({ length: 5 }, () =>
      officer.call(NotificationService.confirmAddress, { code: "1" }).catch(() => {}),
    );
    await Promise.all(tries);
    const [, code = ""] = /code is (\d{8})/.exec(textOf(told("ws-liaison")[0]!)) ?? [];
    const late = officer.call(NotificationService.confirmAddress, { code });
    await expect(late).rejects.toMatchObject({ violations: [{ rule: "code-stands" }] });
    await confirm("ws-liaison");
    const count = told("ws-liaison").length;
    await sent({ precedence: "flash", audience: { participants: ["WS"] } });
    await vi.waitFor(() => expect(told("ws-liaison")).toHaveLength(count + 1), PATIENCE);
  });

  test("that is none is refused by its field, and nobody but who reads a feed has one", async () => {
    const officer = await hub.as("ws-liaison");
    for (const email of [
      "",
      "nobody",
      "a b@x.example",
      "a@x.example, b@x.example",
      "a@x\r\nb.example",
    ])
      await expect(officer.call(NotificationService.setAddress, { email })).rejects.toMatchObject({
        code: "invalid-argument",
        violations: [{ field: "email", rule: "address-form" }],
      });
    const auditor = await hub.as("fj-auditor");
    await expect(auditor.call(NotificationService.getNotifications, {})).rejects.toMatchObject({
      code: "permission-denied",
    });
  });

  test("is nobody's but its officer's to see, and is forgotten when it is removed", async () => {
    await confirm("to-publisher");
    const other = await hub.as("to-liaison");
    const seen = await other.call(NotificationService.getNotifications, {});
    expect(JSON.stringify(seen)).not.toContain(addressOf("to-publisher"));
    const officer = await hub.as("to-publisher");
    const { state } = await officer.call(NotificationService.removeAddress, {});
    expect(state).toMatchObject({ address: null, newAddress: null });
    expect(
      await rows(
        "select 1 from destination join officer o on o.id = officer where o.principal = 'to-publisher'",
      ),
    ).toEqual([]);
  });
});

describe("a flash notice", () => {
  beforeAll(async () => {
    await choose("to-liaison", { flash: true });
    await confirm("to-liaison");
    // Chose other things, or publishes only.
    await choose("ws-liaison", { immediate: true });
    await choose("fj-liaison", { flash: true });
    await confirm("fj-liaison");
    await choose("nz-liaison", { flash: true });
    await confirm("nz-liaison");
  }, 60_000);

  test("is told to those who hold it and chose it, at once, and to nobody else", async () => {
    const before = new Map(
      ["ws", "fj", "nz", "to"].map((id) => [id, told(`${id}-liaison`).length]),
    );
    const at = Date.now();
    await sent({ precedence: "flash", audience: { participants: ["TO", "WS"] } });
    await vi.waitFor(() => expect(told("to-liaison").length).toBe(before.get("to")! + 1), PATIENCE);
    expect(Date.now() - at).toBeLessThan(GATHER * 1_000);
    expect(headerOf(told("to-liaison").at(-1)!, "subject")).toBe(
      "Talanoa: A flash notice waits for you in Talanoa",
    );
    await settled();
    for (const id of ["ws", "fj", "nz"])
      expect(told(`${id}-liaison`)).toHaveLength(before.get(id)!);
  });

  test("is told in a mail that holds nothing of it: no title, place, originator, label, kind or id", async () => {
    const before = told("to-liaison").length;
    const draft = {
      title: "Zephyrine cargo of walking sticks",
      narrative: "Quixotic bundles below the deck.",
      where: { name: "Lautoka", unlocode: "FJLTK" },
      marking: "TLP:AMBER",
      precedence: "flash",
      audience: { participants: ["TO"] },
    };
    const ref = await sent(draft);
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
    const mail = told("to-liaison").at(-1)!;
    const said = `${mail.raw}\n${textOf(mail)}`.toLowerCase();
    const words = [
      ...draft.title.split(" ").filter((word) => word.length > 4),
      ...draft.narrative.split(/\W+/).filter((word) => word.length > 4),
      "lautoka",
      "fjltk",
      "fiji",
      "amber",
      "tlp",
      "seizure",
      "alert",
      "tobacco",
      ref.id,
      ref.id.replaceAll("-", ""),
      ref.id.slice(0, 8),
      ref.id.slice(-8),
      "fj/",
      "fj-publisher",
    ];
    expect(words.filter((word) => said.includes(word.toLowerCase()))).toEqual([]);
    // Where to read it is all that it says.
    expect(textOf(mail).match(/https?:\S+/g)).toEqual([CONSOLE]);
    // Every byte of another mail about another notice is the same, but for its id, its time and its officer.
    await rows("update destination set told_at = 0");
    await sent({ precedence: "flash", title: "Another", audience: { participants: ["TO"] } });
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 2), PATIENCE);
    const plain = ({ raw }: Mail) => raw.replace(/^(message-id|date): .*$/gim, "");
    expect(plain(told("to-liaison").at(-1)!)).toBe(plain(mail));
  });

  test("for named officers is told to them alone", async () => {
    await choose("to-publisher", { flash: true });
    await confirm("to-publisher");
    const [liaison, publisher] = [told("to-liaison").length, told("to-publisher").length];
    const named = { officers: ["TO:someone-else"] };
    await sent({ precedence: "flash", marking: "TLP:RED", audience: named });
    await settled();
    expect(told("to-liaison")).toHaveLength(liaison);
    await sent({
      precedence: "flash",
      marking: "TLP:RED",
      audience: { officers: ["TO:to-liaison"] },
    });
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(liaison + 1), PATIENCE);
    // Who only publishes is shown its own administration's notices alone.
    expect(told("to-publisher")).toHaveLength(publisher);
  });

  test("is gathered with what comes within a minute after it, and said to be an exercise when it is", async () => {
    await choose("to-liaison", { flash: true, immediate: true, exercises: true, language: "fr" });
    const before = told("to-liaison").length;
    const audience = { participants: ["TO"] };
    await sent({ precedence: "flash", audience });
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
    await sent({ precedence: "flash", audience });
    await sent({ precedence: "immediate", audience });
    await sent({ precedence: "immediate", exercise: true, audience });
    await sent({ precedence: "priority", audience });
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 2), PATIENCE);
    const [one, two] = told("to-liaison").slice(before);
    expect(textOf(one!)).toMatch(/^Un avis éclair vous attend dans Talanoa\.\r\n\r\n/);
    expect(textOf(two!).split("\r\n").slice(0, 4)).toEqual([
      "Un avis éclair vous attend dans Talanoa.",
      "Un avis immédiat vous attend dans Talanoa.",
      "EXERCICE : Un avis immédiat vous attend dans Talanoa.",
      "",
    ]);
    await choose("to-liaison", { flash: true, immediate: true });
    const count = told("to-liaison").length;
    await sent({ precedence: "flash", exercise: true, audience });
    await settled();
    expect(told("to-liaison")).toHaveLength(count);
    await choose("to-liaison", { flash: true });
  });

  test("is not told to who may not act any more, nor to whose role has ended", async () => {
    const secretariat = await hub.as("oco-secretariat");
    const suspended = (is: boolean, revision: number) => {
      const principal = { id: "to-liaison", participant: "TO", suspended: is };
      const entry = DirectoryEntry.decode(DirectoryEntry.encode({ principal }));
      return changeDirectory(secretariat, { entry, revision, reason: "test" });
    };
    const before = told("to-liaison").length;
    const audience = { participants: ["TO"] };
    const revision = await suspended(true, 0);
    await sent({ precedence: "flash", audience });
    await settled();
    await suspended(false, revision);
    await settled();
    expect(told("to-liaison")).toHaveLength(before);

    // What a person may do is said by the token of its last sign-in.
    const { identity } = await hub.as("to-liaison");
    const key = await keptSigningKey(join(hub.stack.dataDir, "keys", "token-issuer-key.json"));
    const token = await (await tokenMint(key, Date.now()))({ ...identity, roles: ["publisher"] });
    await using publisher = connect({ ...identity, roles: ["publisher"], token });
    await publisher.call(NotificationService.getNotifications, {});
    await sent({ precedence: "flash", audience });
    await settled();
    expect(told("to-liaison")).toHaveLength(before);
    await choose("to-liaison", { flash: true });
    await sent({ precedence: "flash", audience });
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
  });
});

test("what was not done in time is told to who is late and to who waits for it", async () => {
  for (const name of ["to-liaison", "fj-publisher", "fj-liaison", "ws-liaison"])
    await choose(name, { overdue: name !== "ws-liaison" });
  await confirm("fj-publisher");
  const before = (name: string) => told(name).length;
  const counts = ["to-liaison", "fj-publisher", "fj-liaison", "ws-liaison"].map(
    (name) => [name, before(name)] as const,
  );
  const due = new Date(Date.now() + 3_000).toISOString();
  await sent({ audience: { participants: ["TO", "WS"] }, acknowledge_by: due });
  for (const [name, count] of counts.slice(0, 3)) {
    await vi.waitFor(() => expect(told(name)).toHaveLength(count + 1), PATIENCE);
    expect(textOf(told(name).at(-1)!)).toMatch(/^Something is overdue in Talanoa\./);
  }
  expect(told("ws-liaison")).toHaveLength(counts[3]![1]);
});

describe("what waits for the mail server", () => {
  beforeAll(async () => {
    for (const name of ["to-liaison", "ws-liaison"]) await choose(name, { flash: true });
    await choose("fj-liaison", {});
    await choose("fj-publisher", {});
  });

  test("is sent when it is back, but for what was acknowledged meanwhile", async () => {
    const { port } = mailbox;
    const before = { to: told("to-liaison").length, ws: told("ws-liaison").length };
    const mails = mailbox.mails.slice();
    await mailbox[Symbol.asyncDispose]();
    const audience = { participants: ["TO", "WS"] };
    const ref = await sent({ precedence: "flash", audience });
    await expect.poll(waiting, PATIENCE).toEqual(["to-liaison flash", "ws-liaison flash"]);
    await vi.waitFor(async () => {
      const failing = await rows("select 1 from destination where failing_since > 0");
      expect(failing).toHaveLength(2);
    }, PATIENCE);
    const { state } = await (
      await hub.as("to-liaison")
    ).call(NotificationService.getNotifications, {});
    expect(state?.address?.failingSince).toBeGreaterThan(0);
    await acknowledged("ws-liaison", ref);
    await expect.poll(waiting, PATIENCE).toEqual(["to-liaison flash"]);
    mailbox = await openMailbox(port);
    mailbox.mails.push(...mails);
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before.to + 1), PATIENCE);
    await expect.poll(waiting, PATIENCE).toEqual([]);
    expect(told("ws-liaison")).toHaveLength(before.ws);
    expect(
      await rows("select 1 from destination where failing_since > 0 and not refused"),
    ).toHaveLength(1);
  });

  test("is sent by the next process, once more under the same id, when the first was killed before it noted it", async () => {
    const before = told("to-liaison").length;
    const taken = Promise.withResolvers<void>();
    mailbox.beforeTaken = async ({ to }) => {
      if (!to.includes(addressOf("to-liaison")) || told("to-liaison").length > before + 1) return;
      await hub.stack.kill("notification", "SIGKILL");
      taken.resolve();
    };
    await sent({ precedence: "flash", audience: { participants: ["TO"] } });
    await taken.promise;
    await hub.stack.serving("notification");
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 2), PATIENCE);
    const ids = told("to-liaison")
      .slice(-2)
      .map((mail) => headerOf(mail, "message-id"));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@hub\.example>$/);
    await expect.poll(waiting, PATIENCE).toEqual([]);
    await settled();
    expect(told("to-liaison")).toHaveLength(before + 2);
  });

  test("is told of by what came while no process ran", async () => {
    const before = told("to-liaison").length;
    await hub.stack.stop("notification");
    await sent({ precedence: "flash", audience: { participants: ["TO"] } });
    const settledRef = await sent({ precedence: "flash", audience: { participants: ["WS"] } });
    const ws = told("ws-liaison").length;
    await acknowledged("ws-liaison", settledRef);
    await hub.stack.restart("notification");
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
    await settled();
    // Acknowledged before it was looked at: it is not sent first and settled after.
    expect(told("ws-liaison")).toHaveLength(ws);
  });

  test("is sent once where two processes run, and by the one that is left", async () => {
    await using other = await startSecond(hub.stack, "notification", undefined, env);
    expect(other.pid).toBeGreaterThan(0);
    for (const left of [2, 1]) {
      if (left === 1) await hub.stack.kill("notification", "SIGKILL", { stayDown: true });
      for (let i = 0; i < 3; i++) {
        const before = told("to-liaison").length;
        await rows("update destination set told_at = 0");
        await sent({ precedence: "flash", audience: { participants: ["TO"] } });
        await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
      }
      const count = told("to-liaison").length;
      await settled();
      expect(told("to-liaison")).toHaveLength(count);
    }
    await hub.stack.restart("notification");
  });

  test("at an address that does not exist, waits without keeping others waiting", async () => {
    mailbox.unknown.add(addressOf("to-liaison"));
    const ws = told("ws-liaison").length;
    await sent({ precedence: "flash", audience: { participants: ["TO", "WS"] } });
    await vi.waitFor(() => expect(told("ws-liaison")).toHaveLength(ws + 1), PATIENCE);
    await vi.waitFor(async () => {
      const refused = await rows("select 1 from destination where refused");
      expect(refused).toHaveLength(1);
    }, PATIENCE);
    mailbox.unknown.clear();
    // A test is tried at once, and what waits goes with it.
    const before = told("to-liaison").length;
    await (await hub.as("to-liaison")).call(NotificationService.testNotifications, {});
    await vi.waitFor(() => expect(told("to-liaison")).toHaveLength(before + 1), PATIENCE);
    expect(textOf(told("to-liaison").at(-1)!)).toContain("This is a test");
    await expect.poll(waiting, PATIENCE).toEqual([]);
  });
});

test("no address stands in any file of the hub: not in logs, the stream, or the database and its journal", async () => {
  const host = formsOf("customs-mailhost");
  const { stack } = hub;
  expect(
    await filesWith(
      stack.dataDir,
      host.filter((form) => typeof form === "string"),
    ),
  ).toEqual([]);
  expect(
    await filesWith(
      stack.dataDir,
      host.filter((form) => typeof form !== "string"),
    ),
  ).toEqual([]);
  // The look is one that finds things.
  expect(await filesWith(stack.dataDir, ["to-liaison"])).not.toEqual([]);
});

test("a hub without a mail server says so, and takes no address", async () => {
  await using other = await startSecond(hub.stack, "notification");
  const { identity } = await hub.as("to-liaison");
  await using officer = connect({
    ...identity,
    hub: { ...identity.hub, notification: other.address },
  });
  const { state } = await officer.call(NotificationService.getNotifications, {});
  expect(state).toMatchObject({ sendsEmail: false });
  const email = addressOf("to-liaison");
  await expect(officer.call(NotificationService.setAddress, { email })).rejects.toMatchObject({
    code: "failed-precondition",
    message: "this hub sends no e-mail",
  });
});

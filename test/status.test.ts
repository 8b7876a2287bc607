import { join } from "node:path";
import { type Finding, judge } from "@talanoa/sharing/status/judge.ts";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { askStatus, type HubStatus } from "@talanoa/client/status.ts";
import { fullAlert } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { startSecond } from "./support/second.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let hub: TestHub;
let shell: Shell;
let operator: Identity;
beforeAll(async () => {
  hub = await startHub({ TALANOA_LOG_SCRUB_SHARE: "0" }, { whole: true });
  operator = await loadIdentity(join(hub.stack.identitiesDir, "oco-secretariat.json"));
  shell = await openCommands(hub.stack.identitiesDir);
});
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

/** A look, as the command takes it. */
async function look(): Promise<{ status: HubStatus; findings: Finding[] }> {
  const status = await askStatus(operator);
  return { status, findings: judge(status) };
}

/** Looks until an alarm is there, and gives it. */
function raised(alarm: Finding["alarm"]): Promise<Finding> {
  return vi.waitFor(
    async () => {
      const { findings } = await look();
      const found = findings.find((finding) => finding.alarm === alarm);
      expect(findings.map((its) => its.alarm)).toContain(alarm);
      return found!;
    },
    { timeout: 60_000, interval: 100 },
  );
}

function allWell(): Promise<HubStatus> {
  return vi.waitFor(
    async () => {
      const { status, findings } = await look();
      expect(findings).toEqual([]);
      return status;
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** A flash notice that nobody will receive. */
async function publishFlash(): Promise<void> {
  const { expires: _, ...draft } = fullAlert();
  const audience = { participants: ["TO"] };
  const publisher = await hub.as("fj-publisher");
  await publish(publisher, { draft: { ...draft, audience, precedence: "flash" } });
}

test("of a hub that is well each service is there with version and age, within eighty columns", async () => {
  // The feeds are looked at every ten seconds: by the time that this is asked about, it has been seen.
  await publishFlash();
  const { instances } = await allWell();
  expect(instances.map(({ service }) => service).toSorted()).toEqual([
    "alert-intake",
    "audit-log",
    "member-feeds",
    "member-routing",
    "notification",
    "risk-profile",
  ]);
  const { code, out, err } = await shell.run(["status"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("All is well.");
  for (const part of ["broker", "stream", "routing", "log", "erasing", "feeds", "database"])
    expect(out).toMatch(new RegExp(`^${part} +well +\\S`, "m"));
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("a service that is gone is named with what to do next, and a wrong use ends with 2", async () => {
  await hub.stack.kill("member-feeds", "SIGKILL", { stayDown: true });
  const missing = await raised("InstancesMissing");
  expect(missing).toMatchObject({ says: "member-feeds does not serve" });
  expect(missing.next).not.toBe("");
  const { code, out } = await shell.run(["status"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^member-feeds .*missing$/m);
  await hub.stack.restart("member-feeds");
  await allWell();
  expect((await shell.run(["status", "--every", "none"])).code).toBe(2);
});

test("an instance beside the first is shown too, and is missed when it is meant to run", async () => {
  const wanted = { TALANOA_INSTANCES: "2" };
  {
    await using second = await startSecond(hub.stack, "alert-intake", undefined, wanted);
    const { instances } = await allWell();
    const its = instances.filter(({ service }) => service === "alert-intake");
    expect(its.map(({ instance }) => instance.endsWith(`:${second.pid}`)).toSorted()).toEqual([
      false,
      true,
    ]);
  }
  await using _ = await startSecond(hub.stack, "alert-intake", undefined, {
    TALANOA_INSTANCES: "3",
  });
  expect(await raised("InstancesMissing")).toMatchObject({ says: "2 of 3 alert-intake serve" });
});

test("what a feed holds unread is counted by participant and precedence", async () => {
  await vi.waitFor(
    async () => {
      const { instances } = await askStatus(operator);
      const unread = instances
        .flatMap(({ readings }) => readings)
        .filter(({ measure, value }) => measure === "feeds.unread" && value > 0);
      expect(unread.map(({ labels, value }) => ({ labels, value }))).toContainEqual({
        labels: { participant: "TO", precedence: "flash" },
        value: 1,
      });
    },
    { timeout: 60_000, interval: 1_000 },
  );
});

test("nobody but the Secretariat's own role is told", async () => {
  for (const name of ["fj-publisher", "to-liaison", "oco-auditor"]) {
    const identity = await loadIdentity(join(hub.stack.identitiesDir, `${name}.json`));
    await expect(askStatus(identity)).rejects.toMatchObject({ code: "permission-denied" });
  }
  const { code, out } = await shell.run(["status", "--as", "to-liaison"]);
  expect({ code, out }).toEqual({ code: 4, out: "" });
});

test("without its broker the services still tell that it is away", async () => {
  await hub.stack.kill("nats", "SIGKILL", { stayDown: true });
  const { about } = await raised("BrokerAway");
  expect(about).toContain("audit-log");
  await hub.stack.restart("nats");
  await allWell();
});

test("without its database a service tells that it is away", async () => {
  await hub.stack.kill("postgres", "SIGKILL", { stayDown: true });
  const { about } = await raised("DatabaseAway");
  expect(about).toContain("audit-log");
  await hub.stack.restart("postgres");
  await allWell();
});

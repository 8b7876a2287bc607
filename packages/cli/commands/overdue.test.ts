import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { FeedService, OverdueOf } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { unary } from "@talanoa/platform/grpc/call.ts";
import { openGrpcServer } from "@talanoa/platform/grpc/server.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { expect, onTestFinished, test } from "vitest";
import { exitCodes } from "../exit-code.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

/** What `overdue` says of a hub where something is overdue, and how recalls are listed; null where there is no such list. */
async function overdue(recalled: (() => never) | null, ...args: string[]) {
  const notice = { origin: "FJ", id: "019a0000-0000-7000-8000-00006fae1ca3", version: 1 };
  const late = { notice, of: OverdueOf.ANSWER, dueAt: Date.UTC(2026, 6, 14), participants: ["TO"] };
  const server = await openGrpcServer({
    listen: "127.0.0.1:0",
    log: openLogger("test", "fatal"),
    verifyToken: async () => {
      const roles = ["liaison"] as const;
      const expiresAt = Date.now() + 3_600_000;
      return { participant: "FJ", principal: "fj-liaison", roles, office: "", expiresAt };
    },
    methods: [
      unary(FeedService.listOverdue, async () => ({ overdue: [late] })),
      ...(recalled ? [unary(FeedService.listRecalled, async () => recalled())] : []),
    ],
  });
  server.serving();
  onTestFinished(() => server.stop(100));
  const folder = await mkdtemp(join(tmpdir(), "talanoa-overdue-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const identity = testIdentity("FJ", testKey(), testKey());
  const hub = { ...identity.hub, feeds: `127.0.0.1:${server.port}` };
  await writeFile(join(folder, "fj.json"), JSON.stringify({ ...identity, hub }));
  const terminal = keptTerminal();
  const { signal } = new AbortController();
  const command = ["overdue", "--identities", folder, ...args];
  return { code: await runProgram(command, terminal, signal), ...terminal.written };
}

test("a hub of an earlier release, which lists no recalls, tells what is overdue all the same", async () => {
  const { code, out, err } = await overdue(null);
  expect(out).toContain("FJ/6fae1ca3");
  expect(err).toBe("What was recalled could not be listed: the hub is older than this program.\n");
  expect(code).toBe(exitCodes.ok);
});

test("recalls that cannot be listed now are to be asked for again, and what is overdue is told", async () => {
  // As long as the program asks again by itself, this takes: 10 s.
  const { code, out, err } = await overdue(() => {
    throw new HubError("unavailable", "the lists are being made");
  }, "--json");
  expect(out.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({ of: "answer", late: ["TO"] });
  expect(err).toBe("What was recalled could not be listed: the lists are being made.\n");
  expect(code).toBe(exitCodes.tryLater);
});

test("recalls that are refused are a failure", async () => {
  const { code, err } = await overdue(() => {
    throw new HubError("permission-denied", "not yours");
  });
  expect(err).toContain("not yours");
  expect(code).toBe(exitCodes.notPermitted);
});

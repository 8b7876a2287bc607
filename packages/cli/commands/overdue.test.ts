import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { FeedService, OverdueOf } from "@talanoa/contract/generated/talanoa.ts";
import { expect, onTestFinished, test } from "vitest";
import { exitCodes } from "../exit-code.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

const { listOverdue, listRecalled } = FeedService;

type Answer = (error: object | null, response?: object) => void;

/** What `overdue` says of a hub where something is overdue, and by which recalls are answered; by nothing where it has no such list. */
async function overdue(recalled: ((answer: Answer) => void) | null, ...args: string[]) {
  const server = new Server();
  const notice = { origin: "FJ", id: "019a0000-0000-7000-8000-00006fae1ca3", version: 1 };
  const late = { notice, of: OverdueOf.ANSWER, dueAt: Date.UTC(2026, 6, 14), participants: ["TO"] };
  server.addService({ listOverdue, ...(recalled && { listRecalled }) } as never, {
    listOverdue: (_: unknown, answer: Answer) => answer(null, { overdue: [late] }),
    listRecalled: (_: unknown, answer: Answer) => recalled?.(answer),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  const folder = await mkdtemp(join(tmpdir(), "talanoa-overdue-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const identity = testIdentity("FJ", testKey(), testKey());
  const hub = { ...identity.hub, feeds: `127.0.0.1:${port}` };
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
  const details = "the lists are being made";
  const { code, out, err } = await overdue(
    (answer) => answer({ code: status.UNAVAILABLE, details }),
    "--json",
  );
  expect(out.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({ of: "answer", late: ["TO"] });
  expect(err).toBe("What was recalled could not be listed: the lists are being made.\n");
  expect(code).toBe(exitCodes.tryLater);
});

test("recalls that are refused are a failure", async () => {
  const denied = { code: status.PERMISSION_DENIED, details: "not yours" };
  const { code, err } = await overdue((answer) => answer(denied));
  expect(err).toContain("not yours");
  expect(code).toBe(exitCodes.notPermitted);
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { exchangeSettings } from "@talanoa/platform/bus/exchange-stream.ts";
import { expect, test } from "vitest";
import { exitCodes } from "../exit-code.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

const run = async (args: string[], env: { [name: string]: string } = {}) => {
  const terminal = keptTerminal({ env });
  const code = await runProgram(args, terminal, new AbortController().signal);
  return { code, ...terminal.written };
};

test("the operator's stream is given what it lacks, and is never made", async () => {
  await using opened = new AsyncDisposableStack();
  const dir = opened.adopt(await mkdtemp(join(tmpdir(), "talanoa-setup-")), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const nats = opened.use(await startNats({ dir, binary: await findNatsServer() }));
  const bus = opened.use(await openBus({ servers: [nats.url], name: "test" }));
  const fit = () => run(["setup", "--stream"], { TALANOA_NATS_URL: nats.url });
  const ask = async (question: string, request: unknown = "") =>
    (await bus.request(`$JS.API.STREAM.${question}`, JSON.stringify(request))).json<{
      error?: object;
      config: { subjects: string[] };
    }>();

  // With as many replicas as nobody told it.
  expect(await fit()).toMatchObject({ code: exitCodes.notFound, out: "" });
  expect((await ask(`INFO.${EXCHANGE}`)).error).toBeDefined();

  const settings = exchangeSettings({ maxBytes: 64 * 1024 ** 2, replicas: 1 });
  const earlier = settings.subjects!.filter((subject) => subject !== subjects.lives);
  await ask(`CREATE.${EXCHANGE}`, { ...settings, subjects: earlier });
  expect(await fit()).toMatchObject({ code: 0, err: expect.stringContaining("with 1 replica") });
  const { config } = await ask(`INFO.${EXCHANGE}`);
  expect(config.subjects.toSorted()).toEqual([...subjects.all].toSorted());
});

test("one thing is done at a time", async () => {
  for (const args of [
    ["--renew", "tls/nats", "--retire", "nats/audit-log"],
    ["--stream", "--renew", "tls/nats"],
  ])
    expect((await run(["setup", "--into", "/nowhere", ...args])).code).toBe(exitCodes.usage);
});

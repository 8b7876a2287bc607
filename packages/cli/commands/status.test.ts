import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { expect, test } from "vitest";
import { Interrupted } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

test("Ctrl-C ends a watch by what the last look found, also in the midst of a look", async () => {
  await using opened = new AsyncDisposableStack();
  const cwd = opened.adopt(await mkdtemp(join(tmpdir(), "talanoa-status-")), (folder) =>
    rm(folder, { recursive: true }),
  );
  // A hub that is away at first, and then takes calls and is silent.
  const asked = Promise.withResolvers<void>();
  const terminal = keptTerminal({ cwd });
  let isSilent = false;
  const hub = createServer((socket) => {
    opened.defer(() => void socket.destroy());
    if (isSilent) asked.resolve();
    else socket.destroy();
  }).listen(0, "127.0.0.1");
  opened.defer(() => void hub.close());
  await once(hub, "listening");
  const door = `127.0.0.1:${(hub.address() as AddressInfo).port}`;
  const identity = testIdentity("OCO", testKey(), testKey());
  const doors = { intake: door, feeds: door, routing: door, log: door };
  const folder = join(cwd, ".talanoa", "identities");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "oco.json"),
    JSON.stringify({ ...identity, roles: ["secretariat"], hub: { ...identity.hub, ...doors } }),
  );

  const stop = new AbortController();
  const ended = runProgram(["status", "--watch", "--every", "1"], terminal, stop.signal);
  await expect.poll(() => terminal.written.out).not.toBe("");
  // Nothing of the first look is left.
  await sleep(400);
  isSilent = true;
  await asked.promise;
  stop.abort(new Interrupted());
  expect(await ended).toBe(exitCodes.notWell);
  expect(terminal.written.out.match(/Not well/g)).toHaveLength(1);
  expect(terminal.written.err).toBe("");
});

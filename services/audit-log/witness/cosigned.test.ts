import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openLogger } from "@talanoa/platform/logging.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy, witnesses } from "@talanoa/tlog/testing/sample-keys.ts";
import { sampleEntries } from "@talanoa/tlog/testing/sample-log.ts";
import { cosignedAnswer } from "@talanoa/tlog/witness/decide.ts";
import { parseAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import type { Pool } from "pg";
import { expect, test } from "vitest";
import { witnessLags } from "../measures.ts";
import { collectCosignatures } from "./cosigned.ts";

const SIZE = 5;
const NOW = 1_700_000_000;
const [often, ...honest] = witnesses;

/** A witness that cosigns whatever it is shown, at so many times, after some milliseconds. */
async function serveWitness(signer: Signer, times: number, after: number) {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = parseAddCheckpoint(Buffer.concat(await request.toArray()));
    await sleep(after);
    const its = Array.from({ length: times }, (_, i) => cosignedAnswer(asked, [signer], NOW + i));
    response.end(its.map(({ body }) => body).join(""));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, key: signer.key, [Symbol.asyncDispose]: async () => void server.close() };
}

/** A database in which one checkpoint is signed, and that keeps what is cosigned. */
function keeping(cosigned: string[]): Pool {
  const note = formatNote(signedCheckpoint(headOf(sampleEntries(SIZE), SIZE)));
  const signed = { kind: "signed", size: SIZE, note, publishedAt: Date.now() };
  const query = async ({ name, values }: { name: string; values?: unknown[] }) => {
    if (name === "store-checkpoint" && values?.[0] === "cosigned") cosigned.push(String(values[2]));
    return { rows: name === "read-checkpoints" ? [signed] : [] };
  };
  return { query } as unknown as Pool;
}

test("a witness that answers with all cosignatures that a note has room for is one among others", async () => {
  await using opened = new AsyncDisposableStack();
  const asked = [opened.use(await serveWitness(often!, 100, 0))];
  for (const each of honest) asked.push(opened.use(await serveWitness(each, 1, 100)));
  const stop = new AbortController();
  const cosigned: string[] = [];
  const collecting = collectCosignatures(
    {
      pool: keeping(cosigned),
      policy: { quorum: asked.length, witnesses: asked },
      log: openLogger("audit-log", "fatal"),
    },
    stop.signal,
  );
  await expect.poll(() => cosigned.length, { timeout: 10_000 }).toBeGreaterThan(0);
  stop.abort();
  await collecting;
  const { cosignatures } = openCheckpoint(cosigned[0]!, policy(asked.length));
  const times = cosignatures.map(({ key, time }) => [key.name, time]);
  expect(Object.fromEntries(times)).toEqual({
    [often!.key.name]: NOW + 99,
    ...Object.fromEntries(honest.map(({ key }) => [key.name, NOW])),
  });
  expect(cosignatures).toHaveLength(asked.length);
});

test("witnesses that are away are told, and no more by a process that does not lead any more", async () => {
  const away = honest.map(({ key }) => ({ url: "http://127.0.0.1:1", key }));
  const log = openLogger("audit-log", "fatal");
  const errors: unknown[][] = [];
  log.error = ((...said: unknown[]) => void errors.push(said)) as typeof log.error;
  const stop = new AbortController();
  const collecting = collectCosignatures(
    {
      pool: keeping([]),
      policy: { quorum: away.length, witnesses: away },
      log,
      late: 500,
    },
    stop.signal,
  );
  const said = () => errors.map((each) => String(each.at(-1)));
  const tooFew = "too few witnesses cosign: checkpoints are the log's word alone";
  await expect.poll(said, { timeout: 10_000 }).toContain(tooFew);
  expect(errors.find((each) => each.at(-1) === tooFew)![0]).toMatchObject({ quorum: away.length });
  await expect.poll(said, { timeout: 10_000 }).toContain("a witness is away");
  const lagging = witnessLags.read().filter(({ value }) => value > 0);
  expect(lagging.map(({ labels }) => labels?.["witness"]).toSorted()).toEqual(
    away.map(({ key }) => key.name).toSorted(),
  );
  stop.abort();
  await collecting;
  expect(witnessLags.read()).toEqual([]);
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type ScreenedTransmission,
  type ScreenResponse,
  ScreeningService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import {
  openTestHub,
  type ServedService,
  type TestHub,
  type TokenOf,
} from "@talanoa/platform/testing/hub.ts";
import { testMember } from "@talanoa/platform/testing/member.ts";
import pg from "pg";
import { settings } from "../config.ts";
import { startScreening } from "../start-screening.ts";

const DATABASE = "risk_profile";
const CHUNK = 1_000;

/** The screening on a real broker and database, in this process, with a clock that the test moves. */
export interface RunningScreening extends AsyncDisposable {
  readonly hub: TestHub;
  readonly postgres: PostgresServer;
  /** Where the keys are. */
  readonly dataDir: string;
  /** Where the broker and the database have their files. */
  readonly stores: readonly string[];
  /** By how much its clock is ahead, in milliseconds. */
  ahead: number;
  readonly service: ServedService;
  /** Stops it, and starts it again on what it left. */
  restart(): Promise<void>;
  /** Sends transmissions in small chunks; the answers. Rejects with the status of a call that ends with one. */
  send(who: TokenOf, ...transmissions: readonly Uint8Array[]): Promise<ScreenResponse[]>;
  /** The rows of a statement. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

export const fiji: TokenOf = { participant: "FJ", principal: "fj-screening", roles: ["screening"] };
export const tonga: TokenOf = {
  participant: "TO",
  principal: "to-screening",
  roles: ["screening"],
};

export async function runScreening(
  env: { [name: string]: string } = {},
): Promise<RunningScreening> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(await openTestHub());
  await hub.put(...["FJ", "TO"].map((id) => testMember(id).participant));
  const folder = await mkdtemp(join(tmpdir(), "talanoa-screening-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const postgresDir = join(folder, "postgres");
  const postgres = await startTestPostgres({ dir: postgresDir });
  opened.defer(() => postgres.stop());
  await postgres.createDatabase(DATABASE);
  const dataDir = join(folder, "data");
  const clock = { ahead: 0 };
  const run = (): Promise<ServedService> =>
    hub.run(
      {
        name: "risk-profile",
        settings,
        start: (shell) => startScreening(shell, () => Date.now() + clock.ahead),
      },
      {
        TALANOA_POSTGRES_URL: postgres.url(DATABASE),
        TALANOA_DATA_DIR: dataDir,
        TALANOA_SWEEP_SECONDS: "0.2",
        ...env,
      },
    );
  let service = await run();
  opened.defer(() => service[Symbol.asyncDispose]());
  const closing = opened.move();
  return {
    hub,
    postgres,
    dataDir,
    stores: [hub.folder, postgresDir],
    get ahead() {
      return clock.ahead;
    },
    set ahead(ahead) {
      clock.ahead = ahead;
    },
    get service() {
      return service;
    },
    async restart() {
      await service[Symbol.asyncDispose]();
      service = await run();
    },
    async send(who, ...transmissions) {
      const call = service.open(ScreeningService.screen, await hub.token(who));
      for (const bytes of transmissions) {
        for (let at = 0; at === 0 || at < bytes.length; at += CHUNK) {
          const chunk = bytes.subarray(at, at + CHUNK);
          call.write({ chunk, last: at + CHUNK >= bytes.length });
        }
      }
      call.end();
      return await Array.fromAsync(call as AsyncIterable<ScreenResponse>);
    },
    async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      const client = new pg.Client(postgres.url(DATABASE));
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** What was screened, of an answer that must say so. */
export function screenedOf(answer: ScreenResponse | undefined): ScreenedTransmission {
  if (!answer?.screened) throw new Error(`refused: ${answer?.refusal?.message}`);
  return answer.screened;
}

/** Long enough for two sweeps. */
export async function swept(): Promise<void> {
  await sleep(1_000);
}

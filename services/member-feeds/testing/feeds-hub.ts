import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NoticeRef, FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { keySet, tokenAudience, tokenIssuer, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { FeedClient } from "./feed-client.ts";
import { type FeedsServer, openFeedsServer } from "./feeds-server.ts";
import { Publisher } from "./publisher.ts";

/** Who asks: an officer of the participant, unless another principal or role is given. */
export interface Asker {
  readonly principal?: string;
  readonly roles?: readonly string[];
  /** Of a further replica. */
  readonly port?: number;
}

/** The feeds on a broker and a database of their own, with four Members: FJ, TO, WS and KI. */
export interface FeedsHub extends AsyncDisposable {
  readonly feeds: FeedsServer;
  readonly publisher: Publisher;
  readonly postgres: PostgresServer;
  readonly folder: string;
  /** A further replica on the same broker, on this database or the same one. */
  replica(options?: {
    database?: string;
    searchKey?: Uint8Array;
    onFailure?: (error: unknown) => void;
  }): Promise<FeedsServer>;
  client(participant: string, asker?: Asker): Promise<FeedClient>;
  /** Resolves when the lists of a participant that holds it show a notice. */
  untilListed(participant: string, notice: NoticeRef): Promise<void>;
}

export async function openFeedsHub(): Promise<FeedsHub> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-feeds-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const key = newSigningKey();
  const jwksFile = join(folder, "jwks.json");
  await writeFile(jwksFile, keySet(key));
  const nats = await startNats({ dir: join(folder, "nats"), binary: await findNatsServer() });
  opened.defer(() => nats.stop());
  const postgres = await startTestPostgres({ dir: join(folder, "postgres") });
  opened.defer(() => postgres.stop());
  await postgres.createDatabase("member_feeds");
  const replica: FeedsHub["replica"] = ({ database = "member_feeds", searchKey, onFailure } = {}) =>
    openFeedsServer({
      natsUrl: nats.url,
      databaseUrl: postgres.url(database),
      jwksFile,
      issuer: tokenIssuer,
      audience: tokenAudience,
      ...(searchKey && { searchKey }),
      ...(onFailure && { onFailure }),
    });
  const feeds = opened.use(await replica());
  const publisher = new Publisher(feeds.committer, () => feeds.directory.latest());
  await publisher.enrol([
    { id: "FJ", subRegion: "melanesia" },
    { id: "TO", subRegion: "polynesia" },
    { id: "WS", subRegion: "polynesia" },
    { id: "KI", subRegion: "micronesia" },
  ]);
  const closing = opened.move();

  async function client(participant: string, { principal, roles, port }: Asker = {}) {
    const mint = await tokenMint(key, Date.now());
    const token = await mint({
      principal: principal ?? `${participant.toLowerCase()}-liaison`,
      participant,
      roles: roles ?? ["liaison"],
      office: "",
    });
    return closing.use(new FeedClient(port ?? feeds.port, token));
  }

  return {
    feeds,
    publisher,
    postgres,
    folder,
    replica,
    client,
    async untilListed(participant, { id }) {
      const asking = await client(participant);
      await until(async () => {
        const idPart = id.slice(-12);
        const found = await asking.call(FeedService.findNotices, { idPart }).catch(() => null);
        return found?.notices.some((notice) => notice.id === id);
      });
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

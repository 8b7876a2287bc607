import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type PostgresOptions, type PostgresServer, startPostgres } from "../postgres.ts";

/** Names the folder in which a run of the tests keeps its clusters, in the environment of the processes that it starts. */
const CLUSTERS = "TEST_CLUSTERS";
/** The account of the server passes through a folder to what it owns there. */
const PASSED_THROUGH = 0o711;

/** What vitest calls before the first test of a run. */
export default async function keepClusters(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "talanoa-clusters-"));
  // After Ctrl-C too.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await chmod(folder, PASSED_THROUGH);
  process.env[CLUSTERS] = folder;
}

/** Starts PostgreSQL as `startPostgres` does, on a copy of a cluster where it would have to create one. */
export async function startTestPostgres(options: PostgresOptions): Promise<PostgresServer> {
  await placeCluster(options.dir);
  return startPostgres(options);
}

let created: Promise<string> | undefined;

/**
 * Puts a new cluster, with its password, where `startPostgres` looks for its own: into `dir`, in a temporary folder of
 * the test's own. It is created once a process: that costs 0.7 s of processor time and a second of syncs, a copy 0.1 s.
 * Does nothing outside a run of the tests.
 */
export async function placeCluster(dir: string): Promise<void> {
  const clusters = process.env[CLUSTERS];
  if (clusters === undefined) return;
  created ??= createCluster(clusters);
  await chmod(dirname(dir), PASSED_THROUGH);
  // Unlike Node's own it leaves the files to the account of the server.
  await promisify(execFile)("cp", ["-a", await created, dir]);
}

async function createCluster(clusters: string): Promise<string> {
  const dir = await mkdtemp(join(clusters, "made-"));
  const server = await startPostgres({ dir });
  await server.stop();
  await rm(join(dir, "postgres.log"));
  return dir;
}

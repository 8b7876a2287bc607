import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { takeLead } from "@talanoa/platform/database/lead.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "../tables/migrations.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { type RunningScreening, runScreening } from "../testing/run-screening.ts";
import { checkDatabase } from "./check-database.ts";

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function openAgain() {
  return await openDatabase<ScreeningTables>({
    url: screening.postgres.url("risk_profile"),
    name: "test",
    migrations,
    signal: new AbortController().signal,
    onTrouble: () => {},
  });
}

test("keys and database are one process's while it runs, and the next one's when it has stopped", async () => {
  await using opened = await openAgain();
  expect(await takeLead(opened.pool)).toBeNull();
  await screening.service.stop();
  await using lead = await takeLead(opened.pool);
  expect(lead).not.toBeNull();
});

test("keys stay with the database of the first start: beside another one nothing is begun", async () => {
  await using opened = await openAgain();
  const noted = await readFile(join(screening.dataDir, "database-id"), "utf8");
  expect(await opened.db.selectFrom("database_id").select("id").execute()).toEqual([{ id: noted }]);
  await checkDatabase(opened, screening.dataDir);
  // A folder that was lost would take all lists with it, and nobody on them would be found any more.
  const empty = join(screening.dataDir, "empty");
  await checkDatabase(opened, empty);
  await screening.rows(
    "insert into watchlist values ('FJ', 'wanted', 1, 1, 'fj-officer', 1, 'slot', '')",
  );
  await rm(empty, { recursive: true });
  await expect(checkDatabase(opened, empty)).rejects.toThrow(/TALANOA_DATA_DIR: .*database-id/);
  await writeFile(join(empty, "database-id"), `${noted}\n`);
  await checkDatabase(opened, empty);
  await screening.rows("update database_id set id = gen_random_uuid()::text");
  await expect(checkDatabase(opened, screening.dataDir)).rejects.toThrow("TALANOA_DATA_DIR");
});

import pg from "pg";
import { expect, test } from "vitest";
import { startHub } from "../../support/hub.ts";
import { openBareRows } from "./log-rows.ts";

test("the bare program's rows fit the product's tables", async () => {
  await using hub = await startHub();
  const { stack } = hub;
  const [logUrl, feedsUrl] = ["audit_log", "member_feeds"].map((name) => stack.postgresUrl(name));
  const database = new pg.Client({ connectionString: feedsUrl });
  await database.connect();
  await using _ = { [Symbol.asyncDispose]: () => database.end() };

  await using rows = await openBareRows(logUrl!, feedsUrl!);
  const notices = ["019809a0c8007000800000000000cafe"];
  rows.log({ step: "routed", participant: "", line: "x".repeat(1_000), notices });
  rows.list();
  await expect
    .poll(async () => (await database.query("select id from bare.routed_notice")).rows)
    .toEqual([{ id: notices[0] }]);
});

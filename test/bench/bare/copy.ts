// Reads the rows of the log out of its tables; copies the very same into them again, emptied, when
// it is told to: one COPY a table, in one transaction.
import { PassThrough } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import pg from "pg";
import { from, to } from "pg-copy-streams";
import { endsWithBenchmark } from "./ending.ts";

const [url = ""] = process.argv.slice(2);
const tables = ["entries", "parts", "notice_entries", "time_spans"];

const database = new pg.Client({ connectionString: url });
await database.connect();
endsWithBenchmark({ [Symbol.asyncDispose]: () => database.end() });
const rows: { table: string; chunks: Buffer[] }[] = [];
for (const table of tables) {
  const chunks: Buffer[] = [];
  const out = new PassThrough().on("data", (chunk: Buffer) => chunks.push(chunk));
  await pipeline(
    database.query(to(`copy (select * from ${table}) to stdout (format binary)`)),
    out,
  );
  rows.push({ table, chunks: inPieces(Buffer.concat(chunks)) });
}
await database.query(`truncate ${tables.join()}`);
await database.query("checkpoint");

process.on("message", () => {
  void (async () => {
    const started = performance.now();
    await database.query("begin");
    for (const { table, chunks } of rows) {
      const into = database.query(from(`copy ${table} from stdin (format binary)`));
      for (const chunk of chunks) {
        if (!into.write(chunk)) await new Promise((resolve) => into.once("drain", resolve));
      }
      into.end();
      await finished(into);
    }
    await database.query("commit");
    process.send?.((performance.now() - started) / 1_000);
  })();
});
process.send?.("ready");

function inPieces(bytes: Buffer): Buffer[] {
  const most = 256 * 1024;
  const count = Math.ceil(bytes.length / most);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * most, (i + 1) * most));
}

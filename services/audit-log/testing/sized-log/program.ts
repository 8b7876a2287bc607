// A log of any size for the benchmark `log-sizes`, which starts this with the database's connection string
// and sends it orders, one after the other. Each is answered by one message.
import process from "node:process";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { readState } from "../../tables/log-state.ts";
import { migrations } from "../../tables/migrations.ts";
import { ExchangeRecords } from "./exchange-records.ts";
import { grow } from "./grow.ts";
import { type Kind, questionOf } from "./questions.ts";
import { timeAnswers } from "./time-answers.ts";
import { timeProofs, verifyAll } from "./verify-all.ts";

interface Questions {
  readonly kind: Kind;
  readonly reader: string;
  readonly count: number;
}

const url = process.argv[2] ?? "";
await using database = await openDatabase({
  url,
  name: "sized-log",
  migrations,
  statementTimeout: 3_600_000,
});
const { pool } = database;
const records = new ExchangeRecords();

const questions = ({ kind, reader, count }: Questions) =>
  Array.from({ length: count }, (_, i) => questionOf(kind, i, reader, records.notices));

const orders: { readonly [name: string]: (of: never) => Promise<unknown> } = {
  grow: async ({ size }: { size: number }) => {
    const growth = await grow(pool, records, size, (line) => process.stderr.write(`  ${line}\n`));
    // What autovacuum does in its time.
    await pool.query("vacuum (analyze)");
    await pool.query("checkpoint");
    return growth;
  },
  questions: async (of: Questions) => questions(of),
  answers: async (of: Questions) => {
    const { size } = await readState(pool);
    return timeAnswers(database, of.reader, questions(of), size);
  },
  proofs: async ({ count }: { count: number }) => timeProofs(pool, count),
  verify: async () => verifyAll(pool),
};

const ended = new Promise<void>((resolve) => process.once("disconnect", resolve));
process.on("message", ({ order, ...of }: { order: string }) => {
  const answered = Promise.resolve(orders[order]!(of as never));
  answered.then(
    (answer) => process.send!(answer ?? null),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});
process.send!("ready");
await ended;

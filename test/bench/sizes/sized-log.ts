import { join } from "node:path";
import type { QueryRequest } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { startProgram } from "../bare-program.ts";

/** What is asked of the log, and by whom: `*` sees all of it, a participant its part. */
interface Questions {
  readonly kind: Kind;
  readonly reader: string;
  readonly count: number;
}

export const questionKinds = ["notice", "principal", "participant", "time", "step"] as const;
export type Kind = (typeof questionKinds)[number];

/** A log that grows, by the program of audit-log that does so through its own code. */
export interface SizedLog extends AsyncDisposable {
  readonly pid: number;
  /** Appends until the log has so many entries; the milliseconds that each thousand took. */
  grow(size: number): Promise<{ perSecond: number; appends: number[] }>;
  questions(of: Questions): Promise<Init<QueryRequest>[]>;
  /** Milliseconds of each answer without the door, of them to find the entries, and the rows of each. */
  answers(of: Questions): Promise<{ all: number[]; find: number[]; rows: number[] }>;
  /** Milliseconds to verify each of so many inclusion proofs. */
  proofs(count: number): Promise<number[]>;
  /** Entries of the whole log that were verified a second: hashed alone, and with reading them. */
  verify(): Promise<{ hashed: number; whole: number }>;
}

export async function openSizedLog(url: string): Promise<SizedLog> {
  const folder = "../../../services/audit-log/testing/sized-log";
  const program = await startProgram(join(import.meta.dirname, folder, "program.ts"), [url]);
  const ask = async <T>(order: string, of: object = {}) =>
    (await program.ask({ order, ...of })) as T;
  return {
    pid: program.pid,
    grow: (size) => ask("grow", { size }),
    questions: (of) => ask("questions", of),
    answers: (of) => ask("answers", of),
    proofs: (count) => ask("proofs", { count }),
    verify: () => ask("verify"),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

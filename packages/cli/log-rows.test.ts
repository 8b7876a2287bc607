import type { LogEntry } from "@talanoa/client/log.ts";
import { type Facts, LogRow, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import type { Context } from "./context.ts";
import { answerCsvHead } from "@talanoa/sharing/story/entry-csv.ts";
import { printLog } from "./log-rows.ts";
import { keptTerminal } from "./testing/terminal.ts";

const id = "01a215ea-cbda-7653-b6f0-2f0000000001";

function part(its: Parameters<typeof RecordPart.encode>[0]): RecordPart {
  return RecordPart.decode(RecordPart.encode(its));
}

async function printed(step: string, parts: readonly RecordPart[]): Promise<string> {
  const terminal = keptTerminal();
  const row = LogRow.decode(LogRow.encode({}));
  const entry: LogEntry = { index: 7, step, at: 0, parts, row, altered: false };
  async function* entries() {
    yield entry;
  }
  const context = { terminal, options: {} } as unknown as Context;
  await printLog(context, entries(), { limit: 10, format: "table" });
  return terminal.written.out;
}

test("a record whose officer one party alone may know is shown with the officer to who sees all", async () => {
  const facts = { opened: { participant: "TO", origin: "FJ", copies: [] } };
  const text = await printed("opened", [
    part({ party: "FJ", participant: "TO", facts }),
    part({ party: "TO", participant: "TO", principal: "to-liaison", facts }),
  ]);
  expect(text).toContain("TO to-liaison");
});

test("a table for a program begins when there is an answer, not with a question that is refused", async () => {
  const fault = new HubError("invalid-argument", "give a case");
  const refused = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(fault) }) };
  const row = LogRow.decode(LogRow.encode({}));
  const entry: LogEntry = { index: 7, step: "opened", at: 0, parts: [], row, altered: false };
  const printed = async (entries: AsyncIterable<LogEntry> | Iterable<LogEntry>) => {
    const terminal = keptTerminal();
    const context = { terminal, options: {} } as unknown as Context;
    const form = { limit: 10, format: "csv" } as const;
    await printLog(context, entries, form).catch(() => {});
    return terminal.written.out.trimEnd().split("\r\n");
  };
  expect(await printed(refused)).toEqual([""]);
  expect(await printed([])).toEqual([answerCsvHead]);
  expect(await printed([entry, entry])).toEqual([
    answerCsvHead,
    expect.stringMatching(/^7,/),
    expect.stringMatching(/^7,/),
  ]);
});

test("a decision of which each party sees its own is shown whole to who sees all", async () => {
  const routed = (participant: string): Parameters<typeof Facts.encode>[0] => ({
    routed: {
      notice: { origin: "PF", id, version: 1 },
      statement: id,
      decisions: [{ participant, deliver: true, rule: "statement-party" }],
    },
  });
  const text = await printed("routed", [
    part({ party: "FJ", facts: routed("FJ") }),
    part({ party: "PF", facts: routed("PF") }),
  ]);
  expect(text).toMatch(/to .*FJ/);
  expect(text).toMatch(/to .*PF/);
});

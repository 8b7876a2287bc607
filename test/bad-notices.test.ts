import type { HubClient } from "@talanoa/client/connect.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { publicationOf } from "@talanoa/client/publication.ts";
import { send } from "@talanoa/client/publish.ts";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { brokenRules, sealed, spoiltNotices } from "./support/bad-notices.ts";
import { readExchange } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import { hasMark } from "./support/planted.ts";
import { refusedBytes } from "./support/raw-call.ts";
import {
  enterSampleKey,
  otherSubjects,
  recordedRefusals,
  refused,
  refusedRecords,
} from "./support/refusals.ts";
import { serviceLogs } from "./support/service-logs.ts";

let hub: TestHub;
let publisher: HubClient;
/** How many refusals the intake has to have recorded. */
let refusals = 0;
/** All that was answered. */
const answers: string[] = [];

beforeAll(async () => {
  hub = await startHub({
    LOG_LEVEL: "debug",
    TALANOA_CALLS_PER_SECOND: "100000",
    TALANOA_REFUSAL_SECONDS: "0.2",
  });
  publisher = await hub.as("pf-publisher");
  refusals = await enterSampleKey(hub);
}, 180_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

async function refusedByIntake(notice: SealedNotice | null) {
  const said = await refused(notice, publisher);
  refusals += 1;
  answers.push(JSON.stringify(said));
  return said;
}

describe("a bad notice is refused with the field and the rule, recorded by these alone, and changes nothing:", () => {
  test.for([...brokenRules, ...spoiltNotices])("$rule of $field", async (bad) => {
    const { code = "invalid-argument", field, rule, notice } = bad;
    const said = await refusedByIntake(await notice());
    expect(said.code).toBe(code);
    expect(said.violations).toContainEqual({ field, rule, description: expect.any(String) });
    expect(said.message.length).toBeGreaterThan(10);
    if (code === "invalid-argument") expect(said.message).toContain(said.violations[0]?.field);
    await vi.waitFor(
      async () => {
        expect(await recordedRefusals(hub)).toBe(refusals);
        const rules = (await refusedRecords(hub)).flatMap(({ facts }) => facts.rules);
        expect(rules).toContainEqual(expect.objectContaining({ field, rule }));
      },
      { timeout: 60_000 },
    );
    expect(await otherSubjects(hub)).toEqual([]);
  });
});

describe("bytes that are no request are refused, and change nothing:", () => {
  const cases = {
    "a field that is cut off": Buffer.from([0x0a, 0xff, 1]),
    "random bytes": Buffer.from("f3a1b2c3d4e5f60718293a4b5c6d7e8f", "hex"),
    text: Buffer.from("notice: a seizure"),
  };
  test.for(Object.entries(cases))("%s", async ([, request]) => {
    const said = await refusedBytes(request, publisher.identity);
    refusals += 1;
    answers.push(JSON.stringify(said));
    const broken = { field: "request", rule: "request-readable" };
    expect(said).toMatchObject({ code: "invalid-argument", violations: [broken] });
    expect(said.message).toBe("the request is not a PublishRequest");
    await vi.waitFor(async () => expect(await recordedRefusals(hub)).toBe(refusals), {
      timeout: 60_000,
    });
    expect((await refusedRecords(hub)).at(-1)?.facts.rules).toMatchObject([broken]);
    expect(await otherSubjects(hub)).toEqual([]);
  });

  test("more bytes than a call may have", async () => {
    const said = await refusedBytes(Buffer.alloc(8 * 1024 * 1024), publisher.identity);
    expect(said.code).toBe("resource-exhausted");
    expect(await otherSubjects(hub)).toEqual([]);
  });
});

describe("of all these", () => {
  test("each is counted in the records, of which there are fewer when they come fast", async () => {
    const before = (await refusedRecords(hub)).length;
    const bad = await Promise.all(
      Array.from({ length: 200 }, () => sealed({ header: { tlp: 0 } })),
    );
    await Promise.all(bad.map((notice) => refusedByIntake(notice)));
    await vi.waitFor(async () => expect(await recordedRefusals(hub)).toBe(refusals), {
      timeout: 60_000,
    });
    expect((await refusedRecords(hub)).length - before).toBeLessThan(100);
  });

  test("none was received, and the same notice without its fault is", async () => {
    const receivers = await Promise.all(["pf-liaison", "to-liaison", "au-liaison"].map(hub.as));
    for (const officer of receivers) {
      expect(await Array.fromAsync(listNotices(officer))).toEqual([]);
    }
    const good = await sealed();
    const { receipt } = await send(publisher, publicationOf(SealedNotice.encode(good)));
    expect(receipt.origin).toBe("PF");
    for (const officer of receivers) {
      await vi.waitFor(
        async () => expect(await Array.fromAsync(listNotices(officer))).toHaveLength(1),
        { timeout: 60_000 },
      );
    }
    // Another notice under the id that stands now.
    const { id } = receipt;
    const other = await refusedByIntake(await sealed({ header: { id } }));
    expect(other).toMatchObject({ code: "already-exists", rules: ["notice-exists"] });
    expect(await Array.fromAsync(listNotices(receivers[0]!))).toHaveLength(1);
  });

  test("no answer, record, entry or line of a log holds what the notices said", async () => {
    expect(answers.length).toBeGreaterThan(150);
    expect(answers.filter(hasMark)).toEqual([]);
    const messages = await readExchange(hub.stack.natsUrl);
    const records = messages.map((message) => message.header(RECORD_HEADER) ?? "");
    expect(records.filter((header) => hasMark(Buffer.from(header, "base64")))).toEqual([]);
    const entries = await wholeLog(await hub.as("oco-auditor"));
    expect(entries.length).toBeGreaterThan(20);
    const bytes = entries.flatMap(({ row }) => [row.common, ...row.parts, row.entry]);
    expect(bytes.filter(hasMark)).toEqual([]);
    const logs = await serviceLogs(hub.stack);
    expect(logs.get("alert-intake.log")).toContain("serving");
    for (const [file, text] of logs) {
      const lines = text.split("\n").filter((line) => hasMark(line) || line.includes("1980-01-02"));
      expect({ file, lines }).toEqual({ file, lines: [] });
    }
  });
});

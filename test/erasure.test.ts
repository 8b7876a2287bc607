import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealDraft, sealRevision } from "@talanoa/client/seal-draft.ts";
import { state } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import {
  type NoticeRef,
  Outcome,
  Revision,
  SectionType,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { plantedNotice } from "./support/planted-notice.ts";
import { serviceLogs } from "./support/service-logs.ts";

const recalled = { reason: WithdrawalReason.WRONG };
const patient = { timeout: 60_000, interval: 200 };
let hub: TestHub;
let originator: HubClient;
let reader: HubClient;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_CHECK_SECONDS: "1" });
  originator = await hub.as("fj-liaison");
  reader = await hub.as("to-liaison");
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

async function held(officer: HubClient, ref: NoticeRef): Promise<OpenedNotice> {
  const content = await checkCopy(await getNotice(officer, ref), directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content.notice;
}

/** A notice that its originator and a reader hold. */
async function delivered(draft: object): Promise<{ ref: NoticeRef; notice: OpenedNotice }> {
  const { publication } = await publish(await hub.as("fj-publisher"), { draft });
  const { ref } = publication;
  await vi.waitFor(() => held(reader, ref), patient);
  return { ref, notice: await held(originator, ref) };
}

/** Files of the broker and the database; the services' own are logs. */
async function onDisk(words: readonly string[]): Promise<string[]> {
  const { dataDir } = hub.stack;
  const folders = (await readdir(dataDir, { withFileTypes: true })).filter((its) =>
    its.isDirectory(),
  );
  const found = await Promise.all(folders.map(({ name }) => filesWith(join(dataDir, name), words)));
  return found.flat();
}

async function steps(ref: NoticeRef): Promise<string[]> {
  const trail = await trailOf(await hub.as("oco-auditor"), { ...ref, version: 0 });
  return trail.map(({ step }) => step);
}

/** How many rows the lists have of a notice. */
async function rowsOf({ id }: NoticeRef): Promise<number> {
  const client = new pg.Client(hub.stack.postgresUrl("member_feeds"));
  await client.connect();
  const found = await client.query(
    `select id from routed_notice where id = $1
     union all select id from obligation where id = $1
     union all select id from obligation_met where id = $1
     union all select id from obligation_released where id = $1`,
    [id.replaceAll("-", "")],
  );
  await client.end();
  return found.rowCount ?? 0;
}

async function untilErased(ref: NoticeRef): Promise<void> {
  await vi.waitFor(async () => expect(await steps(ref)).toContain("erased"), patient);
}

/** Nobody has it any more, by any door, and it is on no disk; what was exchanged still stands in the log. */
async function expectGone(ref: NoticeRef, words: readonly string[]): Promise<void> {
  await untilErased(ref);
  expect(await onDisk(words)).toEqual([]);
  for (const officer of [originator, reader]) {
    expect((await failure(getNotice(officer, { ...ref, version: 0 }))).code).toBe("not-found");
    const listed = await Array.fromAsync(listNotices(officer, { allVersions: true }));
    const text = listed.map((copy) => Buffer.from(copy.notice?.header ?? []).toString("latin1"));
    expect(text.filter((header) => header.includes(ref.id))).toEqual([]);
  }
  expect(await steps(ref)).toEqual(expect.arrayContaining(["accepted", "routed", "erased"]));
  await vi.waitFor(async () => expect(await rowsOf(ref)).toBe(0), patient);
}

describe("the bytes of a notice", () => {
  test("are on disk while it stands: the search finds what there is", async () => {
    const { draft, words } = plantedNotice();
    const { notice } = await delivered(draft);
    expect(sectionOf(notice, SectionType.PERSONS)).not.toBeNull();
    const found = await onDisk(words);
    for (const word of words) expect(found.some((each) => each.endsWith(word))).toBe(true);
    // No content in the database at all, which is searched too.
    const inDatabase = (each: string) => /\/(?:postgres|cluster)\//.test(each);
    expect(found.filter(inDatabase)).toEqual([]);
    expect((await onDisk(["erased_notice"])).some(inDatabase)).toBe(true);
  });

  test("are nowhere after a recall: of all versions, and the trail stands", async () => {
    const first = plantedNotice();
    const { ref, notice } = await delivered(first.draft);
    const second = plantedNotice();
    const { publication } = await sealRevision(
      originator.identity,
      notice,
      Revision.CORRECTION,
      second.draft,
      Date.now(),
    );
    await send(await hub.as("fj-publisher"), publication);
    await vi.waitFor(() => held(reader, publication.ref), patient);
    await state(reader, notice, { acknowledged: {} });
    await vi.waitFor(async () => expect(await rowsOf(ref)).toBeGreaterThan(2), patient);
    await state(originator, notice, { recalled });
    await expectGone(ref, [...first.words, ...second.words]);
    expect(await steps(ref)).toContain("recalled");
  }, 300_000);

  test("are nowhere once the notice has expired", async () => {
    const { draft, words } = plantedNotice({ expires: new Date(Date.now() + 8_000).toISOString() });
    const { ref } = await delivered(draft);
    await expectGone(ref, words);
    expect(await steps(ref)).toContain("expired");
  }, 300_000);

  test.each(["erasureOrdered", "outcome"] as const)(
    "that are personal are nowhere after %s, and the rest stands",
    async (says) => {
      const { draft, words, personal } = plantedNotice();
      const { ref, notice } = await delivered(draft);
      if (says === "erasureOrdered") await state(originator, notice, { erasureOrdered: recalled });
      else await state(reader, notice, { outcome: { outcome: Outcome.NOTHING_FOUND } });
      await untilErased(ref);
      const others = words.filter((word) => !personal.includes(word));
      expect(await onDisk(personal)).toEqual([]);
      const found = await onDisk(others);
      for (const word of others) expect(found.some((each) => each.endsWith(word))).toBe(true);
      for (const officer of [originator, reader]) {
        const copy = await getNotice(officer, ref);
        expect(copy.withheld.map(({ rule }) => rule)).toContain("erased");
        const { notice: left } = (await checkCopy(copy, directoryKeys(officer))) as {
          notice: OpenedNotice;
        };
        expect(sectionOf(left, SectionType.PERSONS)).toBeNull();
        expect(sectionOf(left, SectionType.NARRATIVE)).not.toBeNull();
      }
    },
    300_000,
  );

  test("that are personal stay while one who was given them has not said what it found, and not for who has", async () => {
    const audience = { participants: ["TO", "NZ"], sub_regions: ["polynesia"] };
    const { draft, personal } = plantedNotice({ audience });
    const { ref, notice } = await delivered(draft);
    const other = await hub.as("nz-liaison");
    const hasPersons = async (officer: HubClient) =>
      sectionOf(await held(officer, ref), SectionType.PERSONS) !== null;
    await vi.waitFor(async () => expect(await hasPersons(other)).toBe(true), patient);
    const nothing = { outcome: { outcome: Outcome.NOTHING_FOUND } };
    await state(reader, notice, nothing);
    await vi.waitFor(async () => expect(await hasPersons(reader)).toBe(false), patient);
    expect(await hasPersons(other)).toBe(true);
    expect(await hasPersons(originator)).toBe(true);
    expect(await steps(ref)).not.toContain("erased");
    await state(other, notice, nothing);
    await untilErased(ref);
    expect(await onDisk(personal)).toEqual([]);
    expect(await hasPersons(originator)).toBe(false);
  }, 300_000);

  test("that are personal stay when a reader who was not given them found nothing", async () => {
    const { draft, personal } = plantedNotice();
    const { ref } = await delivered(draft);
    const kiribati = await hub.as("nu-liaison");
    const notice = await vi.waitFor(() => held(kiribati, ref), patient);
    expect(sectionOf(notice, SectionType.PERSONS)).toBeNull();
    await state(kiribati, notice, { outcome: { outcome: Outcome.NOTHING_FOUND } });
    await vi.waitFor(async () => expect(await steps(ref)).toContain("outcome"), patient);
    expect(sectionOf(await held(reader, ref), SectionType.PERSONS)).not.toBeNull();
    expect(await onDisk(personal)).not.toEqual([]);
  }, 300_000);
});

describe("a recall", () => {
  test("is told to all who hold any version, and they can say that they destroyed theirs", async () => {
    const { draft } = plantedNotice();
    const { ref, notice } = await delivered(draft);
    expect((await failure(state(reader, notice, { destroyed: {} }))).violations).toMatchObject([
      { rule: "nothing-to-destroy" },
    ]);
    await state(originator, notice, { recalled });
    await using feed = subscribe(reader, { name: "recalls", fromStart: true });
    for await (const { number, content } of feed) {
      feed.received(number);
      if (content.kind !== "statement") continue;
      const { says, statement } = content.statement;
      if (says === "recalled" && statement.notice?.id === ref.id) break;
    }
    await state(reader, notice, { destroyed: {} });
    await untilErased(ref);
    await vi.waitFor(async () => expect(await steps(ref)).toContain("destroyed"), patient);
  }, 300_000);

  test("ends the notice: no version, no second recall; what was sent before gets its first receipt", async () => {
    const publisher = await hub.as("fj-publisher");
    const sealed = await sealDraft(publisher.identity, plantedNotice().draft, Date.now());
    const first = await send(publisher, sealed.publication);
    const { ref } = sealed.publication;
    const notice = await vi.waitFor(() => held(originator, ref), patient);
    const next = await sealRevision(
      originator.identity,
      notice,
      Revision.CHANGE,
      { marking: "TLP:GREEN" },
      Date.now(),
    );
    await state(originator, notice, { recalled });
    const refused = await failure(send(publisher, next.publication));
    expect(refused).toMatchObject({ code: "failed-precondition" });
    expect(refused.violations).toMatchObject([{ rule: "notice-recalled" }]);
    expect(await failure(state(originator, notice, { recalled }))).toMatchObject({
      code: "failed-precondition",
    });
    await untilErased(ref);
    const again = await send(publisher, sealed.publication);
    expect(again.signedReceipt).toEqual(first.signedReceipt);
    expect((await failure(getNotice(originator, ref))).code).toBe("not-found");
  }, 300_000);

  test("is the originator's alone", async () => {
    const { notice } = await delivered(plantedNotice().draft);
    const byReader = await failure(state(reader, notice, { recalled }));
    expect(byReader).toMatchObject({ code: "permission-denied" });
    const erasure = await failure(state(reader, notice, { erasureOrdered: recalled }));
    expect(erasure).toMatchObject({ code: "permission-denied" });
  }, 300_000);
});

test("the log of the audit never found another number of records in the stream than it has entries", async () => {
  const logs = await serviceLogs(hub.stack);
  expect(logs.get("audit-log.log")).not.toContain("has not as many entries");
});

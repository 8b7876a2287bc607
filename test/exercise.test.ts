import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { queryLog } from "@talanoa/client/log.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { changeDirectory } from "@talanoa/client/directory.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { NoticeHeader, Purpose, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { readExchange, recordIn } from "./support/exchange.ts";
import { draftOf, type Exercise, exerciseGroup, type Inject } from "./support/exercise.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import { resealed } from "./support/resealed.ts";

// Made-up data for a table-top exercise, kept beside the repository and not in it.
const file = join(import.meta.dirname, "..", "..", "shared", "data", "exercise.json");
const absent = !existsSync(file);
const says = absent ? " (left out: shared/data/exercise.json is not beside the repository)" : "";

describe.skipIf(absent)(`the table-top exercise SAILCLOTH${says}`, () => {
  let exercise: Exercise;
  let hub: TestHub;
  let inboxes: ReadonlyMap<string, Inbox>;
  /** When the exercise started, Unix ms: two days ago, so that all of it has happened. */
  const start = Date.now() - 48 * 3_600_000;
  const sent = new Map<string, Publication>();
  const played: Inject[] = [];

  beforeAll(async () => {
    exercise = JSON.parse(readFileSync(file, "utf8")) as Exercise;
    hub = await startHub();
    await enterGroups();
    inboxes = new Map(members.map(({ id }) => [id, new Inbox(hub, id)]));
    for (const inbox of inboxes.values()) inbox.open();
    for (const inject of exercise.injects) {
      await links(inject.minute);
      await play(inject);
    }
    await links(Infinity);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([...(inboxes?.values() ?? [])].map((inbox) => inbox.close()));
    await hub?.[Symbol.asyncDispose]();
  });

  async function enterGroups(): Promise<void> {
    const secretariat = await hub.as("oco-secretariat");
    for (const [name, its] of Object.entries(exercise.audience_groups)) {
      const group = {
        id: exerciseGroup(name),
        name,
        members: its.map((participant) => ({ participant })),
      };
      await changeDirectory(secretariat, { entry: { group }, revision: 0, reason: "exercise" });
    }
  }

  /** Cuts and mends the links of the Members that the exercise cuts off. */
  async function links(minute: number): Promise<void> {
    for (const { members: cut, from_minute, to_minute } of exercise.link_outages) {
      for (const member of cut) {
        const inbox = inboxes.get(member)!;
        if (minute >= from_minute && minute < to_minute) await inbox.close();
        else inbox.open();
      }
    }
  }

  async function play(inject: Inject): Promise<void> {
    const draft = draftOf(inject, start);
    if (!draft || !inject.expected.accepted) return;
    const publisher = await hub.as(`${inject.publisher.toLowerCase()}-publisher`);
    const before = sent.get(inject.idempotency_key);
    if (before) await send(publisher, before);
    else {
      const { publication } = await publish(publisher, { draft });
      sent.set(inject.idempotency_key, publication);
      played.push(inject);
    }
  }

  /** Waits until every Member has got what it must get of the injects played, and gives it. */
  async function complete(): Promise<ReadonlyMap<string, readonly string[]>> {
    const wanted = (member: string) =>
      played.filter(({ publisher, expected }) => [publisher, ...expected.receive].includes(member));
    await vi.waitFor(
      () => {
        for (const [member, { ids }] of inboxes) {
          expect([member, ids.length >= wanted(member).length]).toEqual([member, true]);
        }
      },
      { timeout: 60_000, interval: 200 },
    );
    return new Map([...inboxes].map(([member, { ids }]) => [member, ids]));
  }

  test("every inject that the hub has a form for reaches whom it must, and nobody else", async () => {
    const got = await complete();
    expect(played.length).toBeGreaterThanOrEqual(19);
    for (const { id, publisher, expected } of played) {
      const notice = sent.get(id)!.ref.id;
      const receivers = [...got].filter(([, ids]) => ids.includes(notice)).map(([code]) => code);
      expect({ id, receivers: receivers.sort() }).toEqual({
        id,
        receivers: [publisher, ...expected.receive].sort(),
      });
      for (const code of expected.not_receive) expect(receivers).not.toContain(code);
    }
  });

  test("no copy comes twice as new, not even of the notice that was sent again after a line fault", async () => {
    const got = await complete();
    const again = exercise.injects.find(({ id }) => id === "EX-05")!;
    expect(sent.has(again.idempotency_key)).toBe(true);
    for (const [, ids] of got) expect(new Set(ids).size).toBe(ids.length);
    const messages = await readExchange(hub.stack.natsUrl);
    const { id } = sent.get(again.idempotency_key)!.ref;
    expect(
      messages.filter(({ subject }) => subject.startsWith("notice.") && subject.includes(id)),
    ).toHaveLength(1);
  });

  test("who was cut off gets what it missed, in the order in which it was published", async () => {
    const got = await complete();
    const order = played.map(({ id }) => sent.get(id)!.ref.id);
    for (const member of exercise.link_outages.flatMap(({ members: cut }) => cut)) {
      const ids = got.get(member)!;
      expect(ids.length).toBeGreaterThan(5);
      expect(ids).toEqual(order.filter((id) => ids.includes(id)));
    }
  });

  test("a notice marked RED for a group is refused, by the client and by the hub, and nobody sees it", async () => {
    const inject = exercise.injects.find(({ id }) => id === "EX-18")!;
    const draft = draftOf(inject, start)!;
    const publisher = await hub.as("mh-publisher");
    await expect(publish(publisher, { draft })).rejects.toBeInstanceOf(InvalidNotice);
    const ref = { origin: "MH", id: newId(Date.now(), randomBytes), version: 1 };
    const said = await failure(send(publisher, await resealed(publisher.identity, ref, draft)));
    expect(said.code).toBe("invalid-argument");
    expect(said.violations.map(({ rule }) => rule)).toContain("audience-red");
    const messages = await readExchange(hub.stack.natsUrl);
    expect(messages.filter(({ subject }) => subject.includes(ref.id))).toEqual([]);
    for (const { ids } of inboxes.values()) expect(ids).not.toContain(ref.id);
  });

  test("all of it is flagged as an exercise, from the signed header to each record", async () => {
    await complete();
    for (const { sealed } of sent.values()) {
      const { header } = SealedNotice.decode(sealed);
      expect(NoticeHeader.decode(header).exercise).toBe(true);
    }
    const messages = await readExchange(hub.stack.natsUrl);
    const records = messages.flatMap((message) => recordIn(message) ?? []);
    const about = records.filter(({ step, record }) => {
      // That a position was made or moved is about no notice.
      if (step === "received") return (record.facts?.received?.copies.length ?? 0) > 0;
      return step !== "directoryChanged" && step !== "queried";
    });
    expect(about.length).toBeGreaterThan(played.length * 3);
    expect(about.filter(({ record }) => !record.exercise)).toEqual([]);
    for (const { exercises } of inboxes.values()) expect(exercises.has(false)).toBe(false);
  });

  test("the log leaves it out unless it is asked for, and shows what is real", async () => {
    const { publication } = await publish(await hub.as("fj-publisher"), { draft: alertDraft() });
    const auditor = await hub.as("oco-auditor");
    const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
    const accepted = async (includeExercises: boolean) => {
      const question = { pageSize: 1_000, includeExercises };
      const entries = await Array.fromAsync(queryLog(auditor, reason, question));
      return entries.flatMap(({ parts }) => parts[0]?.facts?.accepted?.notice?.id ?? []);
    };
    await vi.waitFor(async () => expect(await accepted(false)).toEqual([publication.ref.id]), {
      timeout: 30_000,
    });
    const exercised = [...sent.values()].map(({ ref }) => ref.id);
    expect(new Set(await accepted(true))).toEqual(new Set([...exercised, publication.ref.id]));
    expect((await wholeLog(auditor)).length).toBeGreaterThan(exercised.length);
  });
});

/** What a Member's liaison officer has got, through a link that may be cut. */
class Inbox {
  readonly ids: string[] = [];
  readonly exercises = new Set<boolean>();
  readonly #hub: TestHub;
  readonly #member: string;
  #cut: AbortController | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(hub: TestHub, member: string) {
    this.#hub = hub;
    this.#member = member;
  }

  open(): void {
    if (this.#cut) return;
    this.#cut = new AbortController();
    this.#reading = this.#read(this.#cut.signal);
  }

  async close(): Promise<void> {
    this.#cut?.abort();
    this.#cut = null;
    await this.#reading;
  }

  async #read(signal: AbortSignal): Promise<void> {
    const officer = await this.#hub.as(`${this.#member.toLowerCase()}-liaison`);
    await using feed = subscribe(officer, { name: "exercise", fromStart: true, signal });
    for await (const { number, attempt, content } of feed) {
      if (content.kind === "notice") {
        const { id, exercise } = content.notice.header;
        // What was cut off before the hub heard that it had arrived comes again, and says so.
        if (attempt === 1 || !this.ids.includes(id)) this.ids.push(id);
        this.exercises.add(exercise);
      }
      feed.received(number);
    }
  }
}

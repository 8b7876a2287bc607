import { listDirectory } from "@talanoa/client/directory.ts";
import { explain } from "@talanoa/client/explain.ts";
import { findNotices, getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import type { NoticeRef, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf, wholeLog } from "./support/log.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

let hub: TestHub;
let ref: NoticeRef;
/** The origin is FJ; these two were sent the notice, and neither may learn of the other. */
const RECEIVERS = ["TO", "VU"];
const SECRET_NAME = "Person Whose Name Nobody Else May See";

beforeAll(async () => {
  hub = await startHub();
  const draft = alertDraft({
    title: "To two Members only",
    marking: "TLP:AMBER",
    audience: { participants: RECEIVERS },
    persons: [{ name: SECRET_NAME, role: "consignee" }],
  });
  ref = (await publish(await hub.as("fj-publisher"), { draft })).publication.ref;
  for (const receiver of RECEIVERS) {
    const officer = await hub.as(`${receiver.toLowerCase()}-liaison`);
    await using feed = subscribe(officer, { name: "isolation", fromStart: true });
    for await (const { number } of feed) {
      feed.received(number);
      feed.opened([number]);
      break;
    }
  }
  // The records of the last receiver are written when its farewell is read.
  const auditor = await hub.as("oco-auditor");
  await vi.waitFor(async () => {
    const opened = (await trailOf(auditor, ref)).filter(({ step }) => step === "opened");
    expect(opened).toHaveLength(RECEIVERS.length);
  }, PATIENCE);
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

const codes = new Set(members.map(({ id }) => id));

/** Every participant code that stands anywhere in a value, as a whole word. */
function namedIn(value: unknown): Set<string> {
  const words = JSON.stringify(value).match(/(?<![A-Za-z])[A-Z]{2}(?![A-Za-z])/g) ?? [];
  return new Set(words.filter((word) => codes.has(word)));
}

describe("what one participant can learn of another", () => {
  test.each(RECEIVERS)(
    "%s finds itself and the origin in the log, nobody else",
    async (receiver) => {
      const auditor = await hub.as(`${receiver.toLowerCase()}-auditor`);
      const parts = (await trailOf(auditor, ref)).flatMap((entry): RecordPart[] => [
        ...entry.parts,
      ]);
      expect(parts.length).toBeGreaterThan(2);
      expect([...namedIn(parts)].sort()).toEqual([receiver, "FJ"].sort());
      expect(namedIn(await wholeLog(auditor)).isSubsetOf(new Set([receiver, "FJ"]))).toBe(true);
    },
  );

  test.each(RECEIVERS)("%s is explained its own decision alone", async (receiver) => {
    const officer = await hub.as(`${receiver.toLowerCase()}-liaison`);
    const { decisions, facts } = await explain(officer, ref, { withFacts: true });
    expect(decisions.map(({ participant }) => participant)).toEqual([receiver]);
    expect(facts.map(({ participant }) => participant)).toEqual([receiver]);
    const other = RECEIVERS.find((each) => each !== receiver);
    expect(JSON.stringify({ decisions, facts })).not.toContain(`"${other}"`);
  });

  test.each(RECEIVERS)("%s's copy does not say who else has one", async (receiver) => {
    const officer = await hub.as(`${receiver.toLowerCase()}-liaison`);
    const other = RECEIVERS.find((each) => each !== receiver);
    const copies = [
      await getNotice(officer, ref),
      ...(await Array.fromAsync(listNotices(officer))),
    ];
    for (const copy of copies) {
      expect(copy.audience).toBeNull();
      const bytes = [copy.notice?.header, ...(copy.notice?.sections ?? [])];
      for (const each of bytes)
        expect(Buffer.from(each ?? []).includes(`\x02${other}`)).toBe(false);
    }
  });

  test("who holds no copy finds nothing: not in the log, nor by a count or an error", async () => {
    const holder = await hub.as(`${RECEIVERS[0]!.toLowerCase()}-liaison`);
    for (const idPart of [ref.id, ref.id.slice(-8), ref.id.slice(0, 8)]) {
      await vi.waitFor(
        async () => expect(await findNotices(holder, { idPart })).toContainEqual(ref),
        { timeout: 60_000 },
      );
    }
    for (const stranger of members.filter(({ id }) => id !== "FJ" && !RECEIVERS.includes(id))) {
      const name = stranger.id.toLowerCase();
      const auditor = await hub.as(`${name}-auditor`);
      expect(await trailOf(auditor, ref)).toEqual([]);
      // Its own question of a line before names the notice; nothing else may.
      const seen = (await wholeLog(auditor)).filter(({ step }) => step !== "queried");
      expect(JSON.stringify(seen.map(({ parts }) => parts))).not.toContain(ref.id);
      const officer = await hub.as(`${name}-liaison`);
      expect(await Array.fromAsync(listNotices(officer))).toEqual([]);
      for (const idPart of [ref.id, ref.id.slice(-8), ref.id.slice(0, 8)])
        expect(await findNotices(officer, { idPart })).toEqual([]);
      const nothing = { ...ref, id: "0190a0b0-0000-7000-8000-000000000000" };
      expect(await failure(getNotice(officer, ref))).toEqual(
        await failure(getNotice(officer, nothing)),
      );
    }
  });

  test("the origin sees who received and opened it, and why the others did not get it", async () => {
    const trail = await trailOf(await hub.as("fj-auditor"), ref);
    expect([...namedIn(trail.map(({ parts }) => parts))].sort()).toEqual([...codes].sort());
    const opened = trail.filter(({ step }) => step === "opened");
    const readers = opened.flatMap(({ parts }) =>
      parts.map(({ facts }) => facts?.opened?.participant),
    );
    expect(new Set(readers)).toEqual(new Set(RECEIVERS));
    const { decisions } = await explain(await hub.as("fj-publisher"), ref);
    expect(
      decisions.filter(({ deliver }) => deliver).map(({ participant }) => participant),
    ).toEqual(["FJ", ...RECEIVERS]);
  });

  test("no record holds what the notice says of a person", async () => {
    const log = await wholeLog(await hub.as("oco-auditor"));
    expect(JSON.stringify(log)).not.toContain(SECRET_NAME);
    const bytes = Buffer.concat(log.flatMap(({ row }) => [row.common, ...row.parts, row.entry]));
    expect(bytes.includes(SECRET_NAME)).toBe(false);
  });

  test("group members are shown to the group's own members and the Secretariat only", async () => {
    const groupsSeenBy = async (name: string) =>
      (await listDirectory(await hub.as(name), "group")).map(({ entry }) => entry?.group);
    const all = await groupsSeenBy("oco-auditor");
    expect(all.length).toBeGreaterThan(0);
    for (const { id } of members) {
      for (const group of await groupsSeenBy(`${id.toLowerCase()}-liaison`)) {
        const inside = all
          .find((each) => each?.id === group?.id)
          ?.members.some(({ participant }) => participant === id);
        expect((group?.members.length ?? 0) > 0).toBe(inside);
      }
    }
  });
});

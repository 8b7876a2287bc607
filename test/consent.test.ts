import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { explain } from "@talanoa/client/explain.ts";
import { findNotices, getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { acknowledge, state } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { type NoticeRef, Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

async function held(name: string, ref: NoticeRef): Promise<OpenedNotice> {
  const officer = await hub.as(name);
  const content = await checkCopy(await getNotice(officer, ref), directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`${name} holds something else`);
  return content.notice;
}

/** What each door that a reader has says of a notice: whether it is there. */
async function doors(name: string, ref: NoticeRef) {
  const officer = await hub.as(name);
  const there = (call: Promise<unknown>) =>
    call.then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ code: "not-found" } satisfies Partial<HubError>);
        return false;
      },
    );
  const listed = await Array.fromAsync(listNotices(officer));
  const header = (copy: (typeof listed)[number]) => Buffer.from(copy.notice?.header ?? []);
  return {
    get: await there(getNotice(officer, ref)),
    explain: await there(explain(officer, ref)),
    find: (await findNotices(officer, { idPart: ref.id.slice(-12) })).length === 1,
    list: listed.filter((copy) => header(copy).includes(ref.id)).length,
  };
}

test("a notice that a reader asks to share is at every door of who was granted it, and of nobody else", async () => {
  const draft = alertDraft({ marking: "TLP:AMBER", audience: { participants: ["TO"] } });
  const { ref } = (await publish(await hub.as("fj-publisher"), { draft })).publication;
  await vi.waitFor(() => held("to-liaison", ref), 10_000);
  const nothing = { get: false, explain: false, find: false, list: 0 };
  expect(await doors("ws-liaison", ref)).toEqual(nothing);

  const asker = await hub.as("to-liaison");
  const asked = await state(asker, await held("to-liaison", ref), {
    consentAsked: { participant: "WS" },
  });
  expect(await doors("ws-liaison", ref)).toEqual(nothing);

  const samoan = await hub.as("ws-liaison");
  await using feed = subscribe(samoan, { name: "consent" });
  const first = feed[Symbol.asyncIterator]().next();
  const answer = { participant: "WS", asker: "TO", asked: asked.id, sections: [] };
  const granted = await state(await hub.as("fj-liaison"), await held("fj-liaison", ref), {
    consentGranted: answer,
  });
  const { value } = await first;
  expect(value!.content).toMatchObject({ kind: "notice", notice: { header: { id: ref.id } } });
  await vi.waitFor(
    async () =>
      expect(await doors("ws-liaison", ref)).toEqual({
        get: true,
        explain: true,
        find: true,
        list: 1,
      }),
    30_000,
  );
  for (const other of ["vu-liaison", "nz-liaison"]) {
    expect(await doors(other, ref)).toEqual(nothing);
  }
  // It is a reader now, and the asker learns of the answer but not of who holds what.
  await acknowledge(samoan, await held("ws-liaison", ref));
  const explained = await explain(asker, ref);
  expect(explained.decisions.map(({ participant }) => participant)).toEqual(["TO"]);

  const rows = await vi.waitFor(async () => {
    const found = await trailOf(await hub.as("ws-auditor"), ref);
    expect(found.map(({ step }) => step)).toContain("acknowledged");
    return found;
  }, 60_000);
  const routed = rows.flatMap(({ parts }) => parts.flatMap(({ facts }) => facts?.routed ?? []));
  expect(routed.map(({ cause }) => cause)).toContain(granted.id);
  expect(JSON.stringify(rows)).not.toContain('"TO"');
});

test("what a later version replaces is shared no further", async () => {
  const draft = alertDraft({ marking: "TLP:AMBER", audience: { participants: ["TO"] } });
  const publisher = await hub.as("fj-publisher");
  const { ref } = (await publish(publisher, { draft })).publication;
  const notice = await vi.waitFor(() => held("to-liaison", ref), 10_000);
  const asked = await state(await hub.as("to-liaison"), notice, {
    consentAsked: { participant: "WS" },
  });
  const own = await held("fj-liaison", ref);
  const { publication } = await sealRevision(
    publisher.identity,
    own,
    Revision.CORRECTION,
    draft,
    Date.now(),
  );
  await send(publisher, publication);
  const answer = { participant: "WS", asker: "TO", asked: asked.id, sections: [] };
  await expect(
    state(await hub.as("fj-liaison"), own, { consentGranted: answer }),
  ).rejects.toMatchObject({ violations: [{ rule: "version-replaced" }] });
});

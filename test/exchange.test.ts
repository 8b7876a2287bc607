import { explain } from "@talanoa/client/explain.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import {
  IntakeService,
  type NoticeRef,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft, polynesia } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { failure } from "./support/failure.ts";
import { resealed } from "./support/resealed.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

/** The next notice in a feed, received and opened as an officer would. */
async function nextNotice(officer: string, subscription: string) {
  await using feed = subscribe(await hub.as(officer), { name: subscription, fromStart: true });
  for await (const { number, content } of feed) {
    feed.received(number);
    feed.opened([number]);
    if (content.kind === "notice") return content;
  }
  throw new Error("the feed ended");
}

const steps = (entries: readonly { readonly step: string }[]) => entries.map(({ step }) => step);

describe("one alert, from its publisher to the log", () => {
  test("is received by whom it is for, and its trail shows each step", async () => {
    const fiji = await hub.as("fj-publisher");
    const tonga = await hub.as("to-liaison");
    const waiting = nextNotice("to-liaison", "watch");
    const { publication, receipt } = await publish(fiji, { draft: alertDraft() });
    const { notice, copy } = await waiting;
    expect(notice.header.id).toBe(publication.ref.id);
    expect(receipt).toMatchObject({ ...publication.ref, acceptedAt: expect.any(Number) });
    expect(copy.withheld.map(({ rule }) => rule)).toEqual(["routing-section"]);

    await acknowledge(tonga, notice);
    const auditor = await hub.as("oco-auditor");
    await vi.waitFor(
      async () => {
        const trail = await trailOf(auditor, publication.ref);
        expect(steps(trail)).toEqual(
          expect.arrayContaining([
            "accepted",
            "routed",
            "released",
            "received",
            "opened",
            "acknowledged",
          ]),
        );
        expect(steps(trail).slice(0, 2)).toEqual(["accepted", "routed"]);
      },
      { timeout: 60_000 },
    );
  });

  test("the originator is told who acknowledged, in its own feed", async () => {
    const fiji = await hub.as("fj-publisher");
    const { publication } = await publish(fiji, { draft: alertDraft() });
    const samoa = await hub.as("ws-liaison");
    const { notice } = await vi.waitFor(() => held(samoa, publication.ref), PATIENCE);
    await acknowledge(samoa, notice);
    await using feed = subscribe(await hub.as("fj-liaison"), { name: "acks", fromStart: true });
    for await (const { number, content } of feed) {
      feed.received(number);
      if (content.kind !== "statement") continue;
      if (content.statement.statement.notice?.id !== publication.ref.id) continue;
      expect(content.statement.statement.origin).toBe("WS");
      break;
    }
  });

  test("can be listed and got by whom it is for, and does not exist for others", async () => {
    const fiji = await hub.as("fj-publisher");
    const { publication } = await publish(fiji, { draft: alertDraft() });
    const { ref } = publication;
    for (const each of polynesia) {
      const officer = await hub.as(`${each.toLowerCase()}-liaison`);
      await vi.waitFor(() => held(officer, ref), PATIENCE);
      const listed = await Array.fromAsync(listNotices(officer));
      expect(listed.map(({ notice }) => SealedNotice.encode(notice ?? {}))).not.toHaveLength(0);
    }
    const nauru = await hub.as("nr-liaison");
    const nothing = { ...ref, id: "0190a0b0-0000-7000-8000-000000000000" };
    const [denied, absent] = await Promise.all([
      failure(getNotice(nauru, ref)),
      failure(getNotice(nauru, nothing)),
    ]);
    expect(denied).toEqual(absent);
    expect(denied.code).toBe("not-found");
    const [unexplained, neverWas] = await Promise.all([
      failure(explain(nauru, ref)),
      failure(explain(nauru, nothing)),
    ]);
    expect(unexplained).toEqual(neverWas);
    expect(await trailOf(await hub.as("nr-auditor"), ref)).toEqual([]);
  });
});

async function held(officer: Awaited<ReturnType<TestHub["as"]>>, ref: NoticeRef) {
  const copy = await getNotice(officer, ref);
  const content = await checkCopy(copy, directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content;
}

describe("sent again", () => {
  test("the same notice after thousands of others gets the first receipt, to the byte", async () => {
    const fiji = await hub.as("fj-publisher");
    const { publication } = await sealDraft(fiji.identity, alertDraft(), Date.now());
    const first = await send(fiji, publication);
    const others = await Promise.all(
      Array.from({ length: 3_000 }, () =>
        sealDraft(fiji.identity, alertDraft({ audience: { participants: ["NR"] } }), Date.now()),
      ),
    );
    await Promise.all(others.map((other) => send(fiji, other.publication)));
    const again = await send(fiji, publication);
    expect(again.signedReceipt).toEqual(first.signedReceipt);
    const tonga = await hub.as("to-liaison");
    const copies = await Array.fromAsync(listNotices(tonga));
    const ids = copies.map(({ notice }) => Buffer.from(notice?.header ?? []).toString("hex"));
    expect(new Set(ids).size).toBe(ids.length);
  }, 300_000);

  test("a changed notice under the same id is refused, and the first stands", async () => {
    const fiji = await hub.as("fj-publisher");
    const first = await sealDraft(fiji.identity, alertDraft(), Date.now());
    await send(fiji, first.publication);
    const changed = await resealed(
      fiji.identity,
      first.publication.ref,
      alertDraft({ title: "Else" }),
    );
    const error = await failure(send(fiji, changed));
    expect(error).toMatchObject({
      code: "already-exists",
      violations: [{ rule: "notice-exists" }],
    });
    await vi.waitFor(async () => {
      const { notice } = await held(fiji, first.publication.ref);
      expect(notice.digest).toEqual(first.opened.digest);
    }, PATIENCE);
  });

  test("the same id by another origin is another notice", async () => {
    const [fiji, tonga] = [await hub.as("fj-publisher"), await hub.as("to-publisher")];
    const first = await sealDraft(fiji.identity, alertDraft(), Date.now());
    await send(fiji, first.publication);
    const ref = { ...first.publication.ref, origin: "TO" };
    const second = await resealed(tonga.identity, ref, alertDraft());
    const { receipt } = await send(tonga, second);
    expect(receipt.origin).toBe("TO");
    const samoa = await hub.as("ws-liaison");
    await vi.waitFor(async () => {
      expect((await held(samoa, ref)).notice.header.origin).toBe("TO");
      expect((await held(samoa, first.publication.ref)).notice.header.origin).toBe("FJ");
    }, PATIENCE);
  });

  test("nobody publishes in another's name", async () => {
    const [fiji, tonga] = [await hub.as("fj-publisher"), await hub.as("to-publisher")];
    const { publication } = await sealDraft(fiji.identity, alertDraft(), Date.now());
    const call = tonga.call(IntakeService.publish, {
      notice: SealedNotice.decode(publication.sealed),
    });
    expect((await failure(call)).code).toBe("permission-denied");
  });
});

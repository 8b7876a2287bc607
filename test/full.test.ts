import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { type Accepted, publish, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import { NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { copiesIn, readExchange, recordIn } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import { resizeExchange } from "./support/stream-size.ts";

const MIB = 1024 * 1024;
/** One attempt; a call that hung would end with another code. */
const once = { patience: 0, deadline: 10_000 };

/** An alert of about 20 KB to one Member. */
function longDraft(): object {
  const narrative = randomBytes(9_500).toString("hex");
  return alertDraft({ narrative, audience: { participants: ["TO"] } });
}

async function idsHeldBy(hub: TestHub, name: string): Promise<string[]> {
  const copies = await Array.fromAsync(listNotices(await hub.as(name)));
  return copies.map(({ notice }) => NoticeHeader.decode(notice?.header ?? new Uint8Array()).id);
}

describe("a stream that is nearly full", () => {
  let hub: TestHub;
  const accepted: Accepted[] = [];
  beforeAll(async () => {
    hub = await startHub({
      TALANOA_STREAM_MAX_BYTES: String(8 * MIB),
      TALANOA_CALLS_PER_SECOND: "100000",
    });
  }, 300_000);
  afterAll(() => hub?.[Symbol.asyncDispose]());

  test("takes no more notices, and says so at once", async () => {
    const publisher = await hub.as("fj-publisher");
    const refusals: HubError[] = [];
    /** Until it is refused for seconds: the room that is kept for copies is given back when they stand. */
    async function caller(): Promise<void> {
      for (let inARow = 0; inARow < 15;) {
        try {
          accepted.push(await publish(publisher, { draft: longDraft() }, once));
          inARow = 0;
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          refusals.push(error);
          inARow += 1;
          await sleep(200);
        }
      }
    }
    await Promise.all([caller(), caller()]);
    expect(accepted.length).toBeGreaterThan(20);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["resource-exhausted"]));
    const said = await failure(publish(publisher, { draft: longDraft() }, once));
    expect(said.violations).toMatchObject([{ field: "notice", rule: "hub-full" }]);
  }, 180_000);

  test("still gives the first receipt for what it has", async () => {
    const { publication, signedReceipt } = accepted[0]!;
    const again = await send(await hub.as("fj-publisher"), publication, once);
    expect(again.signedReceipt).toEqual(signedReceipt);
  });

  test("has lost nothing for which it gave a receipt: each is delivered once, and logged", async () => {
    const ids = accepted.map(({ receipt }) => receipt.id);
    await vi.waitFor(
      async () => expect(new Set(await idsHeldBy(hub, "to-liaison"))).toEqual(new Set(ids)),
      { timeout: 60_000, interval: 500 },
    );
    const messages = await readExchange(hub.stack.natsUrl);
    const subjects = new Map(messages.map(({ sequence, subject }) => [sequence, subject]));
    for (const { receipt } of accepted) {
      expect(subjects.get(receipt.sequence)).toContain(receipt.id);
    }
    expect(copiesIn(messages)).toHaveLength(2 * ids.length);
    const records = messages.flatMap((message) => recordIn(message)?.record ?? []);
    const log = await wholeLog(await hub.as("oco-auditor"));
    expect(log.slice(0, records.length).map(({ at }) => at)).toEqual(records.map(({ at }) => at));
  }, 300_000);

  test("still takes statements, which reach the originator", async () => {
    const officer = await hub.as("to-liaison");
    const { notice } = await getNotice(officer, accepted[0]!.publication.ref);
    const { id } = await acknowledge(officer, openNotice(notice!), once);
    await vi.waitFor(
      async () => {
        const subjects = (await readExchange(hub.stack.natsUrl)).map(({ subject }) => subject);
        expect(subjects).toContain(`routed.TO.${id}.0.statement`);
        expect(subjects).toContain("feed.FJ.routine.statement");
      },
      { timeout: 60_000 },
    );
  });

  test("takes notices again when it is given more room", async () => {
    await resizeExchange(hub.stack.natsUrl, 64 * MIB);
    const publisher = await hub.as("fj-publisher");
    const { receipt } = await vi.waitFor(() => publish(publisher, { draft: longDraft() }, once), {
      timeout: 60_000,
      interval: 500,
    });
    await vi.waitFor(async () => expect(await idsHeldBy(hub, "to-liaison")).toContain(receipt.id), {
      timeout: 60_000,
    });
  });
});

describe("while the broker is away", () => {
  const CALLERS = 20;
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  }, 300_000);
  afterAll(() => hub?.[Symbol.asyncDispose]());

  test("a publish is told so and never hangs; sent again when it is back, each notice stands once", async () => {
    const publisher = await hub.as("fj-publisher");
    const draft = alertDraft({ audience: { participants: ["TO"] } });
    const sealed = async () => (await sealDraft(publisher.identity, draft, Date.now())).publication;
    const underWay = await Promise.all(Array.from({ length: CALLERS }, sealed));

    // The first ones are under way when the broker dies: what became of them nobody knows.
    const answers = underWay.map((publication) => send(publisher, publication, once));
    await hub.stack.kill("nats", "SIGKILL", { stayDown: true });
    for (const answer of await Promise.allSettled(answers)) {
      if (answer.status === "rejected")
        expect(answer.reason).toMatchObject({ code: "unavailable" });
    }
    const later = await sealed();
    for (let i = 0; i < 3; i++) {
      expect((await failure(send(publisher, later, once))).code).toBe("unavailable");
    }

    await hub.stack.restart("nats");
    const all = [...underWay, later];
    const receipts = await Promise.all(
      all.map((publication) => send(publisher, publication, { patience: 60_000 })),
    );
    const ids = all.map(({ ref }) => ref.id);
    await vi.waitFor(
      async () => expect((await idsHeldBy(hub, "to-liaison")).sort()).toEqual(ids.toSorted()),
      { timeout: 60_000, interval: 500 },
    );
    const notices = (await readExchange(hub.stack.natsUrl)).filter(({ subject }) =>
      subject.startsWith("notice."),
    );
    expect(notices.map(({ sequence }) => sequence)).toEqual(
      receipts.map(({ receipt }) => receipt.sequence).toSorted((one, other) => one - other),
    );
  }, 180_000);
});

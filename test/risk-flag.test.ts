import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { state } from "@talanoa/client/state.ts";
import {
  Kind,
  type NoticeRef,
  Outcome,
  Revision,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasTerminals, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft, riskFlagDraft } from "./support/drafts.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";

type NoticeCopy = Extract<CheckedCopy, { kind: "notice" }>;

const patient = { timeout: 60_000, interval: 200 };
let hub: TestHub;
let shell: Shell;
let screeningIdentity: Identity;
let screening: HubClient;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
  screeningIdentity = await loadIdentity(join(hub.stack.screeningDir, "nz-screening.json"));
  screening = connect(screeningIdentity);
}, 300_000);
afterAll(async () => {
  await screening?.[Symbol.asyncDispose]();
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function held(name: string, ref: NoticeRef): Promise<NoticeCopy> {
  const officer = await hub.as(name);
  const content = await checkCopy(await getNotice(officer, ref), directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content;
}

/** A flag that its readers hold. */
async function raised(more: { readonly [field: string]: unknown } = {}): Promise<NoticeRef> {
  const { ref } = (await publish(screening, { draft: riskFlagDraft(more) })).publication;
  await vi.waitFor(() => held("fj-liaison", ref), patient);
  return ref;
}

const nameOf = ({ origin, id, version }: NoticeRef) => `${origin}/${id}/${version}`;
const travellersOf = ({ notice }: NoticeCopy) => sectionOf(notice, SectionType.PASSENGERS);

describe("a flag of a Member's screening", () => {
  test("reaches the Members of the itinerary, and the traveller goes only by an agreement", async () => {
    const ref = await raised();
    const [own, fiji, tonga] = await Promise.all(
      ["nz-liaison", "fj-liaison", "to-liaison"].map((name) => held(name, ref)),
    );
    for (const copy of [own!, fiji!, tonga!]) {
      expect(copy.signsOnly).toEqual([Kind.RISK_FLAG]);
      expect(sectionOf(copy.notice, SectionType.RISK_FLAG)).toMatchObject({
        departs: "NZAKL",
        arrives: "FJNAN",
        reasons: ["route", "payment"],
      });
    }
    expect(travellersOf(own!)?.passengers).toMatchObject([{ seat: "23A", bags: 1 }]);
    expect(travellersOf(fiji!)?.passengers).toMatchObject([{ name: "SAMPLE/TRAVELLER" }]);
    expect(travellersOf(tonga!)).toBeNull();
    expect(tonga!.copy.withheld.map(({ rule }) => rule)).toContain("no-agreement");
    expect((await failure(getNotice(await hub.as("au-liaison"), ref))).code).toBe("not-found");
  });

  test("is shown for what it is: in lists, on its page and to who verifies it without a hub", async () => {
    const ref = await raised();
    const rows = (await shell.as("fj-liaison", ["list", "--kind", "risk-flag"])).out;
    expect(rows).toContain("SCREENING");
    expect(rows).toContain("NZAKL–FJNAN–TOTBU");
    const sealedBy = "signed by the screening of NZ, with a key that signs risk flags only";
    const page = await shell.as("to-liaison", ["show", nameOf(ref), "--bundle", "flag.json"]);
    expect(page.out).toContain(sealedBy);
    expect(page.out).toContain("withheld from you");
    expect(page.out).not.toContain("SAMPLE");
    const verified = await shell.as("to-liaison", ["verify", "flag.json"]);
    expect({ code: verified.code, out: verified.out }).toEqual({
      code: 0,
      out: expect.stringContaining(sealedBy),
    });
    const [json] = await shell.json("fj-liaison", ["show", nameOf(ref)]);
    expect(json).toMatchObject({
      kind: "risk-flag",
      key_signs_only: ["risk-flag"],
      sections: expect.arrayContaining([
        expect.objectContaining({ section: "risk-flag", measure: "inspect", profile_version: 3 }),
      ]),
    });
  });

  test("may be raised by an officer too, whose own key signs", async () => {
    const { ref } = (await publish(await hub.as("nz-publisher"), { draft: riskFlagDraft() }))
      .publication;
    await vi.waitFor(() => held("fj-liaison", ref), patient);
    expect((await held("fj-liaison", ref)).signsOnly).toEqual([]);
    const byLiaison = publish(await hub.as("nz-liaison"), { draft: riskFlagDraft() });
    expect((await failure(byLiaison)).violations).toMatchObject([{ rule: "role" }]);
  });

  test("sent again as the same notice makes no second one", async () => {
    const { publication, signedReceipt } = await publish(screening, { draft: riskFlagDraft() });
    expect((await send(screening, publication)).signedReceipt).toEqual(signedReceipt);
    const reader = await hub.as("fj-liaison");
    await vi.waitFor(async () => {
      const copies = await Array.fromAsync(listNotices(reader));
      const same = copies.filter(({ notice }) =>
        Buffer.from(notice?.header ?? []).includes(publication.ref.id),
      );
      expect(same).toHaveLength(1);
    }, patient);
  });

  test("goes to a Member outside its itinerary by its originator's consent alone, and without the traveller", async () => {
    const ref = await raised();
    expect((await failure(getNotice(await hub.as("au-liaison"), ref))).code).toBe("not-found");
    const asker = await hub.as("fj-liaison");
    const { notice } = await held("fj-liaison", ref);
    const asked = await state(asker, notice, { consentAsked: { participant: "AU" } });
    const answer = { participant: "AU", asker: "FJ", asked: asked.id, sections: [] };
    const by = async (who: HubClient) => failure(state(who, notice, { consentGranted: answer }));
    expect((await by(asker)).violations).toMatchObject([{ rule: "originator-alone" }]);
    expect((await by(screening)).violations).toMatchObject([{ rule: "role" }]);
    await state(await hub.as("nz-liaison"), notice, { consentGranted: answer });
    const copy = await vi.waitFor(() => held("au-liaison", ref), patient);
    expect(copy.signsOnly).toEqual([Kind.RISK_FLAG]);
    expect(sectionOf(copy.notice, SectionType.RISK_FLAG)).toMatchObject({ arrives: "FJNAN" });
    expect(travellersOf(copy)).toBeNull();
    expect(copy.copy.withheld.map(({ rule }) => rule)).toContain("no-agreement");
    expect((await failure(getNotice(await hub.as("vu-liaison"), ref))).code).toBe("not-found");
  });

  test("is gone, with all its versions, soon after it is withdrawn", async () => {
    const ref = await raised();
    const { notice } = await held("nz-liaison", ref);
    const now = Date.now();
    const changes = {
      risk_flag: { withdrawn: true },
      passengers: null,
      expires: new Date(now + 6_000).toISOString(),
    };
    const { publication } = await sealRevision(
      screeningIdentity,
      notice,
      Revision.CHANGE,
      changes,
      now,
    );
    await send(screening, publication);
    const second = await vi.waitFor(() => held("fj-liaison", publication.ref), patient);
    expect(sectionOf(second.notice, SectionType.RISK_FLAG)?.withdrawn).toBe(true);
    expect(travellersOf(second)).toBeNull();
    for (const version of [ref, publication.ref]) {
      await vi.waitFor(async () => {
        const gone = getNotice(await hub.as("fj-liaison"), version);
        expect((await failure(gone)).code).toBe("not-found");
      }, patient);
    }
  });
});

describe("the key of a screening", () => {
  test("signs no other notice, whoever sends it", async () => {
    const draft = alertDraft();
    const refused = await failure(publish(screening, { draft }));
    expect(refused.violations).toMatchObject([{ rule: "role" }]);
    const officer = await loadIdentity(join(hub.stack.identitiesDir, "nz-publisher.json"));
    await using thief = connect({ ...officer, signingKey: screeningIdentity.signingKey! });
    expect((await failure(publish(thief, { draft }))).violations).toMatchObject([
      { field: "key_id", rule: "key-valid" },
    ]);
  });

  test("signs no statement, not even about its own flag", async () => {
    const ref = await raised();
    const { notice } = await held("nz-liaison", ref);
    const officer = await loadIdentity(join(hub.stack.identitiesDir, "nz-liaison.json"));
    await using thief = connect({ ...officer, signingKey: screeningIdentity.signingKey! });
    for (const says of [{ acknowledged: {} }, { recalled: { reason: 2 } }] as const) {
      expect((await failure(state(thief, notice, says))).violations).toMatchObject([
        { field: "key_id", rule: "key-valid" },
      ]);
    }
    const bySystem = state(screening, notice, { recalled: { reason: 2 } });
    expect((await failure(bySystem)).violations).toMatchObject([{ rule: "role" }]);
  });

  test("opens neither feed nor log", async () => {
    const ref = await raised();
    expect((await failure(getNotice(screening, ref))).code).toBe("permission-denied");
    expect((await failure(trailOf(screening, ref))).code).toBe("permission-denied");
  });
});

describe("the outcome of the check", () => {
  test("comes back to the originator, and stands in the trail", async () => {
    const ref = await raised();
    const name = nameOf(ref);
    const [stated] = await shell.json("fj-liaison", ["flag", "outcome", name, "confirmed"]);
    expect(stated).toMatchObject({ says: "outcome", said: { outcome: "confirmed" }, notice: name });
    await vi.waitFor(async () => {
      const rows = await trailOf(await hub.as("nz-auditor"), ref);
      const outcomes = rows.flatMap(({ parts }) =>
        parts.flatMap(({ facts }) => facts?.outcome ?? []),
      );
      expect(outcomes[0]).toMatchObject({ participant: "FJ", outcome: Outcome.CONFIRMED });
    }, patient);
    const feed = ["--as", "nz-liaison", "--json", "feed", "--from-start", "--name", "outcomes"];
    const watching = shell.start(feed);
    await watching.says('"said":{"outcome":"confirmed"}');
    watching.kill("SIGINT");
    await watching.ended;
    expect(travellersOf(await held("fj-liaison", ref))).not.toBeNull();
  });

  test.each(["false", "nothing-found"])(
    "%s erases the traveller at both ends, and leaves the flag",
    async (word) => {
      const ref = await raised();
      const stated = await shell.as("fj-liaison", ["outcome", nameOf(ref), word]);
      expect(stated).toMatchObject({ code: 0, out: expect.stringMatching(/erased for good/) });
      for (const name of ["fj-liaison", "nz-liaison"]) {
        await vi.waitFor(async () => {
          const copy = await held(name, ref);
          expect(travellersOf(copy)).toBeNull();
          expect(sectionOf(copy.notice, SectionType.RISK_FLAG)?.profile).toBe("short-stay");
        }, patient);
      }
    },
  );

  test("that takes back a confirmed one is asked about, and erases nothing until it is meant", async () => {
    const ref = await raised();
    const name = nameOf(ref);
    await shell.json("fj-liaison", ["outcome", name, "confirmed"]);
    const slip = await shell.as("fj-liaison", ["outcome", name, "false"]);
    expect(slip).toMatchObject({ code: 2, out: "" });
    expect(slip.err).toMatch(/stated .* that it found something.*\n.*erased for good.* --yes/s);
    expect(travellersOf(await held("fj-liaison", ref))).not.toBeNull();
    const meant = await shell.as("fj-liaison", ["outcome", name, "false", "--yes"]);
    expect(meant).toMatchObject({ code: 0, out: expect.stringMatching(/erased for good/) });
    await vi.waitFor(async () => {
      expect(travellersOf(await held("fj-liaison", ref))).toBeNull();
    }, patient);
  });

  test.runIf(hasTerminals())(
    "that takes back a confirmed one is asked about on a terminal",
    async () => {
      const name = nameOf(await raised());
      await shell.json("fj-liaison", ["outcome", name, "confirmed"]);
      for (const [typed, says, code] of [
        ["no\r", "nothing was stated", 2],
        ["yes\r", "Stated as false", 0],
      ] as const) {
        const asked = shell.start(["--as", "fj-liaison", "outcome", name, "false"], {
          onTerminal: true,
        });
        await asked.says("Take it back? Write yes: ");
        asked.type(typed);
        await asked.says(says);
        expect((await asked.ended).code).toBe(code);
      }
    },
  );

  test("is refused of what is no flag, in the words of another notice, and of the originator", async () => {
    const ref = await raised();
    const { notice } = await held("fj-liaison", ref);
    const reader = await hub.as("fj-liaison");
    const offence = state(reader, notice, { outcome: { outcome: Outcome.OFFENCE_FOUND } });
    expect((await failure(offence)).violations).toMatchObject([{ rule: "outcome-of-flag" }]);
    const own = state(await hub.as("nz-liaison"), notice, {
      outcome: { outcome: Outcome.CONFIRMED },
    });
    expect((await failure(own)).violations).toMatchObject([{ rule: "outcome-of-reader" }]);

    const draft = alertDraft({ audience: { participants: ["FJ"] } });
    const alert = (await publish(await hub.as("nz-publisher"), { draft })).publication.ref;
    const known = await vi.waitFor(() => held("fj-liaison", alert), patient);
    const confirmed = state(reader, known.notice, { outcome: { outcome: Outcome.CONFIRMED } });
    expect((await failure(confirmed)).violations).toMatchObject([
      { field: "outcome", rule: "outcome-of-flag" },
    ]);
  });
});

import { randomUUID } from "node:crypto";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { changeDirectory } from "@talanoa/client/directory.ts";
import {
  DirectoryService,
  ExchangeLogService,
  FeedService,
  Kind,
  PublishRequest,
  Purpose,
  RoutingService,
  type SigningKey,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { hubKeys } from "@talanoa/devstack/identities.ts";
import { type TokenClaims, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { publicKey } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sealed, spoilt } from "./support/bad-notices.ts";
import { changed } from "./support/directory.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { refusedBytes } from "./support/raw-call.ts";
import {
  enterSampleKey,
  follows,
  otherSubjects,
  recordedRefusals,
  refused,
  refusedRecords,
} from "./support/refusals.ts";

const HOUR = 3_600_000;
const publisherOfPf: TokenClaims = {
  principal: "pf-publisher",
  participant: "PF",
  roles: ["publisher"],
  office: "",
};

let hub: TestHub;
let publisher: HubClient;
beforeAll(async () => {
  hub = await startHub({ TALANOA_REFUSAL_SECONDS: "0.2" }, { whole: true });
  publisher = await hub.as("pf-publisher");
  const before = await enterSampleKey(hub);
  // Nobody waits for the record of a refusal: these are not to be counted with those of the tests.
  await vi.waitFor(async () => expect(await recordedRefusals(hub)).toBe(before), {
    timeout: 60_000,
  });
}, 180_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** A token of the hub's own issuer, issued at a time (Unix ms) and good for a day. */
async function minted(claims: Partial<TokenClaims> = {}, at = Date.now()): Promise<string> {
  const { tokenKey } = await hubKeys(hub.stack.dataDir);
  const mint = await tokenMint(tokenKey, at);
  return mint({ ...publisherOfPf, ...claims });
}

function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  return `${header}.${token.split(".")[1]}.`;
}

/** What is wrong with the notice is told only to who may publish, with a key that may sign it. */
async function allowedAgain(): Promise<void> {
  expect((await refused(await sealed({ header: { tlp: 0 } }), publisher)).rules).toEqual([
    "tlp-required",
  ]);
  expect(await otherSubjects(hub)).toEqual([]);
}
describe("who may not publish is refused before the notice is looked at:", () => {
  const wrongTokens: { readonly [says: string]: () => Promise<string> } = {
    "no token": async () => "",
    "a token that is none": async () => "quokka",
    "a token that has expired": () => minted({}, Date.now() - 25 * HOUR),
    "a token of another issuer's key": async () =>
      (await tokenMint(newSigningKey(), Date.now()))(publisherOfPf),
    "a token without a signature": async () => unsigned(await minted()),
    "a token that was changed": async () => `${(await minted()).slice(0, -8)}AAAAAAAA`,
    "a token with a role that there is not": () => minted({ roles: ["king"] }),
    "a token for an office's name as principal": () => minted({ principal: "Quokka Person" }),
  };

  test.for(Object.entries(wrongTokens))("%s", async ([, token]) => {
    const before = await recordedRefusals(hub);
    const request = PublishRequest.encode({ notice: await sealed() });
    const said = await refusedBytes(request, { ...publisher.identity, token: await token() });
    expect(said.code).toBe("unauthenticated");
    await vi.waitFor(async () => expect(await recordedRefusals(hub)).toBe(before + 1), {
      timeout: 60_000,
    });
    const { record, facts } = (await refusedRecords(hub)).at(-1)!;
    expect(record).toMatchObject({ participant: "", principal: "" });
    expect(facts.rules).toMatchObject([{ field: "token", rule: "token-valid" }]);
    expect(await otherSubjects(hub)).toEqual([]);
  });

  const wrongCallers: { readonly [says: string]: { token: Partial<TokenClaims>; rule: string } } = {
    "a liaison officer": { token: { roles: ["liaison"] }, rule: "role" },
    "an auditor of the Secretariat": {
      token: { participant: "OCO", principal: "oco-auditor", roles: ["auditor"] },
      rule: "role",
    },
    "someone of a participant that the directory does not have": {
      token: { participant: "ZZ", principal: "zz-publisher" },
      rule: "participant-takes-part",
    },
    "a publisher of another participant": {
      token: { participant: "TO", principal: "to-publisher" },
      rule: "origin-own",
    },
  };
  test.for(Object.entries(wrongCallers))("%s", async ([, { token, rule }]) => {
    await using caller = connect({ ...publisher.identity, token: await minted(token) });
    const said = await refused(await sealed(), caller);
    expect(said).toMatchObject({ code: "permission-denied", rules: [rule] });
    expect(await otherSubjects(hub)).toEqual([]);
  });

  const otherDoors: {
    readonly [door: string]: (caller: HubClient) => Promise<unknown>;
  } = {
    query: (caller) =>
      caller.call(ExchangeLogService.query, { reason: { purpose: Purpose.AUDIT } }),
    stats: (caller) =>
      caller.call(ExchangeLogService.stats, { reason: { purpose: Purpose.AUDIT } }),
    explain: (caller) =>
      caller.call(RoutingService.explain, {
        notice: { origin: "PF", id: randomUUID(), version: 1 },
      }),
    "change-entry": (caller) =>
      caller.call(DirectoryService.changeEntry, {
        entry: { participant: { id: "PF" } },
        revision: 1,
        reason: "test",
      }),
    "list-notices": (caller) => caller.call(FeedService.listNotices, {}),
    "list-watchlists": (caller) => caller.call(WatchlistService.listWatchlists, {}),
  };
  test.for(Object.entries(otherDoors))(
    "at the door %s it is in the log too, with who asked and the rule",
    async ([door, ask]) => {
      const asker = { participant: "ZZ", principal: `zz-${door}` };
      const token = await minted({ ...asker, roles: ["publisher", "liaison", "auditor"] });
      await using stranger = connect({ ...publisher.identity, token });
      expect(await failure(ask(stranger))).toMatchObject({ code: "permission-denied" });
      const rule = door === "change-entry" ? "secretariat" : "participant-takes-part";
      const rules = [{ field: "caller", rule }];
      await vi.waitFor(
        async () => {
          const facts = { door, code: "permission-denied", rules, count: 1 };
          expect((await refusedRecords(hub)).at(-1)).toMatchObject({ record: asker, facts });
        },
        { timeout: 60_000 },
      );
    },
  );

  test("a participant that is suspended", async () => {
    const restore = await changed(hub, "participant", "PF", (entry) => {
      entry.participant!.suspended = true;
    });
    await follows(async () => {
      const said = await refused(await sealed({ header: { tlp: 0 } }), publisher);
      expect(said).toMatchObject({ code: "permission-denied", rules: ["participant-takes-part"] });
    });
    await restore();
    await follows(allowedAgain);
  });

  test("a principal who is suspended", async () => {
    const secretariat = await hub.as("oco-secretariat");
    const principal = { id: "pf-publisher", participant: "PF", suspended: true };
    const change = { entry: { principal }, revision: 0, reason: "test" };
    const revision = await changeDirectory(secretariat, change);
    await follows(async () => {
      const said = await refused(await sealed({ header: { tlp: 0 } }), publisher);
      expect(said).toMatchObject({ code: "permission-denied", rules: ["principal-not-suspended"] });
    });
    const entry = { principal: { ...principal, suspended: false } };
    await changeDirectory(secretariat, { entry, revision, reason: "test" });
    await follows(allowedAgain);
  });

  const keyChanges: { readonly [says: string]: (key: SigningKey) => void } = {
    "a key that is suspended": (key) => (key.suspended = true),
    "a key that is valid no longer": (key) => (key.validity = { from: 1, until: 2 }),
    "a key that is not yet valid": (key) => (key.validity = { from: Date.now() + HOUR, until: 0 }),
    "a key that may sign another kind alone": (key) => (key.kinds = [Kind.OPERATION]),
  };
  test.for(Object.entries(keyChanges))("%s", async ([, change]) => {
    const restore = await changed(hub, "key", keyIdOf(publicKey), ({ key }) => change(key!));
    await follows(async () => {
      const said = await refused(await sealed({ header: { tlp: 0 } }), publisher);
      expect(said).toMatchObject({ code: "invalid-argument", rules: ["key-valid"] });
    });
    await restore();
    await follows(allowedAgain);
  });

  test("a key of another participant", async () => {
    const { identity } = await hub.as("to-publisher");
    const notice = spoilt(await sealed(), { keyId: identity.signingKey!.kid });
    const said = await refused(notice, publisher);
    expect(said).toMatchObject({ code: "invalid-argument", rules: ["key-valid"] });
    expect(await otherSubjects(hub)).toEqual([]);
  });
});

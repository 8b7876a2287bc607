import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { generateKeyPairSync } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Flag,
  FlagDecision,
  FlagNotice,
  FlagService,
  FlagState,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryOf, importList } from "../../testing/lists.ts";
import { flight, passengerList } from "../../testing/messages.ts";
import { fiji, type RunningScreening, runScreening } from "../../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const someone = { surname: "ZQMOALA", given: "SEMISI", birth: "790512", passport: "ZQ7100001" };
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(2, 10).replaceAll("-", "");
const its = { ...flight, day: tomorrow };
let folder: string;
let screening: RunningScreening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-decide-"));
  screening = await runScreening({ TALANOA_SCREENING_DIR: folder });
  await importList(screening, officer, "wanted", [entryOf(someone)]);
}, 300_000);
afterAll(async () => {
  await screening?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Fiji's identity at a hub where nobody answers, so that what is told waits. */
async function writeIdentity(): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x, d } = privateKey.export({ format: "jwk" });
  const kid = keyIdOf(Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url"));
  const address = "127.0.0.1:9";
  const addresses = { intake: address, feeds: address, routing: address, log: address };
  const identity = {
    name: "fj-screening",
    ...fiji,
    token: "none",
    signingKey: { kty: "OKP", crv: "Ed25519", kid, x, d },
    hub: { ...addresses, receiptKey: { kid, x } },
  };
  await writeFile(join(folder, "fj.json"), JSON.stringify(identity));
}

async function flag(): Promise<Flag> {
  const token = await screening.hub.token(officer);
  return (await screening.service.call(FlagService.listFlags, {}, token)).flags[0]!;
}

async function confirm(id: string): Promise<Flag> {
  const token = await screening.hub.token(officer);
  const request = { id, decision: FlagDecision.CONFIRM };
  return (await screening.service.call(FlagService.decideFlag, request, token)).flag!;
}

test("a decision that a crash interrupted is made again with the same notice, the one of the record", async () => {
  await writeIdentity();
  await screening.send(fiji, passengerList([someone], its));
  const { id } = await flag();
  const confirmed = await confirm(id);
  expect(confirmed).toMatchObject({
    state: FlagState.CONFIRMED,
    noticeState: FlagNotice.WAITING,
  });
  // What a crash between the record and the database leaves.
  await screening.rows("update flag set state = 1, decided_by = null, decided_at = null");
  await screening.rows("update flag_notice set state = 0");
  expect(await flag()).toMatchObject({ state: FlagState.DRAFT, notice: "" });
  expect((await confirm(id)).notice).toBe(confirmed.notice);
  const records = (await screening.hub.stored(`record.flag-decided.FJ.${id}`)).map(recordOf);
  expect(records).toHaveLength(1);
  const { origin, id: notice, version } = records[0]!.facts!.flagDecided!.notice!;
  expect(`${origin}/${notice}/${version}`).toBe(confirmed.notice);
});

test("a flag that others were told of stands until they can be told that it does not", async () => {
  await rm(join(folder, "fj.json"));
  await screening.send(fiji, passengerList([someone], its, "BGM+745+XR"));
  expect(await flag()).toMatchObject({ state: FlagState.CONFIRMED });
  await writeIdentity();
  const again = passengerList([someone, { ...someone, passport: "ZQ71" }], its, "BGM+745+XR");
  await screening.send(fiji, again);
  expect(await flag()).toMatchObject({ state: FlagState.WITHDRAWN });
});

test.each([
  ["landed days ago", "flag-past", { ...its, day: "260311" }],
  ["calls at no Member's airport", "flag-nobody", { ...its, from: "LAX", to: "SFO" }],
  ["has no designator of a flight", "flag-untold", { ...its, number: "0410" }],
])(
  "of a journey that %s nobody can be told, and the officer is told why",
  async (_, rule, journey) => {
    await writeIdentity();
    await screening.send(fiji, passengerList([someone], journey));
    const { id } = await flag();
    const { violations } = await refusalOf(confirm(id));
    expect(violations).toMatchObject([{ field: "id", reason: rule }]);
    expect(await flag()).toMatchObject({ id, state: FlagState.DRAFT });
  },
);

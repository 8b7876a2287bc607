import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import {
  BadRequest,
  ErrorStatus,
  IntakeService,
  type PublishResponse,
  Receipt,
  SealedNotice,
  type SignedReceipt,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  recordOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember } from "@talanoa/platform/testing/member.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { verifyReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settings } from "./config.ts";
import { startIntake } from "./start-intake.ts";

const fiji = testMember("FJ");
let hub: TestHub;
let intake: ServedService;
let token: string;

beforeAll(async () => {
  hub = await openTestHub();
  await hub.put(fiji.participant, fiji.key);
  const { privateKey } = generateKeyPairSync("ed25519");
  const jwk = privateKey.export({ format: "jwk" });
  const file = join(hub.folder, "hub.json");
  await writeFile(file, JSON.stringify({ keyId: "hub", privateJwk: jwk }));
  intake = await hub.run(
    { name: "alert-intake", settings, start: startIntake },
    { TALANOA_HUB_KEY_FILE: file },
  );
  token = await hub.token({ participant: "FJ", principal: "fj-publisher", roles: ["publisher"] });
}, 60_000);
afterAll(async () => {
  await intake?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});
test("x", async () => {
  const notice = await fiji.seal();
  const a = await intake.call(IntakeService.publish, { notice: notice.sealed }, token);
  console.log(a, Receipt.decode(a.receipt!.receipt));
  const b = await intake.call(IntakeService.publish, { notice: notice.sealed }, token);
  expect(b).toEqual(a);
});

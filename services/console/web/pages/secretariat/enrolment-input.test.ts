import { enrolmentCode } from "@talanoa/sharing/directory/enrolment-code.ts";
import { expect, test } from "vitest";
import { enrolmentOf, isBareKey } from "./enrolment-input.ts";

const publicKey = Uint8Array.from({ length: 32 }, (_, i) => i);
const bare = Buffer.from(publicKey).toString("base64url");

test("a device's key is entered by its code, or by the key alone and whose it is", () => {
  const code = enrolmentCode({ participant: "FJ", principal: "fj-1", publicKey });
  expect(enrolmentOf(code, "")).toMatchObject({ participant: "FJ", principal: "fj-1" });
  expect(isBareKey(code)).toBe(false);
  expect(isBareKey(` ${bare}\n`)).toBe(true);
  const entered = enrolmentOf(bare, " to ");
  expect(entered).toMatchObject({ participant: "TO", principal: "" });
  expect(Uint8Array.from(entered!.publicKey)).toEqual(publicKey);
  for (const whose of ["", "t", "<b>"]) expect(enrolmentOf(bare, whose)).toBeNull();
  expect(enrolmentOf(bare.slice(1), "TO")).toBeNull();
});

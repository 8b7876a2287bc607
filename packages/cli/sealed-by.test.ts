import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { isOfScreening, sealedBy, sealedByJson } from "./sealed-by.ts";

test("a key for risk flags alone is the screening's, and any other limit is told too", () => {
  expect(sealedBy("NZ", [Kind.RISK_FLAG])).toBe(
    "the screening of NZ, with a key that signs risk flags only",
  );
  expect(sealedBy("NZ", [])).toBe("NZ");
  expect(sealedBy("NZ", [Kind.RISK_FLAG, Kind.ALERT])).toBe(
    "NZ, with a key that signs only notices of the kind risk-flag and alert",
  );
  expect([[Kind.RISK_FLAG], [], [Kind.ALERT]].map(isOfScreening)).toEqual([true, false, false]);
  expect(sealedByJson([Kind.RISK_FLAG, 99])).toEqual({ key_signs_only: ["risk-flag", "#99"] });
});

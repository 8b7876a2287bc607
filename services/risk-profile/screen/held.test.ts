import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { expect, test } from "vitest";
import { packMessages } from "./held.ts";

test("messages that are too long to be held together are refused by rule, for good", async () => {
  const text = "A".repeat(2 ** 20);
  const long = Array.from({ length: 520 }, () => ({ type: text }) as PassengerMessage);
  await expect(packMessages(long)).rejects.toMatchObject({
    code: "invalid-argument",
    violations: [{ field: "chunk", rule: "transmission-held" }],
  });
});

import { type JointOperation, OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { joinsFrom, withJoined, withLeft } from "./changes.ts";
import { participantsAt } from "./membership.ts";

const operation: JointOperation = {
  id: "NZ-SEASPRAY",
  name: "Seaspray",
  coordinator: "NZ",
  phase: OperationPhase.PLANNING,
  startsAt: 1_000,
  endsAt: 0,
  objective: "",
  participants: [
    { participant: "NZ", period: { from: 10, until: 0 }, seesEarlier: false, sponsor: "" },
  ],
};
const joining = { participant: "TO", from: 20, seesEarlier: false, sponsor: "" };

test("who joins is in it from then on, and out of it again when it leaves", () => {
  const joined = withJoined(operation, joining)!;
  expect(participantsAt(joined, 19)).toEqual(["NZ"]);
  expect(participantsAt(joined, 20)).toEqual(["NZ", "TO"]);
  const left = withLeft(joined, "TO", 30)!;
  expect(participantsAt(left, 29)).toEqual(["NZ", "TO"]);
  expect(participantsAt(left, 30)).toEqual(["NZ"]);
  expect(withLeft(left, "TO", 40)).toBeNull();
});

test("who has left joins anew by a row of its own: what was stays", () => {
  const left = withLeft(withJoined(operation, joining)!, "TO", 30)!;
  const again = withJoined(left, { ...joining, from: 40 })!;
  expect(again.participants).toHaveLength(3);
  expect(again.participants[1]).toEqual(left.participants[1]);
});

test("who is in it already may be let see what was sent before, and joins no second time", () => {
  const joined = withJoined(operation, joining)!;
  expect(withJoined(joined, joining)).toBeNull();
  const sees = withJoined(joined, { ...joining, from: 50, seesEarlier: true })!;
  expect(sees.participants[1]).toMatchObject({ period: { from: 20 }, seesEarlier: true });
  expect(sees.participants).toHaveLength(2);
});

test("who sees what was sent before joins some minutes ago, by a clock that may be ahead, and not before it left", () => {
  const now = 3_600_000;
  const sees = { participant: "TO", seesEarlier: true };
  expect(joinsFrom(operation, { ...sees, seesEarlier: false }, now)).toBe(now);
  expect(joinsFrom(operation, sees, now)).toBe(now - 300_000);
  const left = withLeft(withJoined(operation, joining)!, "TO", now - 60_000)!;
  expect(joinsFrom(left, sees, now)).toBe(now - 60_000);
  expect(joinsFrom(left, { ...sees, participant: "WS" }, now)).toBe(now - 300_000);
});

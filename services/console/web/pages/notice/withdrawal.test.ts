import type { Hub } from "@talanoa/client/hub.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import {
  RoutingService,
  type SealedStatement,
  Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { beforeEach, expect, test } from "vitest";
import { unfailing } from "../../browser-store.ts";
import { eraseWithdrawals, keptWithdrawal, withdraw } from "./withdrawal.ts";

const hubKey = testKey();
const identity = testIdentity("FJ", testKey(), hubKey);
const notice = { origin: "FJ", id: "01980000-0000-7000-8000-000000000001" };
const { WRONG, LEGAL } = WithdrawalReason;

let kept: Map<string, string>;
let isFull = false;
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem(key: string, value: string) {
    if (isFull) throw new DOMException("full", "QuotaExceededError");
    kept.set(key, value);
  },
  removeItem: (key: string) => void kept.delete(key),
};
let turn: Promise<unknown> = Promise.resolve();
/** Locks as a browser has them: one after the other. */
const request = (_: string, use: () => Promise<unknown>) => (turn = turn.then(use, use));
const place = { storage, locks: { request: request as LockManager["request"] } };

beforeEach(() => {
  kept = new Map();
  isFull = false;
});

/** A hub that states what it has not stated before, and then answers as it is told. */
function statingHub(answer: () => Error | null) {
  const stated = new Map<string, Statement>();
  const call = async (method: unknown, asked: { statement: SealedStatement }) => {
    if (method === RoutingService.explain)
      return { notice: { ...notice, version: 1 }, digest: new Uint8Array(32) };
    const { body } = asked.statement;
    const said = Statement.decode(body);
    const { origin, id } = said;
    const error = answer();
    if (error instanceof HubError && error.code === "permission-denied") throw error;
    stated.set(id, said);
    if (error) throw error;
    const receipt = { origin, id, digest: sha256(body), sequence: 7, acceptedAt: 1 };
    return { receipt: await sealReceipt(receipt, hubKey.id, hubKey.sign) };
  };
  return { stated, hub: { identity, call } as unknown as Hub };
}

test.each([
  ["the link broke", () => new HubError("unavailable", "the hub does not answer")],
  ["the sign-in ended", () => new HubError("unauthenticated", "sign in")],
  ["somebody else answered", () => new NotGenuine("the receipt is not the hub's")],
])(
  "a recall whose answer was lost since %s is sent again as the same statement",
  async (_, why) => {
    let isLost = true;
    const { hub, stated } = statingHub(() => (isLost ? why() : null));
    await expect(
      withdraw(hub, notice, { what: "recall", reason: WRONG }, place),
    ).rejects.toMatchObject({ message: why().message });
    expect(keptWithdrawal(hub, notice, "recall", storage)?.reason).toBe(WRONG);
    expect(keptWithdrawal(hub, notice, "erase", storage)).toBeNull();
    isLost = false;
    await withdraw(hub, notice, { what: "recall", reason: LEGAL }, place);
    expect([...stated.values()].map(({ recalled }) => recalled?.reason)).toEqual([WRONG]);
    expect(kept.size).toBe(0);
  },
);

test("what the hub refuses is not kept: another may be signed", async () => {
  const { hub } = statingHub(() => new HubError("permission-denied", "no"));
  await expect(withdraw(hub, notice, { what: "erase", reason: WRONG }, place)).rejects.toThrow(
    "no",
  );
  expect(kept.size).toBe(0);
});

test("two windows that recall at once state it once", async () => {
  const { hub, stated } = statingHub(() =>
    stated.size === 0 ? new HubError("deadline-exceeded", "late") : null,
  );
  const both = [WRONG, LEGAL].map((reason) =>
    withdraw(hub, notice, { what: "recall", reason }, place),
  );
  await Promise.allSettled(both);
  expect(stated.size).toBe(1);
});

test("a browser that is full takes back all the same", async () => {
  isFull = true;
  const { hub, stated } = statingHub(() => null);
  await withdraw(hub, notice, { what: "recall", reason: WRONG }, place);
  expect(stated.size).toBe(1);
});

test("what somebody else wrote in its place is nothing", () => {
  const { hub } = statingHub(() => null);
  for (const text of ["", "!", "AAAA", "CgD/"]) {
    kept.set(`talanoa.withdrawal.FJ.${identity.principal}.recall.FJ/${notice.id}`, text);
    expect(keptWithdrawal(hub, notice, "recall", storage)).toBeNull();
  }
});

test("an officer's withdrawals are erased from the device, and nobody else's", () => {
  const { participant, principal } = identity;
  const its = `talanoa.withdrawal.${participant}.${principal}.`;
  const others = [`talanoa.withdrawal.${participant}.${principal}2.recall.FJ/1`, "talanoa.read"];
  const all = [`${its}recall.FJ/1`, ...others, `${its}erase.FJ/2`];
  const stored = Object.fromEntries(all.map((name) => [name, "AA=="]));
  Object.defineProperty(stored, "removeItem", {
    value: (name: string) => Reflect.deleteProperty(stored, name),
  });
  eraseWithdrawals(
    identity,
    unfailing(() => stored as unknown as Storage),
  );
  expect(Object.keys(stored)).toEqual(others);
});

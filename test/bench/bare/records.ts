import { Door, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { receivers } from "../notices.ts";

const id = "019a0000-0000-7000-8000-000000000000";
const notice = { origin: "FJ", id, version: 1 };
const digest = new Uint8Array(32).fill(1);
const at = 1.8e12;
const nonce = new Uint8Array(16).fill(1);

/** A header line as long as that of the record, with nothing in it that would have to be made. */
function lineOf(record: Omit<Init<Record>, "nonce" | "at">): string {
  const text = recordHeader({ nonce, at, ...record })[RECORD_HEADER];
  return `${RECORD_HEADER}: ${"A".repeat(text.length)}\r\n`;
}

const addressed = ["FJ", ...receivers];
const decisions = [...members.map((member) => member.id), "OCO"].map((participant) => ({
  participant,
  deliver: addressed.includes(participant),
  rule: addressed.includes(participant) ? "named-participant" : "not-addressed",
}));
const common = { participant: "CK", origin: "FJ", subscription: "bench" };
const copies = (count: number) => Array.from({ length: count }, () => ({ notice }));
const officer = { participant: "CK", principal: "ck-liaison" };

/** The header lines of the product's records, as long as they are. */
export const recordLines = {
  accepted: lineOf({
    participant: "FJ",
    principal: "fj-publisher",
    facts: {
      accepted: { notice, digest, keyId: "k".repeat(32), kind: 1, tlp: 2, precedence: 1 },
    },
  }),
  routed: lineOf({
    facts: { routed: { notice, digest, cause: "first", decisions, directorySequence: 100 } },
  }),
  released: remembered((count) =>
    lineOf({
      ...officer,
      facts: {
        released: {
          ...common,
          door: Door.SUBSCRIPTION,
          attempt: 1,
          copies: copies(count),
          precedence: 1,
          releasedUpTo: [{ position: 1_000_000, attempt: 1 }],
        },
      },
    }),
  ),
  received: remembered((count) =>
    lineOf({
      ...officer,
      facts: {
        received: { ...common, copies: copies(count), precedence: 1, position: 1_000_000 },
      },
    }),
  ),
};

/** Lines of records about so many copies; each made once. */
function remembered(make: (count: number) => string): (count: number) => string {
  const made = new Map<number, string>();
  return (count) => {
    let line = made.get(count);
    if (line === undefined) made.set(count, (line = make(count)));
    return line;
  };
}

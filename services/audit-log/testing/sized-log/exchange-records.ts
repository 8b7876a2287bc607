import type { NoticeRef, Record } from "@talanoa/contract/generated/talanoa.ts";
import { Door, Kind, Precedence, Purpose, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { newNonce } from "@talanoa/platform/bus/record-message.ts";

/** When the exchange began, Unix ms; a notice a minute, so that 10 M entries are a little over a year. */
const BEGAN = Date.UTC(2025, 0, 1);
const BETWEEN = 60_000;
/** Notices that are under way at one time: their records stand between each other. */
const AT_ONE_TIME = 16;
const RECEIVERS = 8;
/** Records between two that say how far the log goes. */
const BETWEEN_HEADS = 1_000;
const OFFICERS = ["publisher", "liaison", "liaison-2", "night-desk"];

export const parties = members.map(({ id }) => id);

/** What the notice of a number is, the same each time. */
export interface Exchanged {
  readonly notice: NoticeRef;
  /** Unix ms. */
  readonly at: number;
  readonly receivers: readonly string[];
}

export function exchanged(number: number): Exchanged {
  const at = BEGAN + number * BETWEEN;
  // Some send much more than others.
  const place = Math.floor(parties.length * chance(number) ** 2);
  const origin = parties[place]!;
  const first = Math.floor(parties.length * chance(number + 0.5));
  // 5 and 24 have no divisor in common: each comes once.
  const others = parties
    .map((_, i) => parties[(first + i * 5) % parties.length]!)
    .filter((id) => id !== origin);
  const time = at.toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, "0")}`;
  return { at, notice: { origin, id, version: 1 }, receivers: others.slice(0, RECEIVERS) };
}

/** An officer of a participant; the same for the same number. */
export function officerOf(participant: string, number: number): string {
  const role = OFFICERS[Math.floor(OFFICERS.length * chance(number + 0.25))]!;
  return `${participant.toLowerCase()}-${role}`;
}

/** A number from 0 up to 1 that looks like chance and is the same for the same seed. */
export function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
}

/** The records of an exchange without end, in the order in which the stream would have them. */
export class ExchangeRecords {
  #notices = 0;
  #records = 0;
  readonly #next: Init<Record>[] = [];

  /** How many notices the records so far are about. */
  get notices(): number {
    return this.#notices;
  }

  next(): Init<Record> {
    if (this.#next.length === 0) this.#more();
    this.#records += 1;
    return this.#next.shift()!;
  }

  #more(): void {
    const each = Array.from({ length: AT_ONE_TIME }, () => recordsOf(this.#notices++));
    const longest = Math.max(...each.map(({ length }) => length));
    for (let i = 0; i < longest; i++) {
      for (const records of each) if (records[i]) this.#next.push(records[i]!);
    }
    const before = Math.floor(this.#records / BETWEEN_HEADS);
    const after = Math.floor((this.#records + this.#next.length) / BETWEEN_HEADS);
    if (after > before) this.#next.push(headsAt(this.#records, exchanged(this.#notices).at));
  }
}

/** All that becomes of one notice. */
function recordsOf(number: number): Init<Record>[] {
  const { notice, at, receivers } = exchanged(number);
  const { origin } = notice;
  const digest = Buffer.concat([newNonce(), newNonce()]);
  const exercise = number % 50 === 0;
  const copies = [{ notice }];
  const by = (participant: string, after: number) => ({
    nonce: newNonce(),
    at: at + after,
    participant,
    principal: participant ? officerOf(participant, number) : "",
    exercise,
  });
  const decisions = parties.map((participant) => {
    const deliver = participant === origin || receivers.includes(participant);
    return { participant, deliver, rule: deliver ? "named-participant" : "not-addressed" };
  });
  const subscription = "night-desk";
  const precedence = Precedence.ROUTINE;
  const classes = { kind: Kind.ALERT, tlp: Tlp.GREEN, precedence };
  const accepted = { notice, digest, keyId: "0f".repeat(16), ...classes };
  const released = { origin, door: Door.SUBSCRIPTION, subscription, attempt: 1, copies };
  const records: Init<Record>[] = [
    { ...by(origin, 0), facts: { accepted } },
    {
      ...by("", 3),
      facts: { routed: { notice, digest, cause: "first", decisions, directorySequence: 130 } },
    },
    ...receivers.map((participant, i) => ({
      ...by(participant, 10 + i),
      facts: { released: { ...released, participant, precedence } },
    })),
    ...receivers.map((participant, i) => ({
      ...by(participant, 60 + i * 7),
      facts: {
        received: { participant, origin, subscription, copies, precedence, position: number },
      },
    })),
  ];
  if (number % 8 === 0) {
    const asker = receivers[0]!;
    const reason = { purpose: Purpose.CASE_WORK, caseNumber: `${asker}-2026-${number}` };
    const filter = `notice=${origin}/${notice.id}/0 exercises=too`;
    records.push({
      ...by(asker, 40_000),
      principal: `${asker.toLowerCase()}-auditor`,
      facts: { queried: { question: "trail", ...reason, filter, notice } },
    });
  }
  return records;
}

function headsAt(size: number, at: number): Init<Record> {
  const heads = parties.map((party) => ({ party, ordinal: size >> 2, index: size }));
  return { nonce: newNonce(), at, facts: { heads: { size, heads } } };
}

import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../errors.ts";
import { writeBatch, writeSingle } from "./batch.ts";
import type { Attempt } from "./batch.ts";
import type { Bus } from "./connection.ts";
import type { Refusal } from "./refusal.ts";
import { findStanding, readMessage } from "./standing.ts";
import { expectedSubject } from "./unit.ts";
import type { Unit } from "./unit.ts";

// Reads at once from the leader when a refusal names nothing.
const readsAtOnce = 64;
// A new leader may look for a moment as if half of a unit stood. After so many looks it is believed.
const doubtfulLooks = 6;
// After so many attempts a batch that does not arrive whole is no accident: then every message is asked about.
const accidents = 2;

export interface GroupDoor {
  bus: Bus;
  stream: string;
  /** Milliseconds for the answer to one attempt. */
  requestTimeout: number;
  /** Told of each attempt that did not store: for the log and the metrics. */
  onTrouble(attempt: Exclude<Attempt, { kind: "stored" }>): void;
}

/**
 * Commits units together until each one's caller has its answer: stored, stood already, conflict, refused for
 * good, or `unavailable` at the caller's deadline. Never throws.
 */
export async function commitGroup(door: GroupDoor, units: readonly Unit[]): Promise<void> {
  let open = [...units];
  // Whether an attempt may have been stored whose answer did not come.
  let unsure = false;
  let refusals = 0;
  for (let round = 0; open.length > 0; round++) {
    // A process that was held still for long must not send again what stands: the broker forgets message ids.
    if (round > 0 && latest(open) < performance.now()) return void dropLate(open, false);
    const attempt = await write(door, open, round >= accidents);
    if (attempt.kind === "stored") return answerStored(open, attempt);
    door.onTrouble(attempt);
    try {
      if (attempt.kind === "refused") {
        const { refusal } = attempt;
        refusals += 1;
        const named =
          refusal.kind === "expectation" && !unsure && refusals === 1
            ? refusal.sequence
            : undefined;
        open = await answerStanding(door, open, round, refusal, unsure, named);
        unsure = false;
        if (refusal.kind === "full")
          return refuseAll(open, "resource-exhausted", "the hub is full");
        if (refusal.kind === "fault") {
          if (open.length > 1) return commitHalves(door, open);
          return refuseAll(open, "internal", `the broker refused: ${refusal.description}`);
        }
        // One caller was answered: the rest go again at once.
        if (named !== undefined || open.length === 0) continue;
      } else {
        unsure = true;
      }
    } catch {
      // The leader could not be read: as little is known as before.
      unsure = true;
    }
    open = dropLate(open, unsure);
    if (open.length > 0) await pause(door.bus, round, earliest(open));
  }
}

/** One of them is at fault, and the server does not say which: the halves go apart, in their order. */
async function commitHalves(door: GroupDoor, units: readonly Unit[]): Promise<void> {
  const open = units.filter((unit) => !unit.settled);
  const middle = open.length >> 1;
  await commitGroup(door, open.slice(0, middle));
  await commitGroup(door, open.slice(middle));
}

async function write(
  door: GroupDoor,
  units: readonly Unit[],
  everyAnswer: boolean,
): Promise<Attempt> {
  const timeout = Math.max(50, Math.min(door.requestTimeout, earliest(units) - performance.now()));
  const batch = units.flatMap((unit) =>
    unit.messages.map((message, i) => ({ message, lines: unit.lines[i] ?? "" })),
  );
  const [only] = batch;
  if (batch.length === 1 && only !== undefined) return writeSingle(door.bus, only, timeout);
  return writeBatch(door.bus, batch, timeout, everyAnswer);
}

// The commit point is behind us: whatever fails from here on, the messages stand.
function answerStored(
  units: readonly Unit[],
  stored: { firstSequence: number; duplicate: boolean },
): void {
  let sequence = stored.firstSequence;
  for (const unit of units) {
    unit.settle({ firstSequence: sequence, duplicate: stored.duplicate });
    sequence += unit.messages.length;
  }
}

/**
 * Answers those of refused units that stand or conflict; returns the others, which are to be sent again.
 * Refused is not yet present: only what the leader shows counts.
 */
async function answerStanding(
  door: GroupDoor,
  units: readonly Unit[],
  round: number,
  refusal: Refusal,
  unsure: boolean,
  named: number | undefined,
): Promise<Unit[]> {
  // Nothing but an expectation or an id hints that something stands, unless an earlier attempt may have.
  if (refusal.kind !== "expectation" && refusal.kind !== "message-id" && !unsure) return [...units];
  const suspect =
    units.length > 1 && named !== undefined ? await unitNamed(door, units, named) : undefined;
  const open: Unit[] = [];
  const look = async (unit: Unit): Promise<void> => {
    const standing = await findStanding(door.bus, door.stream, unit);
    if (standing.kind === "same") {
      unit.settle({ firstSequence: standing.firstSequence, duplicate: true });
    } else if (
      standing.kind === "other" ||
      (standing.kind === "doubtful" && round >= doubtfulLooks)
    ) {
      unit.settle(
        new HubError("conflict", "something else stands there", { standing: standing.standing }),
      );
    } else {
      open.push(unit);
    }
  };
  if (suspect !== undefined) {
    await look(suspect);
    return units.filter((unit) => !unit.settled || unit !== suspect);
  }
  const rest = units.values();
  await Promise.all(
    Array.from({ length: readsAtOnce }, async () => {
      for (const unit of rest) await look(unit);
    }),
  );
  // In their order: the reads came back in any.
  const still = new Set(open);
  return units.filter((unit) => still.has(unit));
}

async function unitNamed(
  door: GroupDoor,
  units: readonly Unit[],
  sequence: number,
): Promise<Unit | undefined> {
  const standing = await readMessage(door.bus, door.stream, { seq: sequence });
  if (standing === undefined) return undefined;
  return units.find((unit) =>
    unit.messages.some((message) => {
      const expected = expectedSubject(message);
      return (
        expected !== undefined &&
        (expected === standing.subject || message.subject === standing.subject)
      );
    }),
  );
}

function refuseAll(
  units: readonly Unit[],
  code: "resource-exhausted" | "internal",
  message: string,
): void {
  for (const unit of units) unit.settle(new HubError(code, message));
}

// While an attempt may have been stored, the same messages go again together, the late ones among them.
function dropLate(units: Unit[], unsure: boolean): Unit[] {
  const now = performance.now();
  for (const unit of units) {
    if (unit.deadline > now) continue;
    unit.settle(
      new HubError(
        "unavailable",
        "the broker did not answer in time: it may be stored or not; send it again",
      ),
    );
  }
  if (units.every((unit) => unit.settled)) return [];
  return unsure ? units : units.filter((unit) => !unit.settled);
}

function earliest(units: readonly Unit[]): number {
  return units.reduce(
    (least, unit) => (unit.settled ? least : Math.min(least, unit.deadline)),
    Infinity,
  );
}

function latest(units: readonly Unit[]): number {
  return units.reduce((most, { deadline }) => Math.max(most, deadline), 0);
}

async function pause(bus: Bus, round: number, deadline: number): Promise<void> {
  const left = Math.ceil(Math.min(60_000, Math.max(0, deadline - performance.now())));
  if (bus.available()) return sleep(Math.min(left, 5 * 2 ** Math.min(round, 6)));
  await bus.whenAvailable(AbortSignal.timeout(left)).catch(() => sleep(100));
}

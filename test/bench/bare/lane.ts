import type { BareRows } from "./log-rows.ts";
import type { Receiver } from "./pushing.ts";
import { recordLines } from "./records.ts";
import type { BareStore } from "./store.ts";

/** A copy on its way to a receiver. */
export interface BareCopy {
  /** Of the notice. */
  readonly id: string;
  readonly copy: Uint8Array;
}

/** The way to one receiver: the record of release stands before a copy is pushed. */
export interface BareLane {
  add(copy: BareCopy): void;
}

export interface LaneOptions {
  readonly participant: string;
  readonly receiver: Receiver;
  readonly store: Pick<BareStore, "store">;
  readonly rows: Pick<BareRows, "log">;
}

/** Pushed and not confirmed, as in the product. */
const WINDOW = 256;
/** Copies of one record, as in the product. */
const MOST_COPIES = 200;

/** Opens the way; what gathers while a record is being stored goes together with the next. */
export function openLane({ participant, receiver, store, rows }: LaneOptions): BareLane {
  let waiting: BareCopy[] = [];
  const pushed: string[] = [];
  let confirmed = 0;
  let received = 0;
  let releasing = false;
  let receiving = false;

  function write(step: "released" | "received", notices: readonly string[], then: () => void) {
    const line = recordLines[step](notices.length);
    const message = { subject: `bare.record.${step}.${participant}`, payload: nothing };
    store.store([{ ...message, lines: line }], () => {
      rows.log({ step, participant, line, notices });
      then();
    });
  }

  function release(): void {
    const room = Math.min(MOST_COPIES, WINDOW - (pushed.length - confirmed));
    if (releasing || room <= 0 || waiting.length === 0) return;
    releasing = true;
    const some = waiting.slice(0, room);
    waiting = waiting.slice(room);
    const ids = some.map(({ id }) => id);
    write("released", ids, () => {
      pushed.push(...ids);
      for (const { copy } of some) receiver.push(copy);
      releasing = false;
      release();
    });
  }

  function receive(): void {
    if (receiving || received <= confirmed) return;
    receiving = true;
    const upTo = Math.min(received, confirmed + MOST_COPIES);
    write("received", pushed.slice(confirmed, upTo), () => {
      confirmed = upTo;
      receiving = false;
      receive();
      release();
    });
  }

  receiver.onReceived((upTo) => {
    received = Math.max(received, upTo);
    receive();
  });
  return {
    add(copy) {
      waiting.push(copy);
      // All that became ready in this turn goes together.
      if (waiting.length === 1) setImmediate(release);
    },
  };
}

const nothing = new Uint8Array();

import { Delivery, Precedence, type SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import type { SubscribeCall } from "./server.ts";

/** A copy as it is pushed: all of a Delivery but its number. Made once for all receivers. */
export function copyOf({ header, sections, signature, keyId }: SealedNotice): Uint8Array {
  // The first section is for the hub.
  const notice = { header, sections: sections.slice(1), signature, keyId };
  const copy = { notice, acceptedAt: Date.now(), routedAt: Date.now() };
  return Delivery.encode({ copy, precedence: Precedence.ROUTINE, attempt: 1 });
}

/** The SubscribeResponse of a copy under a number. */
function delivery(number: number, copy: Uint8Array): Buffer {
  const numbered = [0x08, ...varint(number)];
  const length = varint(numbered.length + copy.length);
  return Buffer.concat([Buffer.from([0x12, ...length, ...numbered]), copy]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

const READY = Buffer.from([0x0a, 0]);

/** A receiver that is there. */
export interface Receiver {
  push(copy: Uint8Array): void;
  /** Told of the number up to which the receiver has stored what it got. */
  onReceived(listener: (upTo: number) => void): void;
}

/** Takes subscriptions; each is named for its participant, in lower case. */
export function receiving(receivers: Map<string, Receiver>) {
  return (call: SubscribeCall): void => {
    let pushed = 0;
    let listener = (_upTo: number): void => {};
    const receiver: Receiver = {
      push: (copy) => void call.write(delivery((pushed += 1), copy)),
      onReceived(its) {
        listener = its;
      },
    };
    call.on("data", ({ open, received }) => {
      if (open) {
        receivers.set(open.name.toUpperCase(), receiver);
        call.write(READY);
      } else if (received) listener(received.delivery);
    });
    call.on("end", () => call.end());
    call.on("error", () => {});
  };
}

import type { SubscriptionName } from "@talanoa/contract/subjects.ts";
import { HubError, refusal } from "@talanoa/platform/errors.ts";

/** Each costs the broker four consumers, and this process what its client has not read. */
const MOST_OF_PRINCIPAL = 32;
const MOST_OF_PARTICIPANT = 256;

/** Which call of this process holds which subscription: never two the same. */
export interface Seats {
  /**
   * Takes a subscription for a call. The call that held it is ended, and has let go of it when this
   * resolves; `end` is called when a newer call takes it, also before. Disposing lets go. Rejects with
   * `resource-exhausted` when the principal or its participant holds too many others; who takes over what is held
   * already is never refused.
   */
  take(subscription: SubscriptionName, end: (reason: HubError) => void): Promise<Disposable>;
  /** What ends the call that holds a subscription now, and no later one. */
  enderOf(subscription: SubscriptionName): ((reason: HubError) => void) | undefined;
}

export function openSeats(): Seats {
  const held = new Map<string, Seat>();
  return {
    async take(holder, end) {
      const { subscription } = holder;
      const name = nameOf(holder);
      const left = Promise.withResolvers<void>();
      const before = held.get(name);
      if (!before) checkRoom([...held.values()], holder);
      const mine = { holder, end, left: left.promise };
      held.set(name, mine);
      before?.end(
        new HubError(
          "conflict",
          `the subscription ${subscription} was opened by another call, which goes on with it`,
        ),
      );
      await before?.left;
      return {
        [Symbol.dispose]() {
          if (held.get(name) === mine) held.delete(name);
          left.resolve();
        },
      };
    },
    enderOf: (holder) => held.get(nameOf(holder))?.end,
  };
}

function nameOf({ participant, principal, subscription }: SubscriptionName): string {
  return `${participant}.${principal}.${subscription}`;
}

interface Seat {
  readonly holder: SubscriptionName;
  readonly end: (reason: HubError) => void;
  readonly left: Promise<void>;
}

function checkRoom(held: readonly Seat[], { participant, principal }: SubscriptionName): void {
  const ofParticipant = held.filter(({ holder }) => holder.participant === participant);
  const own = ofParticipant.filter(({ holder }) => holder.principal === principal);
  if (own.length >= MOST_OF_PRINCIPAL)
    throw full(`You have ${MOST_OF_PRINCIPAL} subscriptions open: end one of them first.`);
  if (ofParticipant.length >= MOST_OF_PARTICIPANT)
    throw full(
      `Your administration has ${MOST_OF_PARTICIPANT} subscriptions open: end one of them first.`,
    );
}

function full(description: string): HubError {
  return refusal("resource-exhausted", {
    field: "open.name",
    rule: "subscriptions-open",
    description,
  });
}

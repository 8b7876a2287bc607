import type { SubscriptionName } from "@talanoa/contract/subjects.ts";
import { HubError } from "@talanoa/platform/errors.ts";

/** Which call of this process holds which subscription: never two the same. */
export interface Seats {
  /**
   * Takes a subscription for a call. The call that held it is ended, and has let go of it when this
   * resolves; `end` is called when a newer call takes it, also before. Disposing lets go.
   */
  take(subscription: SubscriptionName, end: (reason: HubError) => void): Promise<Disposable>;
}

export function openSeats(): Seats {
  const held = new Map<string, { end: (reason: HubError) => void; left: Promise<void> }>();
  return {
    async take({ participant, principal, subscription }, end) {
      const name = `${participant}.${principal}.${subscription}`;
      const left = Promise.withResolvers<void>();
      const before = held.get(name);
      const mine = { end, left: left.promise };
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
  };
}

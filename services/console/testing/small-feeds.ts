import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { streaming } from "@talanoa/platform/grpc/call.ts";
import { openGrpcServer } from "@talanoa/platform/grpc/server.ts";
import type { Logger } from "@talanoa/platform/logging.ts";

/** As much of member-feeds as streams need: it lets everybody in. */
export interface SmallFeeds extends AsyncDisposable {
  readonly address: string;
  /** How many deliveries of a subscription named `flood` were taken from it. */
  readonly sent: number;
  /** Subscriptions that were opened and have not ended. */
  readonly open: number;
}

/** Bytes of each delivery of a flood. */
export const FLOOD_BYTES = 64 * 1024;

/** A subscription is ready and stays silent, but for `flood`: that one gets as many copies as it takes. */
export async function startSmallFeeds(log: Logger): Promise<SmallFeeds> {
  const address = `127.0.0.1:${await freePort()}`;
  let sent = 0;
  let open = 0;
  const server = await openGrpcServer({
    listen: address,
    log,
    verifyToken: async () => {
      const roles = ["liaison"] as const;
      const expiresAt = Date.now() + 3_600_000;
      return { participant: "FJ", principal: "fj-liaison", roles, office: "", expiresAt };
    },
    methods: [
      streaming(FeedService.subscribe, async (requests, call) => {
        const incoming = requests[Symbol.asyncIterator]();
        const { value } = await incoming.next();
        open += 1;
        call.signal.addEventListener("abort", () => (open -= 1));
        await call.write({ ready: { resumed: false } });
        const signature = new Uint8Array(FLOOD_BYTES);
        while (value?.open?.name === "flood") {
          await call.write({ delivery: { number: sent + 1, copy: { notice: { signature } } } });
          sent += 1;
        }
        for (;;) if ((await incoming.next()).done) throw new HubError("cancelled", "the page left");
      }),
    ],
  });
  server.serving();
  return {
    address,
    get sent() {
      return sent;
    },
    get open() {
      return open;
    },
    [Symbol.asyncDispose]: () => server.stop(100),
  };
}

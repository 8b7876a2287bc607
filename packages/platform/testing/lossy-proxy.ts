import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A TCP proxy in front of a broker that tests make lose answers or cut connections. */
export interface LossyProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** While true, what the broker says is thrown away, until the connection is cut. */
  deaf: boolean;
  /** Milliseconds for which what the broker says now is on its way. */
  delay: number;
  /** Cuts every connection, in the middle of whatever is on the way. */
  cut(): void;
  /** Cuts each connection after so many more bytes towards the broker. */
  cutAfter(bytes: number): void;
}

export async function openLossyProxy(port: number): Promise<LossyProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let budget = Infinity;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      });
    }
    near.on("data", (chunk) => {
      budget -= chunk.length;
      if (budget >= 0) return far.write(chunk);
      // Part of a batch arrives, and the rest never does.
      budget = Infinity;
      far.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => near.destroy());
      return true;
    });
    far.on("data", (chunk) => {
      if (proxy.deaf) return;
      if (proxy.delay > 0) setTimeout(() => near.write(chunk), proxy.delay);
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: LossyProxy = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    deaf: false,
    delay: 0,
    cut() {
      proxy.deaf = false;
      for (const [near] of pairs) near.destroy();
    },
    cutAfter(bytes) {
      budget = bytes;
    },
    async [Symbol.asyncDispose]() {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

/** A link that can drop: an HTTP proxy between a browser and whatever it speaks to. */
export interface CutLink extends AsyncDisposable {
  /** Its address, for a browser context's `proxy`. */
  readonly server: string;
  /** Ends all connections; none is answered from now on. */
  cut(): void;
  mend(): void;
}

export async function openCutLink(): Promise<CutLink> {
  let down = false;
  const proxy = createServer((asked, answer) => {
    if (down) {
      asked.socket.destroy();
      return;
    }
    const { method, headers } = asked;
    const onward = request(asked.url!, { method, headers }, (given) => {
      answer.writeHead(given.statusCode!, given.rawHeaders);
      // The events of a stream may be long in coming.
      answer.flushHeaders();
      pipeline(given, answer, () => {});
    });
    onward.on("error", () => answer.destroy());
    pipeline(asked, onward, () => {});
    answer.on("close", () => onward.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  return {
    server: `http://127.0.0.1:${port}`,
    cut() {
      down = true;
      proxy.closeAllConnections();
    },
    mend: () => void (down = false),
    async [Symbol.asyncDispose]() {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** More than a client sends before its first request. */
const GREETING = 1_000;

/** A link to an address that dies in one direction: what is asked arrives, no answer comes back. */
export interface MuteLink extends AsyncDisposable {
  readonly address: string;
}

/** Opens a link that carries the greetings of both sides, and then nothing from the far one. */
export async function openMuteLink(address: string): Promise<MuteLink> {
  const port = Number(address.split(":").at(-1));
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let sent = 0;
    near.on("data", (chunk) => {
      sent += chunk.length;
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (sent < GREETING) near.write(chunk);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

import { connect } from "node:net";

/** Resolves when something accepts connections at `host:port`; the least a service that serves must do. */
export function listening(_serviceName: string, address: string): Promise<void> {
  const colon = address.lastIndexOf(":");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address.slice(0, colon),
      port: Number(address.slice(colon + 1)),
    });
    socket.setTimeout(1000, () => socket.destroy(new Error(`${address} does not answer`)));
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}

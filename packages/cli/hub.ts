import { addressesOf, type Identity } from "@talanoa/client/identity.ts";
import { isLoopback } from "@talanoa/platform/loopback.ts";
import { connect } from "node:net";

/**
 * Starts the embedded hub on a data folder, until it is disposed of. `report` is told what goes on,
 * a line at a time.
 */
export async function startHub(
  dataFolder: string,
  report: (line: string) => void,
): Promise<AsyncDisposable> {
  const { withHub } = await import("@talanoa/devstack/hub.ts");
  return withHub(dataFolder, report);
}

/** Whether nobody listens where an identity's hub should be on this machine. */
export async function isDown({ hub }: Identity): Promise<boolean> {
  const { intake, feeds, routing, log, screening = intake } = hub;
  const services = [...new Set([intake, feeds, routing, log, screening])].map(addressesOf);
  if (!services.flat().every(isLoopback)) return false;
  return (await Promise.all(services.map(areAllRefused))).some(Boolean);
}

async function areAllRefused(addresses: readonly string[]): Promise<boolean> {
  return (await Promise.all(addresses.map(isRefused))).every(Boolean);
}

function isRefused(address: string): Promise<boolean> {
  const at = address.lastIndexOf(":");
  const host = address.slice(0, at).replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(address.slice(at + 1)) });
    const answer = (refused: boolean) => {
      socket.destroy();
      resolve(refused);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.on("connect", () => answer(false));
    socket.on("error", (error) => answer((error as NodeJS.ErrnoException).code === "ECONNREFUSED"));
  });
}

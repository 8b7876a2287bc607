import { BlockList, isIP } from "node:net";
import { UsageError } from "../usage-error.ts";

export interface ListenAddress {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Reads `127.0.0.1:7380`, `[::1]:7380` or `witness.example:7380`. Throws UsageError. */
export function readListenAddress(text: string): ListenAddress {
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? bare;
  const port = Number(digits);
  const isHost = bracketed === undefined || isIP(bracketed) === 6;
  if (host === undefined || !isHost || !(port <= 65_535))
    throw new UsageError(
      `${text} is no address to listen on`,
      "Give --listen HOST:PORT: 127.0.0.1:7380 for this machine alone, 0.0.0.0:7380 for whoever reaches it.",
    );
  return { host, port };
}

/** Whether nobody but this machine reaches it. */
export function isLoopback({ host }: ListenAddress): boolean {
  if (host === "localhost") return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 6 ? "ipv6" : "ipv4");
}

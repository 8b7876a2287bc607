import type { CDPSession } from "playwright-core";

/** How a page is connected: milliseconds until an answer begins, and bytes a second both ways. */
export interface Link {
  readonly latency: number;
  readonly bytesPerSecond: number;
}

/** A poor satellite link: 64 kbit/s, 600 ms. */
export const satellite: Link = { latency: 600, bytesPerSecond: 64_000 / 8 };

/** As fast as the machine is. */
export const loopback: Link = { latency: 0, bytesPerSecond: -1 };

/** Connects a page by such a link from now on; `null` cuts it off. */
export async function connectBy(session: CDPSession, link: Link | null): Promise<void> {
  await session.send("Network.emulateNetworkConditions", {
    offline: link === null,
    latency: link?.latency ?? 0,
    downloadThroughput: link?.bytesPerSecond ?? 0,
    uploadThroughput: link?.bytesPerSecond ?? 0,
  });
}

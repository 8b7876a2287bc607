import { HubError } from "@talanoa/platform/errors.ts";

/**
 * Where a log's tree is read: the paths of c2sp.org/tlog-tiles. Nothing that it gives is verified. May be
 * asked for many at once. Rejects with HubError: `not-found` for what is not there, `failed-precondition` for what is in an archive, `unavailable` after
 * several attempts.
 */
export interface TileSource {
  get(path: string): Promise<Uint8Array>;
}

/** Connections at once: a far log is read no faster by more. */
export const AT_ONCE = 16;
/** The longest that a log can serve: 256 entries of 64 KiB, and their lengths. */
export const MOST_BYTES = 256 * (2 + 0xffff);

/** What a log that does not serve entries any more says of them: in which archive they are. */
export function goneError(body: Uint8Array): HubError {
  const says = new TextDecoder().decode(body.subarray(0, 300)).trim();
  return new HubError("failed-precondition", `the log does not show them any more: ${says}`);
}

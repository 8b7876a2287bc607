import { compareBytes } from "@talanoa/crypto/bytes.ts";
import { refText } from "./publication.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";

/** How the versions of one notice that are at hand hang together. */
export interface VersionChain {
  /** `broken` when a version names another one before it than is at hand: not both are the origin's word. */
  readonly state: "holds" | "broken";
  /** Versions that are at hand, from the oldest. */
  readonly versions: readonly number[];
  /** Versions before one at hand that are not there themselves: nothing is proven of them. */
  readonly missing: readonly number[];
  /** A sentence for a person. */
  readonly says: string;
}

/** Checks that each version names the header of the one before it, as far as that is at hand. */
export function checkChain(
  notices: readonly Pick<OpenedNotice, "header" | "digest">[],
): VersionChain {
  const sorted = [...notices].sort((one, other) => one.header.version - other.header.version);
  const byVersion = new Map(sorted.map((notice) => [notice.header.version, notice]));
  const missing: number[] = [];
  for (const { header } of sorted) {
    if (header.version === 1) continue;
    const before = byVersion.get(header.version - 1);
    if (!before) missing.push(header.version - 1);
    else if (compareBytes(before.digest, header.previousDigest) !== 0) {
      const says = `${refText(header)} names another version before it than ${refText(before.header)}`;
      return { state: "broken", versions: [...byVersion.keys()], missing, says };
    }
  }
  const versions = [...byVersion.keys()];
  return { state: "holds", versions, missing, says: sentence(versions, missing) };
}

function sentence(versions: readonly number[], missing: readonly number[]): string {
  const named = `version${versions.length === 1 ? "" : "s"} ${versions.join(", ")}`;
  const without = missing.length > 0 ? `; not at hand: ${missing.join(", ")}` : "";
  return versions.length > 1
    ? `each names the one before: ${named}${without}`
    : `${named}${without}`;
}

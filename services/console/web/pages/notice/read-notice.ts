import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { findKnown, getEarlierVersions, showNotice } from "@talanoa/client/notices.ts";
import { checkChain, type VersionChain } from "@talanoa/client/version-chain.ts";
import type {
  AlsoIn,
  EndedNotice,
  NoticeRef,
  SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Session } from "../../session.ts";

/** What the page of a notice shows. */
export type ReadNotice =
  | {
      readonly kind: "notice";
      readonly content: NoticeCopy;
      /** The key that signed it, as the directory has it. */
      readonly key: SigningKey | null;
      readonly alsoIn: readonly AlsoIn[];
      /** The versions before that one holds, the newest first. */
      readonly earlier: readonly OpenedNotice[];
      /** Null for a first version. */
      readonly chain: VersionChain | null;
    }
  /** Not its origin's word: nothing of it is shown. */
  | { readonly kind: "not-genuine"; readonly reason: string }
  /** One held it, and it was recalled or has expired. */
  | { readonly kind: "ended"; readonly ended: EndedNotice }
  /** Of a kind that this version does not know. */
  | { readonly kind: "unknown" };

/** Reads a notice of one's feed and checks all that can be checked; version 0 is the newest. Throws HubError. */
export async function readNotice(
  { hub, keys }: Pick<Session, "hub" | "keys">,
  ref: NoticeRef,
  signal: AbortSignal,
): Promise<ReadNotice> {
  let shown: Awaited<ReturnType<typeof showNotice>>;
  try {
    shown = await showNotice(hub, ref, { signal });
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "not-found") throw error;
    const ended = await endingOf(hub, ref, signal);
    if (ended) return { kind: "ended", ended };
    throw error;
  }
  const content = await checkCopy(shown.copy, keys);
  if (content.kind === "not-genuine") return { kind: "not-genuine", reason: content.reason };
  if (content.kind !== "notice") return { kind: "unknown" };
  const { header, keyId } = content.notice;
  const isFirst = header.version === 1;
  const [key, earlier] = await Promise.all([
    keys.key(keyId),
    isFirst ? [] : earlierVersions({ hub, keys }, header, signal),
  ]);
  const chain = isFirst ? null : checkChain([content.notice, ...earlier]);
  return { kind: "notice", content, key, alsoIn: shown.alsoIn, earlier, chain };
}

/**
 * How a notice that one held has ended; null while it stands, and for what one never held. Nothing is released by it,
 * so the log says nothing of it. A hub that cannot say tells as little as one that does not know.
 */
export async function endingOf(
  hub: Session["hub"],
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  signal: AbortSignal,
): Promise<EndedNotice | null> {
  const known = await findKnown(hub, { origin, idPart: id }, { signal }).catch(() => null);
  return known?.ended.find(({ notice }) => notice?.id === id) ?? null;
}

async function earlierVersions(
  { hub, keys }: Pick<Session, "hub" | "keys">,
  ref: NoticeRef,
  signal: AbortSignal,
): Promise<OpenedNotice[]> {
  const copies = await getEarlierVersions(hub, ref, { signal });
  const contents = await Promise.all(copies.map((copy) => checkCopy(copy, keys)));
  // One that is not its origin's proves nothing of the chain.
  return contents.flatMap((content) => (content.kind === "notice" ? content.notice : []));
}

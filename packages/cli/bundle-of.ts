import type { BundledVersion } from "@talanoa/client/bundle.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { listDirectory } from "@talanoa/client/directory.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { openOutbox } from "@talanoa/client/outbox.ts";
import {
  type FeedCopy,
  NoticeHeader,
  type NoticeRef,
  SealedNotice,
  SignedReceipt,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { bundleText } from "./bundle-file.ts";
import { keyJson, receiptKeyJson } from "./key-rows.ts";
import { outboxFolder, type Session } from "./session.ts";

/**
 * A bundle of all versions of a notice that one holds, the oldest first, with the keys of its originator as the
 * directory has them now; of a notice of one's own also the hub's receipts, which this identity's outbox keeps.
 * Throws HubError.
 */
export async function bundleOf(
  session: Session,
  { header, copy }: { header: NoticeHeader; copy: FeedCopy },
  signal: AbortSignal,
): Promise<string> {
  const { hub, identity } = session;
  const newest = Math.max(header.version, copy.replacedBy);
  const versions: BundledVersion[] = [];
  for (let version = 1; version <= newest; version++) {
    const ref = { origin: header.origin, id: header.id, version };
    const its = version === header.version ? copy : await heldCopy(session.hub, ref, signal);
    if (!its?.notice) continue;
    const sealed = SealedNotice.encode(its.notice);
    const receipt = await ownReceipt(session, ref);
    versions.push({ sealed, acceptedAt: its.acceptedAt, receipt });
  }
  const entries = await listDirectory(hub, "key", { signal });
  const keys = entries.flatMap(({ entry }) =>
    entry?.key?.participant === header.origin ? keyJson(entry.key) : [],
  );
  return bundleText(versions, [...keys, receiptKeyJson(identity.hub.receiptKey)], Date.now());
}

/** The copies of a notice that one holds, the newest first; none when it has ended. Throws HubError. */
export async function heldVersions(
  hub: HubClient,
  { origin, id }: NoticeRef,
  signal: AbortSignal,
): Promise<FeedCopy[]> {
  const newest = await heldCopy(hub, { origin, id, version: 0 }, signal);
  if (!newest?.notice) return [];
  const copies = [newest];
  const { version } = NoticeHeader.decode(newest.notice.header);
  for (let each = version - 1; each > 0; each--) {
    const copy = await heldCopy(hub, { origin, id, version: each }, signal);
    if (copy) copies.push(copy);
  }
  return copies;
}

/** Null for a version that one does not hold. */
async function heldCopy(
  hub: HubClient,
  ref: NoticeRef,
  signal: AbortSignal,
): Promise<FeedCopy | null> {
  try {
    return await getNotice(hub, ref, { signal });
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found") return null;
    throw error;
  }
}

async function ownReceipt({ identity, stored }: Session, ref: NoticeRef) {
  if (ref.origin !== identity.participant) return null;
  const receipt = await (await openOutbox(outboxFolder(stored))).receipt(ref);
  return receipt && SignedReceipt.encode(receipt);
}

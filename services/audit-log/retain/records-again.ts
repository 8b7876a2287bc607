import type { VerifiedRecord } from "@talanoa/client/archive/read-archive.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import type { Batch } from "../keep/append.ts";
import { loggedAs, type LoggedRecord } from "../keep/logged-record.ts";

/** A record of an archive on its way back into the log, as it was logged. */
export function loggedAgain({ stored, record }: VerifiedRecord): LoggedRecord {
  const { streamSequence: sequence, storedAt, record: bytes } = stored;
  return loggedAs({ sequence, storedAt, bytes }, record);
}

/** Adds records that come next: each must become the entry that it was. */
export function addAgain(
  batch: Batch,
  records: readonly VerifiedRecord[],
  logged: readonly LoggedRecord[],
): void {
  for (const [i, { index, its }] of records.entries()) {
    if (sameHash(batch.add(logged[i]!), its.leafHash)) continue;
    const text = `entry ${index} does not continue the entries before it: the archive is of another log`;
    throw new HubError("failed-precondition", text);
  }
}

/** In groups of so many at most; a group ends where the next begins a partition. */
export async function* inGroups(
  records: AsyncIterable<VerifiedRecord>,
  { most, partition }: { readonly most: number; readonly partition: number },
): AsyncGenerator<VerifiedRecord[], void, void> {
  let group: VerifiedRecord[] = [];
  for await (const record of records) {
    group.push(record);
    if (group.length < most && (record.index + 1) % partition !== 0) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

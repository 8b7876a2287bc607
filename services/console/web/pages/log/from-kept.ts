import { continuing, LogForked } from "@talanoa/client/continuing.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Session } from "../../session.ts";
import { type CheckpointStore, openCheckpointStore } from "./checkpoint-store.ts";

/** How what was proved stands to what this browser saw of the log before. */
export interface Followed {
  /** The entries of the checkpoint that was kept, which the log was proven to continue; null when none was. */
  readonly since: number | null;
  /** Whether the checkpoint in which it was proved is kept now. */
  readonly isKept: boolean;
}

/** What was kept of a log in this browser is not of its key: it replaces nothing, and nothing is proved. */
export class KeptBroken extends NotGenuine {
  readonly origin: string;
  /** What was kept, as it stands there. */
  readonly kept: string;

  constructor(origin: string, kept: string, options: ErrorOptions) {
    super(`the checkpoint that this browser kept is not of this log's key`, options);
    this.origin = origin;
    this.kept = kept;
  }
}

/**
 * Lets what was kept go, as evidence: the next checkpoint of the log is kept as its first. Throws DOMException when that
 * could not be kept; then all stands as before.
 */
export async function letGo({ origin, kept }: KeptBroken): Promise<void> {
  using store = await openCheckpointStore();
  await store.letGo({ origin, older: kept, newer: null, at: Date.now() });
}

/** The name under which one window at a time replaces what is kept. */
const LOCK = "talanoa-logs";

/**
 * Proves something of the log from the checkpoint on that this browser kept, and keeps the one that this gives, if any,
 * in its place: for all that these pages call proven. Throws what `prove` does, and KeptBroken; on LogForked, of which
 * both checkpoints are kept as evidence, and on all else, what was kept stays.
 *
 * @param prove proves that the log continues what it is given, before all else
 */
export async function provedFromKept<Result extends { readonly opened: OpenedCheckpoint | null }>(
  hub: Session["hub"],
  prove: (policy: Policy, since: readonly OpenedCheckpoint[]) => Promise<Result>,
  witnesses: Policy["witnesses"] = [],
): Promise<Result & Followed> {
  const policy = { ...logPolicy(hub.identity.hub), witnesses };
  using store = await openedStore();
  const note = (await store?.kept(policy.origin)) ?? null;
  const older = note === null ? null : openedKept(note, policy);
  const since = older?.checkpoint.size ?? null;
  return await unlessForked(store, policy, async () => {
    const proved = await prove(policy, older ? [older] : []);
    const { opened } = proved;
    const isKept = store !== null && (!opened || (await keep(store, opened)));
    return { ...proved, since, isKept };
  });

  /** Keeps a checkpoint that continues what was kept; whether this browser had the room. */
  function keep(into: CheckpointStore, opened: OpenedCheckpoint): Promise<boolean> {
    return navigator.locks.request(LOCK, async () => {
      const standing = await into.kept(policy.origin);
      // Another window kept its own meanwhile: what is kept continues both.
      const newest =
        standing === null || standing === note
          ? opened
          : await continuing(hub, signedAlone(policy), [openedKept(standing, policy), opened]);
      return unlessFull(into.keep(policy.origin, formatNote(newest.note)));
    });
  }
}

/** What this browser keeps of logs; null where it keeps nothing. */
async function openedStore(): Promise<CheckpointStore | null> {
  try {
    return await openCheckpointStore();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

async function unlessForked<Result>(
  store: CheckpointStore | null,
  { origin }: Policy,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (store && error instanceof LogForked) {
      const { older, newer } = evidenceOf(error);
      // The fork is told also where nothing can be kept of it.
      await unlessFull(store.keepEvidence({ origin, older, newer, at: Date.now() }));
    }
    throw error;
  }
}

/** Both checkpoints of a fork, as notes. */
export function evidenceOf({ older, newer }: LogForked): { older: string; newer: string } {
  return { older: formatNote(older.note), newer: formatNote(newer.note) };
}

async function unlessFull(keeping: Promise<void>): Promise<boolean> {
  try {
    await keeping;
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function openedKept(note: string, policy: Policy): OpenedCheckpoint {
  try {
    return openCheckpoint(note, signedAlone(policy));
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new KeptBroken(policy.origin, note, { cause });
  }
}

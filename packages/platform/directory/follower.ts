import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import { type DirectoryType, EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import {
  type Directory,
  DirectoryHistory,
  type StandingEntry,
} from "@talanoa/sharing/directory/directory.ts";
import type { Bus } from "../bus/connection.ts";
import { patiently } from "../bus/patiently.ts";
import { readFrom } from "../bus/read-from.ts";
import { readMessage } from "../bus/standing.ts";
import type { StoredMessage } from "../bus/stored-message.ts";

/** The directory as the stream has it, kept up to date in memory with its whole history. */
export interface DirectoryFollower extends AsyncDisposable {
  /** What is known now: for checks at the door, which routing makes again. */
  latest(): Directory;
  /**
   * The directory as of a stream sequence, all entries up to it known. Rejects with `unavailable` when
   * the broker is away, and when the signal aborts.
   */
  upTo(sequence: number, signal?: AbortSignal): Promise<Directory>;
  /** The directory as of an earlier sequence that `upTo` has already reached. */
  at(sequence: number): Directory;
  /** All that an entry ever was, in the stream's order, as far as is known. */
  versions(type: DirectoryType, id: string): readonly StandingEntry[];
  /** Calls back after each change, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

export interface FollowerOptions {
  /** Told of an entry that cannot be read; it counts as not there. */
  readonly onMalformed: (sequence: number) => void;
  /** Told when following ends by an error: the service cannot go on. */
  readonly onFailure: (error: unknown) => void;
  /** Stops the wait for what stands at the beginning. */
  readonly signal?: AbortSignal;
}

/** Follows the directory; resolves once it knows all entries that stood when it was called. */
export async function followDirectory(
  bus: Bus,
  options: FollowerOptions,
): Promise<DirectoryFollower> {
  const history = new DirectoryHistory();
  const listeners = new Set<() => void>();
  const stop = new AbortController();
  let applied = 0;

  function apply({ payload, sequence, storedAt }: StoredMessage): void {
    try {
      history.apply({ entry: DirectoryEntry.decode(payload), sequence, storedAt });
    } catch {
      options.onMalformed(sequence);
    }
    applied = sequence;
  }

  async function follow(): Promise<void> {
    const filters = [subjects.directoryEntries];
    const { signal } = stop;
    for await (const messages of readFrom(bus, { filters, startSequence: 1, signal })) {
      for (const message of messages) apply(message);
      for (const listener of listeners) listener();
    }
  }

  async function reach(sequence: number, signal?: AbortSignal): Promise<void> {
    if (applied >= sequence) return;
    // What stands at the sequence was read from the stream, so every entry before it is stored: the
    // leader's last entry tells whether one of them is still on its way here.
    const last = await readMessage(bus, EXCHANGE, { last_by_subj: subjects.directoryEntries });
    const target = Math.min(last?.sequence ?? 0, sequence);
    // `apply` moves it while this waits.
    const reached = (): boolean => applied >= target;
    while (!reached()) await change(signal);
  }

  function change(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    stop.signal.throwIfAborted();
    const waiting = Promise.withResolvers<void>();
    const end = (): void => waiting.reject(signal?.reason ?? stop.signal.reason);
    const forget = onChange(waiting.resolve);
    signal?.addEventListener("abort", end);
    stop.signal.addEventListener("abort", end);
    return waiting.promise.finally(() => {
      forget();
      signal?.removeEventListener("abort", end);
      stop.signal.removeEventListener("abort", end);
    });
  }

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  const following = follow().catch((error: unknown) => {
    if (stop.signal.aborted) return;
    stop.abort(error);
    options.onFailure(error);
  });
  try {
    await patiently(() => reach(Number.MAX_SAFE_INTEGER, options.signal), options.signal);
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  return {
    latest: () => history.latest(),
    at: (sequence) => history.at(sequence),
    versions: (type, id) => history.versions(type, id),
    async upTo(sequence, signal) {
      await reach(sequence, signal);
      return history.at(sequence);
    },
    onChange,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("no longer followed"));
      await following;
    },
  };
}

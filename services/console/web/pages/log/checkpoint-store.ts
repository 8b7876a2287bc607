import { type DBSchema, openDB } from "idb";

/** What speaks against a log, or against what was kept of it, as notes. */
export interface Evidence {
  readonly origin: string;
  /** What was kept. */
  readonly older: string;
  /** What does not continue it; null when what was kept was not of the log's key, and was let go. */
  readonly newer: string | null;
  /** When it was found, Unix ms. */
  readonly at: number;
}

/** Where the last checkpoint of each log is kept: signed, and no secret. A later one replaces it in one step. */
export interface CheckpointStore extends Disposable {
  /** The note that was kept last; null when none was. */
  kept(origin: string): Promise<string | null>;
  keep(origin: string, note: string): Promise<void>;
  /** Keeps evidence beside what is kept, which stays: of what speaks against the same checkpoint the first alone. */
  keepEvidence(evidence: Evidence): Promise<void>;
  /** Lets what is kept of a log go, and keeps it as evidence instead, in one step; nothing when something else is kept. */
  letGo(evidence: Evidence): Promise<void>;
  evidence(origin: string): Promise<Evidence[]>;
}

interface Stores extends DBSchema {
  checkpoints: { key: string; value: string };
  evidence: { key: number; value: Evidence; indexes: { origin: string } };
}

const strict = { durability: "strict" } as const;

/** Opens what this browser keeps of logs. Throws DOMException where it keeps nothing. */
export async function openCheckpointStore(): Promise<CheckpointStore> {
  const database = await openDB<Stores>("talanoa-logs", 1, {
    upgrade(made) {
      made.createObjectStore("checkpoints");
      made.createObjectStore("evidence", { autoIncrement: true }).createIndex("origin", "origin");
    },
  });
  return {
    kept: async (origin) => (await database.get("checkpoints", origin)) ?? null,
    async keep(origin, note) {
      const change = database.transaction("checkpoints", "readwrite", strict);
      await change.store.put(note, origin);
      await change.done;
    },
    async keepEvidence(evidence) {
      const change = database.transaction("evidence", "readwrite", strict);
      const known = await change.store.index("origin").getAll(evidence.origin);
      if (known.every(({ older }) => older !== evidence.older)) await change.store.add(evidence);
      await change.done;
    },
    async letGo(evidence) {
      const change = database.transaction(["checkpoints", "evidence"], "readwrite", strict);
      const checkpoints = change.objectStore("checkpoints");
      if ((await checkpoints.get(evidence.origin)) === evidence.older) {
        await change.objectStore("evidence").add(evidence);
        await checkpoints.delete(evidence.origin);
      }
      await change.done;
    },
    evidence: (origin) => database.getAllFromIndex("evidence", "origin", origin),
    // What is under way is done before.
    [Symbol.dispose]: () => database.close(),
  };
}

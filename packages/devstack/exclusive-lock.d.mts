export interface LockHolder<Note> {
  readonly pid: number;
  readonly note: Note;
}

export interface HeldLock<Note> {
  readonly held: true;
  /** Changes what others are told about the holder. */
  update(note: Note): void;
  release(): void;
}

/**
 * Takes the lock, or says who holds it. A lock whose holder has ended, however it went, is free.
 *
 * @param folder made when absent
 * @param note what others are told about the holder
 */
export function takeLock<Note extends object>(
  folder: string,
  note: Note,
): HeldLock<Note> | { readonly held: false; readonly holder: LockHolder<Note> };

/** The process that holds the lock now, with its note; undefined when none does. */
export function lockHolder<Note extends object>(folder: string): LockHolder<Note> | undefined;

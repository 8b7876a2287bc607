import type {
  Agreement,
  DirectoryEntry,
  Group,
  Participant,
  Principal,
  SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { agreementIndex } from "./agreements.ts";
import { entryName } from "./entry.ts";

/** An entry as it stands in the stream. */
export interface StandingEntry {
  readonly entry: DirectoryEntry;
  /** Stream sequence; the revision to name when the entry is changed. */
  readonly sequence: number;
  /** When the stream stored it, Unix ms. */
  readonly storedAt: number;
}

/** An agreement, and the sequence of its entry. */
export interface StandingAgreement {
  readonly agreement: Agreement;
  readonly sequence: number;
}

/** The directory as of one place in the stream. */
export interface Directory {
  /** Stream sequence of the last entry that this view has seen; 0 for none. */
  readonly sequence: number;
  participant(id: string): Participant | null;
  key(id: string): SigningKey | null;
  group(id: string): Group | null;
  principal(id: string): Principal | null;
  agreement(id: string): Agreement | null;
  /** Those by which one participant may send to another, whenever they are in force; by id. */
  agreementsBetween(from: string, to: string): readonly StandingAgreement[];
  /** All participants, by id. */
  participants(): readonly Participant[];
  /** All entries, or those of a type, by subject. */
  entries(type?: DirectoryType): readonly StandingEntry[];
}

/**
 * The directory's history: every entry that the stream ever had, so that what was decided at one
 * place in the stream is decided the same way again.
 */
export class DirectoryHistory {
  readonly #bySubject = new Map<string, StandingEntry[]>();
  readonly #sequences: number[] = [];
  #latest: Directory | null = null;
  #past: Directory | null = null;

  /** Takes the next entry of the stream. One that is not after the last is a repeat and ignored. */
  apply(standing: StandingEntry): void {
    if (standing.sequence <= (this.#sequences.at(-1) ?? 0)) return;
    this.#sequences.push(standing.sequence);
    const name = entryName(standing.entry);
    if (!name) return;
    const subject = `${name.type}.${name.id}`;
    const versions = this.#bySubject.get(subject);
    if (versions) versions.push(standing);
    else this.#bySubject.set(subject, [standing]);
    this.#latest = null;
  }

  /** The directory as of a stream sequence, that one included. */
  at(sequence: number): Directory {
    const last = this.#sequences.findLast((each) => each <= sequence) ?? 0;
    if (last === (this.#sequences.at(-1) ?? 0)) return this.latest();
    // Asked in the stream's order, many share one view.
    if (this.#past?.sequence !== last) this.#past = this.#view(last);
    return this.#past;
  }

  latest(): Directory {
    this.#latest ??= this.#view(this.#sequences.at(-1) ?? 0);
    return this.#latest;
  }

  /** As of an entry of this sequence; 0 for none. */
  #view(sequence: number): Directory {
    const standing = new Map<string, StandingEntry>();
    for (const subject of [...this.#bySubject.keys()].sort()) {
      const last = this.#bySubject.get(subject)?.findLast((entry) => entry.sequence <= sequence);
      if (last) standing.set(subject, last);
    }
    const entries = [...standing.entries()];
    const participants = entries.flatMap(([, { entry }]) => entry.participant ?? []);
    return {
      sequence,
      participant: (id) => standing.get(`participant.${id}`)?.entry.participant ?? null,
      key: (id) => standing.get(`key.${id}`)?.entry.key ?? null,
      group: (id) => standing.get(`group.${id}`)?.entry.group ?? null,
      principal: (id) => standing.get(`principal.${id}`)?.entry.principal ?? null,
      agreement: (id) => standing.get(`agreement.${id}`)?.entry.agreement ?? null,
      agreementsBetween: agreementIndex(standing.values()),
      participants: () => participants,
      entries: (type) =>
        entries.flatMap(([subject, entry]) =>
          !type || subject.startsWith(`${type}.`) ? entry : [],
        ),
    };
  }
}

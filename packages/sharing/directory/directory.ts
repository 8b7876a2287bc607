import type {
  Agreement,
  DirectoryEntry,
  Group,
  GroupMember,
  JointOperation,
  OperationParticipant,
  Participant,
  Principal,
  SigningKey,
} from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { rowIndex } from "./row-index.ts";
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

/** What finds the rows of one participant in a list of them, by the id of the list. */
export type RowsOf<Row> = (id: string, participant: string) => readonly Row[];

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
  operation(id: string): JointOperation | null;
  /** The rows of a participant in a group, whenever they hold. */
  groupRows: RowsOf<GroupMember>;
  /** The rows of a participant in a joint operation, whenever they hold. */
  operationRows: RowsOf<OperationParticipant>;
  /** The sequence of an entry as it stands; null when it does not. */
  revisionOf(type: DirectoryType, id: string): number | null;
  /** All participants, by id. */
  participants(): readonly Participant[];
  /** All entries, or those of a type, by subject. */
  entries(type?: DirectoryType): readonly StandingEntry[];
}

/** So many earlier views are kept. */
const MOST_PAST = 8;

/**
 * The directory's history: every entry that the stream ever had, so that what was decided at one
 * place in the stream is decided the same way again.
 */
export class DirectoryHistory {
  readonly #bySubject = new Map<string, StandingEntry[]>();
  readonly #sequences: number[] = [];
  #latest: Directory | null = null;
  /** The views that were asked for last. */
  readonly #past = new Map<number, Directory>();

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
    // Asked in the stream's order, many share one view; and a few places are asked for side by side.
    const past = this.#past.get(last) ?? this.#view(last);
    this.#past.delete(last);
    this.#past.set(last, past);
    const [oldest] = this.#past.keys();
    if (this.#past.size > MOST_PAST && oldest !== undefined) this.#past.delete(oldest);
    return past;
  }

  /** All that an entry ever was, in the stream's order. */
  versions(type: DirectoryType, id: string): readonly StandingEntry[] {
    return this.#bySubject.get(`${type}.${id}`) ?? [];
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
    return viewOf(standing, sequence);
  }
}

/** A directory in which an entry stands besides, or instead of the one of its name. */
export function withEntry(directory: Directory, entry: DirectoryEntry): Directory {
  const name = entryName(entry);
  if (!name) return directory;
  const standing = new Map<string, StandingEntry>();
  for (const each of directory.entries()) standing.set(subjectOf(each.entry), each);
  standing.set(`${name.type}.${name.id}`, { entry, sequence: directory.sequence, storedAt: 0 });
  const sorted = [...standing].sort(([one], [other]) => (one < other ? -1 : 1));
  return viewOf(new Map(sorted), directory.sequence);
}

function subjectOf(entry: DirectoryEntry): string {
  const name = entryName(entry);
  return name ? `${name.type}.${name.id}` : "";
}

/** What the entries say that stand at a sequence, by subject and sorted by it. */
function viewOf(standing: ReadonlyMap<string, StandingEntry>, sequence: number): Directory {
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
    operation: (id) => standing.get(`operation.${id}`)?.entry.operation ?? null,
    groupRows: rowIndex((id) => standing.get(`group.${id}`)?.entry.group?.members),
    operationRows: rowIndex((id) => standing.get(`operation.${id}`)?.entry.operation?.participants),
    revisionOf: (type, id) => standing.get(`${type}.${id}`)?.sequence ?? null,
    participants: () => participants,
    entries: (type) =>
      entries.flatMap(([subject, entry]) => (!type || subject.startsWith(`${type}.`) ? entry : [])),
  };
}

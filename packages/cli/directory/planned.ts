import type { StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { type FieldChange, fieldChanges } from "@talanoa/sharing/directory/field-changes.ts";
import { triedEntry } from "@talanoa/sharing/directory/tried-entry.ts";
import { UsageError } from "../usage-error.ts";
import type { GivenEntry } from "./given-entry.ts";

/** Whether entries are to be new, or in place of what stands. */
export type Verb = "add" | "change";

/** What is to become of one entry: nothing is done yet. */
export interface PlannedEntry {
  /** `participant FJ` */
  readonly name: string;
  readonly isNew: boolean;
  /** What is set otherwise; none for an entry that stands as it was written. */
  readonly fields: readonly FieldChange[];
  readonly after: DirectoryEntry;
  /** As which the hub tries it. */
  readonly tried: DirectoryEntry;
  /** Of the entry that it is begun from; 0 for a new one. */
  readonly revision: number;
  /** Entries of the same plan that must stand before it: what it names. */
  readonly needs: readonly string[];
}

/**
 * Plans what was written, against what stands: what others name comes first. Throws UsageError for one that is to be
 * new and stands otherwise, one that is to be changed and does not stand, and one that is written twice.
 *
 * @param now Unix ms
 */
export function planned(
  verb: Verb,
  given: readonly GivenEntry[],
  standing: readonly StandingEntry[],
  now: number,
): PlannedEntry[] {
  const stands = new Map(standing.map((its) => [nameOf(its.entry), its]));
  const names = new Set<string>();
  const plan = given.map((its) => {
    const name = `${its.type} ${its.id}`;
    if (names.has(name)) throw new UsageError(`${its.place}: ${name} is written twice`);
    names.add(name);
    return plannedEntry(verb, its, stands.get(name) ?? null, now);
  });
  const isNew = new Set(plan.filter((each) => each.isNew).map(({ name }) => name));
  return plan
    .map((each) => ({ ...each, needs: namedBy(each.after).filter((name) => isNew.has(name)) }))
    .toSorted((a, b) => depth(a) - depth(b));
}

function plannedEntry(
  verb: Verb,
  given: GivenEntry,
  standing: StandingEntry | null,
  now: number,
): PlannedEntry {
  const name = `${given.type} ${given.id}`;
  const before = standing?.entry ?? null;
  if (verb === "change" && !before)
    throw new UsageError(
      `${given.place}: the directory has no ${name}`,
      "`talanoa directory add` adds one.",
    );
  // As it will stand: what a copy of a message leaves out has its default.
  const after = DirectoryEntry.decode(DirectoryEntry.encode(given.entry(before, now)));
  const fields = fieldChanges(before, after);
  if (verb === "add" && before && fields.length > 0)
    throw new UsageError(
      `${given.place}: ${name} stands already, with another ${fields.map(({ field }) => field).join(", ")}`,
      "`talanoa directory change` changes it.",
    );
  return {
    name,
    isNew: !before,
    fields,
    after,
    tried: triedEntry(before, after, now),
    revision: standing?.revision ?? 0,
    needs: [],
  };
}

function nameOf(entry: DirectoryEntry | null): string {
  const name = entry && entryName(entry);
  return name ? `${name.type} ${name.id}` : "";
}

/** The participants that an entry names, as `participant FJ`. */
function namedBy({ participant, key, group, principal, agreement }: DirectoryEntry): string[] {
  const codes = [
    participant?.sponsor,
    key?.participant,
    principal?.participant,
    agreement?.from,
    agreement?.to,
    ...(group?.members.map((member) => member.participant) ?? []),
  ];
  return [...new Set(codes)].flatMap((code) => (code ? `participant ${code}` : []));
}

/** Participants first, then those that a Member sponsors, then what names them. */
function depth({ after: { participant } }: PlannedEntry): number {
  if (!participant) return 2;
  return participant.sponsor === "" ? 0 : 1;
}

import { DirectoryEntry, type StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { type Json, messageJson } from "@talanoa/sharing/text/message-json.ts";

/** A change of one entry of the directory, as it was prepared: nothing is done yet. */
export interface Change {
  /** As it stood when the change was begun; null for a new one. */
  readonly before: DirectoryEntry | null;
  readonly after: DirectoryEntry;
  /** As which the hub tries it, where that says more than trying what will stand. */
  readonly tried: DirectoryEntry;
  /** Of the entry that it was begun from; 0 for a new one. */
  readonly revision: number;
}

/** Prepares a change of an entry from how it stands. `tried` is of an end: see `triedEnd`. */
export function changeOf(
  standing: StandingEntry | null,
  after: Init<DirectoryEntry>,
  tried: Init<DirectoryEntry> = after,
): Change {
  return {
    before: standing?.entry ?? null,
    after: whole(after),
    tried: whole(tried),
    revision: standing?.revision ?? 0,
  };
}

/** `participant FJ` */
export function changeName({ after }: Change): string {
  const name = entryName(after);
  return name ? `${name.type} ${name.id}` : "";
}

/** One field that a change sets otherwise; empty where it is not set. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The fields of an entry that a change sets otherwise, in their order. */
export function fieldChanges({ before, after }: Pick<Change, "before" | "after">): FieldChange[] {
  const [was, will] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...will.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? "", after: will.get(field) ?? "" }))
    .filter((its) => its.before !== its.after);
}

/** As it will stand: what a copy of a message leaves out has its default. */
function whole(entry: Init<DirectoryEntry>): DirectoryEntry {
  return DirectoryEntry.decode(DirectoryEntry.encode(entry));
}

function fieldsOf(entry: DirectoryEntry | null): Map<string, string> {
  const name = entry && entryName(entry);
  const its = name && entry[name.type];
  return new Map(its ? flat("", messageJson({ ...its })) : []);
}

/** `membership[0].from`, and the value as text; times of periods in ISO 8601. */
function flat(path: string, value: Json): [field: string, text: string][] {
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each !== "object")) return [[path, value.join(", ")]];
    return value.flatMap((each, i) => flat(`${path}[${i}]`, each));
  }
  if (typeof value === "object" && value !== null) {
    const inside = path === "" ? "" : `${path}.`;
    return Object.entries(value).flatMap(([field, each]) => flat(inside + field, each));
  }
  // What has its default is as what is not set.
  if (value === null || value === 0 || value === false) return [[path, ""]];
  const isTime = /\.(from|until)$/.test(path) && typeof value === "number";
  return [[path, isTime ? new Date(value).toISOString() : String(value)]];
}

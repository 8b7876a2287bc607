import type { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import {
  categoryWords,
  dataPurposeWords,
  kindWords,
  participantTypeWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { type Json, messageJson } from "../text/message-json.ts";
import { entryName } from "./entry.ts";

/** One field that a change of an entry sets otherwise; empty where it is not set. */
export interface FieldChange {
  /** As `membership[0].from`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The fields of an entry that a change sets otherwise, in their order; `before` is null for a new one. */
export function fieldChanges(before: DirectoryEntry | null, after: DirectoryEntry): FieldChange[] {
  const [was, will] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...will.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? "", after: will.get(field) ?? "" }))
    .filter((its) => its.before !== its.after);
}

function fieldsOf(entry: DirectoryEntry | null): Map<string, string> {
  const name = entry && entryName(entry);
  const its = name && entry[name.type];
  return new Map(its ? flat("", { ...messageJson({ ...its }), ...wordsIn(entry) }) : []);
}

/** The codes of an entry that messageJson leaves as numbers. */
function wordsIn({ participant, key, agreement }: DirectoryEntry): { [field: string]: Json } {
  const listed = <Code extends number>(codes: readonly Code[], words: { [code: number]: string }) =>
    codes.map((code) => wordOf(words, code));
  if (participant?.type) return { type: wordOf(participantTypeWords, participant.type) };
  if (key && key.kinds.length > 0) return { kinds: listed(key.kinds, kindWords) };
  if (!agreement) return {};
  return {
    categories: listed(agreement.categories, categoryWords),
    purposes: listed(agreement.purposes, dataPurposeWords),
  };
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

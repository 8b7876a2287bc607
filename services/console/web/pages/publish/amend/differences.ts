import type { Written } from "../../../words/draft-path.ts";

/** What a later version says otherwise, at one place of the draft. */
export interface FieldDifference {
  readonly field: string;
  /** As it is shown; empty for nothing. */
  readonly before: string;
  readonly after: string;
}

/** Where two drafts differ, in the order of the later one. Images are told by their sizes. */
export function differencesOf(before: Written, after: Written): FieldDifference[] {
  const was = leavesOf(before);
  const is = leavesOf(after);
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((its) => !isSame(its.before, its.after))
    .map(({ field, before, after }) => ({ field, before: shown(before), after: shown(after) }));
}

function leavesOf(value: unknown, path = ""): Map<string, unknown> {
  if (Array.isArray(value))
    return new Map(value.flatMap((item, at) => [...leavesOf(item, `${path}[${at}]`)]));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array)
    return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([name, its]) => [
      ...leavesOf(its, path === "" ? name : `${path}.${name}`),
    ]),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array)
    return one.length === other.length && one.every((byte, at) => byte === other[at]);
  return shown(one) === shown(other);
}

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} B`;
  if (typeof value === "string") return value.trim();
  // A flag that is not set says nothing.
  return typeof value === "number" || value === true ? String(value) : "";
}

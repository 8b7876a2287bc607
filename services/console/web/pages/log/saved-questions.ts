/** A question that somebody keeps in this browser under a name: the query of its address. */
export interface SavedQuestion {
  readonly name: string;
  readonly query: string;
}

/** More are not kept: the oldest goes. */
export const MOST_SAVED = 50;
export const MOST_NAME = 80;

/** Those that a text of this browser's storage has; none when somebody else wrote it. */
export function readSaved(text: string | null): SavedQuestion[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.flatMap(savedOf).slice(0, MOST_SAVED) : [];
}

/** The list with one more, first; in place of the one of the same name. */
export function withSaved(list: readonly SavedQuestion[], saved: SavedQuestion): SavedQuestion[] {
  const name = saved.name.trim().slice(0, MOST_NAME);
  if (name === "") return [...list];
  return [{ name, query: saved.query }, ...withoutSaved(list, name)].slice(0, MOST_SAVED);
}

export function withoutSaved(list: readonly SavedQuestion[], name: string): SavedQuestion[] {
  return list.filter((each) => each.name !== name);
}

/** Where the questions of a principal are kept. */
export function savedPlace(principal: string): string {
  return `talanoa.questions.${principal}`;
}

function savedOf(value: unknown): SavedQuestion[] {
  if (typeof value !== "object" || value === null) return [];
  const { name, query } = value as { name?: unknown; query?: unknown };
  return typeof name === "string" && typeof query === "string" && name !== ""
    ? [{ name, query }]
    : [];
}

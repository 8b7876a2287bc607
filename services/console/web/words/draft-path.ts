/** What an officer has written so far, in the plain form of a draft (packages/sharing/notice/draft.ts). */
export interface Written {
  readonly [field: string]: unknown;
}

/** The steps of a path as violations name it: `goods[0].hs_heading` is goods, 0, hs_heading. */
export function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, place]) =>
    place === undefined ? name! : Number(place),
  );
}

/** A path without the places of its lists, `goods.hs_heading`: what a field is, wherever it stands. */
export function kindOfPath(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "");
}

/** The path of a field within another; of the whole draft for an empty one. */
export function within(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** A text at a path; empty where there is none. */
export function textAt(written: Written, path: string): string {
  const value = valueAt(written, path);
  return typeof value === "string" ? value : "";
}

export function valueAt(written: Written, path: string): unknown {
  let value: unknown = written;
  for (const step of stepsOf(path)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/**
 * The draft with a value at a path. Nothing, a text that is empty and a record or list without content take the
 * field away; an item of a list stays, so that what is said of the others keeps its place.
 */
export function withValue(written: Written, path: string, value: unknown): Written {
  return (changed(written, stepsOf(path), value) ?? {}) as Written;
}

/** The draft without one item of a list. */
export function withoutItem(written: Written, list: string, place: number): Written {
  const items = valueAt(written, list);
  if (!Array.isArray(items)) return written;
  return withValue(
    written,
    list,
    items.filter((_, at) => at !== place),
  );
}

function changed(before: unknown, [step, ...rest]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return isNothing(value) ? undefined : value;
  if (typeof step === "number") {
    const items: unknown[] = Array.isArray(before) ? [...before] : [];
    while (items.length < step) items.push({});
    items[step] = changed(items[step], rest, value) ?? (rest.length > 0 ? {} : "");
    return items;
  }
  const { [step]: its, ...others } = (isRecord(before) ? before : {}) as Record<string, unknown>;
  const next = changed(its, rest, value);
  const fields = next === undefined ? others : { ...others, [step]: next };
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/** Whether nothing is said: no value, an empty text, an empty record or list. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (value instanceof Uint8Array) return value.length === 0;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function isRecord(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}

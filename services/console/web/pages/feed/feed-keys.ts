/** What a key does in the feed. */
export type FeedAction =
  | "next"
  | "previous"
  | "open"
  | "acknowledge"
  | "search"
  | "newest"
  | "help";

/** The keys of the feed, in the order in which the help shows them. */
export const feedKeys: { readonly [key: string]: FeedAction } = {
  j: "next",
  k: "previous",
  Enter: "open",
  a: "acknowledge",
  "/": "search",
  n: "newest",
  "?": "help",
};

/** Of a key that was pressed, what there is to know. */
interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a key that was pressed does; null for nothing, and for what the browser or a field does with it. */
export function feedAction(
  { key, ctrlKey, altKey, metaKey }: Pressed,
  at: { readonly isField: boolean; readonly isControl: boolean; readonly singleKeys: boolean },
): FeedAction | null {
  if (ctrlKey || altKey || metaKey || at.isField || !Object.hasOwn(feedKeys, key)) return null;
  // A letter or a sign; Enter is none.
  if (key.length === 1 && !at.singleKeys) return null;
  const action = feedKeys[key]!;
  // Enter on a button or a link does what that is for.
  return action === "open" && at.isControl ? null : action;
}

import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  type FilterWords,
  readFilter,
  type UnknownWord,
  type WordField,
  wordFields,
} from "@talanoa/sharing/feed/filter-words.ts";

/** What of the feed a page shows, as the address has it. */
export interface FeedView {
  readonly words: FilterWords;
  /** Statements and reminders too. */
  readonly statements: boolean;
  readonly exercises: boolean;
  /** The named subscription by which it is watched; empty for none. */
  readonly name: string;
}

/** All of the feed, as one works with it: with what is said of notices, without exercises. */
export const wholeFeed: FeedView = { words: {}, statements: true, exercises: false, name: "" };

/** What the console opens on. */
export const concernsUs: FeedView = { ...wholeFeed, words: { concernsUs: true } };

/** How the address names each list. */
const parameters: { readonly [Field in WordField]: string } = {
  kind: "kind",
  region: "region",
  country: "country",
  commodity: "commodity",
  tlp: "tlp",
  origin: "member",
  operation: "operation",
};

/** The view that an address asks for: `/` is what concerns us, `/feed` everything that its query lets pass. */
export function readView(address: string): FeedView {
  const { pathname, searchParams } = new URL(address, "https://console.invalid");
  if (pathname === "/" && searchParams.size === 0) return concernsUs;
  const text = searchParams.get("text")?.trim();
  const lists = wordFields.flatMap((field) => {
    const words = searchParams.getAll(parameters[field]).flatMap((each) => each.split(","));
    const given = words.map((word) => word.trim()).filter(Boolean);
    return given.length > 0 ? [[field, given] as const] : [];
  });
  return {
    words: {
      ...(Object.fromEntries(lists) as FilterWords),
      ...(searchParams.get("concerns") === "us" && { concernsUs: true }),
      ...(text && { text }),
    },
    statements: searchParams.get("statements") !== "no",
    exercises: searchParams.get("exercises") === "yes",
    name: searchParams.get("name") ?? "",
  };
}

/** The address of a view: read again, it gives the same. */
export function addressOf({ words, statements, exercises, name }: FeedView): string {
  const query = new URLSearchParams();
  if (words.concernsUs) query.set("concerns", "us");
  for (const field of wordFields) {
    const list = words[field] ?? [];
    if (list.length > 0) query.set(parameters[field], list.join(","));
  }
  if (words.text) query.set("text", words.text);
  if (!statements) query.set("statements", "no");
  if (exercises) query.set("exercises", "yes");
  if (name) query.set("name", name);
  const text = query.toString();
  if (text === "concerns=us") return "/";
  return text ? `/feed?${text}` : "/feed";
}

/**
 * What the hub is asked for. Statements always: a recall must reach the page, and those that are not to be shown are
 * left out there.
 */
export function filterOfView({ words, exercises }: FeedView): {
  readonly filter: Init<FeedFilter>;
  readonly unknown: readonly UnknownWord[];
} {
  const { filter, unknown } = readFilter(words);
  return { filter: exercises ? filter : { ...filter, withoutExercises: true }, unknown };
}

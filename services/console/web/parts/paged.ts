import { type Signal, signal } from "@preact/signals";

/** A list as it comes, page by page as one reads. */
export interface Paged<Item> {
  readonly items: Signal<readonly Item[]>;
  readonly state: Signal<"asking" | "more" | "ended">;
  /** Why the last page did not come; null when it did. */
  readonly error: Signal<unknown>;
  /** Asks for the next page, once at a time; after an error for the same again. */
  more(): Promise<void>;
}

/** A page and the token of the next one, empty for none. */
export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string;
}

/** Asks for the first page; `ask` is given the token of each. */
export function openPaged<Item>(ask: (pageToken: string) => Promise<PageOf<Item>>): Paged<Item> {
  let pageToken = "";
  const paged: Paged<Item> = {
    items: signal([]),
    state: signal("more"),
    error: signal(null),
    async more() {
      if (paged.state.value !== "more") return;
      paged.state.value = "asking";
      paged.error.value = null;
      try {
        const { items, next } = await ask(pageToken);
        pageToken = next;
        paged.items.value = [...paged.items.value, ...items];
        paged.state.value = pageToken === "" ? "ended" : "more";
      } catch (error) {
        paged.error.value = error;
        paged.state.value = "more";
      }
    },
  };
  void paged.more();
  return paged;
}

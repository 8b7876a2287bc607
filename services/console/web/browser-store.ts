/** What of a browser's store is used. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One that throws nothing. */
export interface UnfailingStore extends Store {
  /** The names of all that is kept. */
  names(): string[];
}

/**
 * What this browser keeps, by name. One that is full or keeps nothing for the console (as some do in private windows, or by
 * their administrator's rule) throws nothing here: what is not kept is gone with the window, and all else goes on.
 */
export const browserStore = unfailing(() => localStorage);

/** The same of one window, as long as it is open. */
export const windowStore = unfailing(() => sessionStorage);

/** A store of which the page itself keeps, for as long as it is there, what the store does not. */
export function inPage(store: UnfailingStore): UnfailingStore {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => store.getItem(name) ?? kept.get(name) ?? null,
    setItem(name, text) {
      store.setItem(name, text);
      if (store.getItem(name) === text) kept.delete(name);
      else kept.set(name, text);
    },
    removeItem(name) {
      store.removeItem(name);
      kept.delete(name);
    },
    names: () => [...new Set([...store.names(), ...kept.keys()])],
  };
}

/** A store that keeps what it can, and throws nothing. */
export function unfailing(open: () => Store): UnfailingStore {
  return {
    getItem(name) {
      try {
        return open().getItem(name);
      } catch {
        return null;
      }
    },
    setItem(name, text) {
      try {
        open().setItem(name, text);
      } catch {
        // As said above.
      }
    },
    removeItem(name) {
      try {
        open().removeItem(name);
      } catch {
        // As said above.
      }
    },
    names() {
      try {
        return Object.keys(open());
      } catch {
        return [];
      }
    },
  };
}

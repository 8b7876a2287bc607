/**
 * What this browser keeps, by name. One that is full or keeps nothing for the console (as some do in private windows, or by
 * their administrator's rule) throws nothing here: what is not kept is gone with the window, and all else goes on.
 */
export const browserStore: Pick<Storage, "getItem" | "setItem" | "removeItem"> = {
  getItem(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  setItem(name, text) {
    try {
      localStorage.setItem(name, text);
    } catch {
      // As said above.
    }
  },
  removeItem(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // As said above.
    }
  },
};

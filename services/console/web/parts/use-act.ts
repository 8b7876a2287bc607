import { useRef, useState } from "preact/hooks";

/** Something that a person has done by a button. */
export interface Act {
  readonly isBusy: boolean;
  /** Why it failed the last time; null when it did not. */
  readonly error: unknown;
  /** Does it unless it is being done. Gives whether it succeeded. */
  run(doing: () => Promise<void>): Promise<boolean>;
}

export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  // Known at once, also to a key that is pressed again before the page is drawn anew.
  const isDoing = useRef(false);
  const [error, setError] = useState<unknown>(null);
  return {
    isBusy,
    error,
    async run(doing) {
      if (isDoing.current) return false;
      isDoing.current = true;
      setBusy(true);
      setError(null);
      try {
        await doing();
        return true;
      } catch (fault) {
        setError(fault);
        return false;
      } finally {
        isDoing.current = false;
        setBusy(false);
      }
    },
  };
}

import { useCallback, useEffect, useState } from "preact/hooks";

/** What was asked for, as far as it has come. */
export interface Asked<Answer> {
  /** The last answer; it stays while it is asked again, and when that fails. */
  readonly answer: Answer | null;
  /** When it came, Unix ms; 0 when there is none. */
  readonly at: number;
  /** Why the last time failed; null when it did not. */
  readonly error: unknown;
  readonly isAsking: boolean;
  /** Asks once more. */
  readonly again: () => void;
}

/**
 * Asks when the component is first shown, and anew whenever one of `about` is another: then the answer to what was
 * asked before is dropped.
 */
export function useAsked<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  about: readonly unknown[],
): Asked<Answer> {
  const [state, setState] = useState<Omit<Asked<Answer>, "again">>(asking);
  const [times, setTimes] = useState(0);
  useEffect(() => setState(asking), about);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    setState((before) => ({ ...before, isAsking: true }));
    ask(signal).then(
      (answer) =>
        signal.aborted || setState({ answer, at: Date.now(), error: null, isAsking: false }),
      (error: unknown) =>
        signal.aborted || setState((before) => ({ ...before, error, isAsking: false })),
    );
    return () => leaving.abort();
  }, [...about, times]);
  return { ...state, again: useCallback(() => setTimes((before) => before + 1), []) };
}

const asking = { answer: null, at: 0, error: null, isAsking: true } as const;

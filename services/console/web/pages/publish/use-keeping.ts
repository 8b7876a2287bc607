import { effect } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { ChangedElsewhere, keepDraft, keepLeft } from "./kept/drafts.ts";
import type { Desk } from "./kept/use-kept.ts";
import { beginCopy, keptOf, type Writing } from "./writing.ts";

/** What is written is kept when no key was pressed for so many milliseconds. */
const PAUSE = 300;

/**
 * Keeps what is written on this device as it changes, and gives what keeps it at once. What another tab has changed, sent or
 * erased meanwhile stays as it is there: what is written here goes on as another draft, and ChangedElsewhere says so.
 */
export function useKeeping(
  writing: Writing,
  desk: Desk | null,
  onTrouble: (error: unknown) => void,
): () => Promise<void> {
  // One after the other: each stands on what the last has kept.
  const last = useRef<Promise<void>>(Promise.resolve());
  const keepNow = useCallback(() => {
    const keeping = last.current.then(() => keepChange(writing, desk));
    last.current = keeping.catch(() => {});
    return keeping;
  }, [writing, desk]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      // Read here, so that a change of either is seen.
      keptOf(writing);
      clearTimeout(timer);
      timer = setTimeout(() => void keepNow().catch(onTrouble), PAUSE);
    });
    // Closing the tab, signing in again, another program on a phone: this is the last that is heard.
    const leaving = () => {
      const draft = keptOf(writing);
      if (!draft || !desk || document.visibilityState !== "hidden") return;
      keepLeft(desk.kept, draft, writing.known.peek()).catch(onTrouble);
      // Where the page lives on after all, before another tab looks at it.
      keepNow().catch(onTrouble);
    };
    addEventListener("visibilitychange", leaving);
    return () => {
      stop();
      clearTimeout(timer);
      removeEventListener("visibilitychange", leaving);
      keepNow().catch(onTrouble);
    };
  }, [writing, desk, keepNow, onTrouble]);

  return keepNow;
}

async function keepChange(writing: Writing, desk: Desk | null): Promise<void> {
  const draft = keptOf(writing);
  if (!draft || !desk) return;
  try {
    await keepDraft(desk.kept, draft, writing.known.peek());
  } catch (error) {
    if (error instanceof ChangedElsewhere && writing.id.peek() === draft.id) beginCopy(writing);
    throw error;
  }
  if (writing.id.peek() === draft.id) writing.known.value = draft;
  await desk.refresh();
}

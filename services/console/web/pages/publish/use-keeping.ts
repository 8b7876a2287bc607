import { effect } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { keepDraft } from "./kept/drafts.ts";
import type { Desk } from "./kept/use-kept.ts";
import { keptOf, type Writing } from "./writing.ts";

/** What is written is kept when no key was pressed for so many milliseconds. */
const PAUSE = 300;

/** Keeps what is written on this device as it changes, and gives what keeps it at once. */
export function useKeeping(
  writing: Writing,
  desk: Desk | null,
  onTrouble: (error: unknown) => void,
): () => Promise<void> {
  const keepNow = useCallback(async () => {
    const draft = keptOf(writing);
    if (!draft || !desk) return;
    await keepDraft(desk.kept, draft);
    if (writing.id.peek() === draft.id) writing.known.value = draft;
    await desk.refresh();
  }, [writing, desk]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      // Read here, so that a change of either is seen.
      keptOf(writing);
      clearTimeout(timer);
      timer = setTimeout(() => void keepNow().catch(onTrouble), PAUSE);
    });
    const leaving = () => void keepNow().catch(onTrouble);
    // Closing the tab, signing in again, another program on a phone: this is the last that is heard.
    addEventListener("visibilitychange", leaving);
    return () => {
      stop();
      clearTimeout(timer);
      removeEventListener("visibilitychange", leaving);
      leaving();
    };
  }, [writing, keepNow, onTrouble]);

  return keepNow;
}

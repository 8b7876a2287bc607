import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { keepLeaving, keepNow, keepWhole } from "./keeping.ts";
import type { Desk } from "./kept/use-kept.ts";
import { keptOf, type Writing } from "./writing.ts";

/** What is written is kept when no key was pressed for so many milliseconds. */
const PAUSE = 300;

/** Keeps what is written on this device as it changes, and as the page is left; nothing where there is no desk. */
export function useKeeping(
  writing: Writing,
  desk: Desk | null,
  onTrouble: (error: unknown) => void,
): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      // Read here, so that a change of either is seen.
      keptOf(writing);
      clearTimeout(timer);
      timer = setTimeout(() => void keepNow(writing, desk).catch(onTrouble), PAUSE);
    });
    // Closing the tab, signing in again, another program on a phone: this is the last that is heard.
    const leaving = () => {
      if (document.visibilityState === "hidden") keepLeaving(writing, desk).catch(onTrouble);
    };
    addEventListener("visibilitychange", leaving);
    return () => {
      stop();
      clearTimeout(timer);
      removeEventListener("visibilitychange", leaving);
      keepNow(writing, desk).catch(onTrouble);
      // Nobody is there to see what is still being made arrive.
      keepWhole(writing, desk).catch(onTrouble);
    };
  }, [writing, desk, onTrouble]);
}

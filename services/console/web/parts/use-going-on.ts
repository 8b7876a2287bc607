import { useEffect, useRef } from "preact/hooks";
import { awaySince, isSilence } from "../link.ts";
import type { Asked } from "./use-asked.ts";

/** Milliseconds from one try to the next. */
const EVERY = 10_000;

/** Milliseconds in which an answer is as new as the news that the hub is back: it is that news itself. */
const NEW = 2_000;

/** Asks again by itself while the hub does not answer, and once when it is back: what was shown meanwhile may be old. */
export function useGoingOn({ at, error, isAsking, again }: Asked<unknown>): void {
  const isAway = awaySince.value !== null;
  const wasAway = useRef(isAway);
  useEffect(() => {
    const isBack = wasAway.current && !isAway;
    wasAway.current = isAway;
    if (isBack && !isAsking && Date.now() - at > NEW) again();
  }, [isAway]);
  useEffect(() => {
    if (!isSilence(error)) return undefined;
    const next = setTimeout(again, EVERY);
    return () => clearTimeout(next);
  }, [error, again]);
}

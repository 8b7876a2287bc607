import { useEffect, useState } from "preact/hooks";
import { awaySince, isSilence } from "../../link.ts";
import type { Asked } from "../../parts/use-asked.ts";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** Milliseconds after which a notice that has not come is said to need a link: the hub is asked again for longer. */
const LATE = 5_000;

/**
 * That a notice which was not shown yet needs a link, while nobody answers; nothing once it is shown. It is asked for again
 * when the link is back, also what was to be read anew.
 */
export function NeedsLink({ asked }: { readonly asked: Asked<unknown> }) {
  const { answer, error, isAsking, again } = asked;
  const isAway = awaySince.value !== null;
  const isAwaited = answer === null && isAsking;
  const isLate = useLate(isAwaited);
  const isSilent = isSilence(error);
  useEffect(() => {
    if (!isAway && isSilent) again();
  }, [isAway]);
  if (answer !== null || !(isSilent || (isAwaited && (isAway || isLate)))) return null;
  return (
    <p class="stale" role="status">
      {inLanguage(noticeWords).needsLink}
    </p>
  );
}

/** Whether something has been awaited for long. */
function useLate(isAwaited: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isAwaited) return undefined;
    const timer = setTimeout(() => setLate(true), LATE);
    return () => clearTimeout(timer);
  }, [isAwaited]);
  return isLate;
}

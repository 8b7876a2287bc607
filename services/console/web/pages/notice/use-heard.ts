import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";
import { useEffect, useState } from "preact/hooks";
import { arrivedStatement, begunAnew } from "../../hub/arrived.ts";
import type { Asked } from "../../parts/use-asked.ts";

/** Milliseconds by which what the hub answers may follow its feeds. */
const ANSWERS_FOLLOW = 2_000;

/**
 * What is said live of a notice from when the page of a version is there, in its order: also what comes while that is still
 * being read, of which the answer may know nothing.
 */
export function useHeard({
  origin,
  id,
  version,
}: NoticeRef): ReadonlySignal<readonly OpenedStatement[]> {
  const heard = useSignal<readonly OpenedStatement[]>([]);
  useEffect(() => {
    heard.value = [];
    const before = arrivedStatement.peek();
    return arrivedStatement.subscribe((its) => {
      const notice = its !== before && its?.statement.notice;
      if (notice && notice.origin === origin && notice.id === id)
        heard.value = [...heard.peek(), its];
    });
  }, [heard, origin, id, version]);
  return heard;
}

/**
 * Asks once more after a live feed has begun anew since the reading: what was said between the two came in neither.
 *
 * @param readAt how often feeds had begun anew when the reading began
 */
export function useAskedAnew(
  { isAsking, again }: Asked<unknown>,
  readAt: { readonly current: number },
): void {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const before = begunAnew.peek();
    let following: ReturnType<typeof setTimeout> | undefined;
    const forget = begunAnew.subscribe((count) => {
      if (count === before) return;
      clearTimeout(following);
      following = setTimeout(() => setDue(begunAnew.peek() !== readAt.current), ANSWERS_FOLLOW);
    });
    return () => {
      forget();
      clearTimeout(following);
    };
  }, [readAt]);
  useEffect(() => {
    // A reading that is under way, as on a slow link, goes on to its end first.
    if (!isDue || isAsking) return;
    setDue(false);
    again();
  }, [isDue, isAsking, again]);
}

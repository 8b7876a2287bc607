import type { OperationNotices } from "@talanoa/client/operation-notices.ts";
import { useMemo } from "preact/hooks";
import { MapAndList } from "../../map/map-and-list.tsx";
import type { Points } from "../../map/read-points.ts";
import { isPlaced, seenNotices } from "../../map/seen-notice.ts";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";
import { Nothing } from "./tasks.tsx";

/** Where what was sent to an operation says that something happened. */
export function BoardMap({
  held,
  points: { points, members },
}: {
  readonly held: OperationNotices;
  readonly points: Points;
}) {
  const { parts } = inLanguage(operationsWords);
  const notices = useMemo(() => {
    const { tasks, reports, closing, others } = held;
    return seenNotices([...tasks, ...reports, ...closing, ...others], points)
      .filter(isPlaced)
      .toSorted((one, other) => other.at - one.at);
  }, [held, points]);
  if (notices.length === 0) return <Nothing title={parts.map} />;
  return (
    <section class="stack page-whole">
      <h2>{parts.map}</h2>
      <MapAndList notices={notices} members={members} />
    </section>
  );
}

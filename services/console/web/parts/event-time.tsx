import type { Summary } from "@talanoa/contract/generated/talanoa.ts";
import { eventTime, instant } from "@talanoa/sharing/notice/describe-line.ts";
import { isDay, isDayOrLonger } from "@talanoa/sharing/notice/rules-of/event-time.ts";
import { Time } from "./time.tsx";

/**
 * When something happened, as exactly as the originator said it: of a day or a month there is no hour, and no local time.
 *
 * @param time of the summary, where one may read that
 * @param at of the header, Unix ms
 */
export function EventTime({
  time,
  at,
}: {
  readonly time: Summary["time"] | undefined;
  readonly at: number;
}) {
  if (time && isDayOrLonger(time.precision)) return <span class="time">{eventTime(time)}</span>;
  if (!time && isDay(at)) return <span class="time">{instant(at, true)}</span>;
  if (!time?.endAt || time.endAt === time.startAt) return <Time at={at} />;
  return (
    <>
      <Time at={time.startAt} /> – <Time at={time.endAt} />
    </>
  );
}

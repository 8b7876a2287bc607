import type { Summary } from "@talanoa/contract/generated/talanoa.ts";
import { eventTime, instant } from "@talanoa/sharing/notice/describe-line.ts";
import { isDayOrLonger } from "@talanoa/sharing/notice/rules-of/event-time.ts";
import { Time } from "./time.tsx";

const DAY = 86_400_000;

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
  if (!time && at % DAY === 0) return <span class="time">{instant(at, true)}</span>;
  return <Time at={at} />;
}

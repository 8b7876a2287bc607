import { localTime, utc } from "@talanoa/client/times.ts";

/** A time (Unix ms) in UTC with the local time beside it; nothing for 0, which is not set. */
export function Time({ at, seconds = false }: { readonly at: number; readonly seconds?: boolean }) {
  if (at === 0) return null;
  const local = localTime(at);
  const text = utc(at);
  return (
    <time class="time" dateTime={new Date(at).toISOString()}>
      {seconds ? text : `${text.slice(0, 16)}Z`}
      {local && <span class="time-local"> {local}</span>}
    </time>
  );
}

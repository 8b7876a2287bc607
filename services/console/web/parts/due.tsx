import { relativeTime } from "../words/relative-time.ts";
import { language } from "../words/words.ts";
import { Time } from "./time.tsx";

/** By when something is due, and how far that is from now; both Unix ms. */
export function Due({ at, now }: { readonly at: number; readonly now: number }) {
  if (at === 0) return null;
  return (
    <>
      <Time at={at} />{" "}
      <span class={at < now ? "due-past" : "quiet"}>{relativeTime(at, now, language.value)}</span>
    </>
  );
}

import type { ComponentChildren } from "preact";
import { inLanguage } from "../words/words.ts";
import { partWords } from "./parts-words.ts";
import { Time } from "./time.tsx";

/** Something is on its way; shown only when that takes a moment. */
export function Loading() {
  return (
    <p class="loading" role="status">
      {inLanguage(partWords).loading}
    </p>
  );
}

/** There is nothing to show: says what would stand here, and may offer what to do. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p>{title}</p>
      {children}
    </div>
  );
}

/** What is shown here may be old: since when (Unix ms) nothing was heard. */
export function Stale({ since }: { readonly since: number }) {
  return (
    <p class="stale" role="status">
      <span>
        {inLanguage(partWords).staleSince} <Time at={since} />
      </span>
    </p>
  );
}

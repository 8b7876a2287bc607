import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** How short an id may be told: its random end, since ids of one minute begin alike. */
export function shortId({ origin, id }: Pick<NoticeRef, "origin" | "id">): string {
  return `${origin}/${id.slice(-8)}`;
}

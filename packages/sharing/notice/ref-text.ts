import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** A notice as people and commands write it: `FJ/0198…/1`, without the version when it is 0. */
export function refText({ origin, id, version }: NoticeRef): string {
  return version > 0 ? `${origin}/${id}/${version}` : `${origin}/${id}`;
}

import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** The name of a notice's files in an outbox: `ID.VERSION.ORIGIN`. Throws RangeError. */
export function nameOf({ id, version, origin }: NoticeRef): string {
  // These become a path: nothing but what may stand in a subject.
  if (!SUBJECT_TOKEN.test(id) || !SUBJECT_TOKEN.test(origin) || !Number.isInteger(version))
    throw new RangeError("a notice's id and origin have only letters, digits, dashes");
  return `${id}.${version}.${origin}`;
}

/** Null for a name that is no notice's. */
export function refOf(name: string): NoticeRef | null {
  const [, id, version, origin] = /^([^.]+)\.(\d+)\.([^.]+)$/.exec(name) ?? [];
  return id && origin ? { id, origin, version: Number(version) } : null;
}

/** Oldest first, and the versions of one notice in their order. */
export function byIdAndVersion(one: string, other: string): number {
  const [id = "", version] = one.split(".");
  const [otherId = "", otherVersion] = other.split(".");
  if (id !== otherId) return id < otherId ? -1 : 1;
  return Number(version) - Number(otherVersion);
}

import type { Reference } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";

/** Of `FJ/0198…/1` the notice that it names; without a version, the first. */
export function referenceOf(written: string): Init<Reference> {
  const [origin = "", id = "", version = "1", ...more] = written.trim().split("/");
  const counted = more.length === 0 && /^\d{1,9}$/.test(version) ? Number(version) : 0;
  return { notice: { origin: origin.toUpperCase(), id: id.toLowerCase(), version: counted } };
}

import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";

/** The days of an operation's window (UTC), the last one included: `2026-08-01 to 2026-08-14`. */
export function windowText(
  { startsAt, endsAt }: Pick<JointOperation, "startsAt" | "endsAt">,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  // The entry's end is the moment after.
  return endsAt ? `${day(startsAt)} ${to} ${day(endsAt - 1)}` : `${from} ${day(startsAt)}`;
}

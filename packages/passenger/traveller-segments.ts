import type { Segment } from "./edifact/segment.ts";

/** Whether a segment begins a traveller: NAD of a PAXLST but for who reports it, TIF of a PNRGOV. */
export function namesTraveller(segment: Segment): boolean {
  return segment.tag === "TIF" || (segment.tag === "NAD" && segment.at(1) !== "MS");
}

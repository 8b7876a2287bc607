import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";

/** A special service request (SSR): its first element, and each further one's seat or text. */
export interface Request {
  readonly code: string;
  readonly status: string;
  readonly carrier: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly position: number;
  /** What follows for single travellers. */
  readonly details: readonly { readonly value: string; readonly traveller: string }[];
}

/** The text is the ninth component; some write it as the eighth. */
export function readRequest(segment: Segment, issues: Issues): Request {
  let text = textFrom(segment, 9);
  let to = segment.at(1, 8);
  if (text === "" && to.includes("/")) {
    issues.add("shifted-value", "1.8");
    [text, to] = [to, ""];
  }
  const details: { value: string; traveller: string }[] = [];
  for (let element = 2; element <= segment.elements; element++) {
    const detail = { value: segment.at(element), traveller: segment.at(element, 3) };
    if (detail.value !== "" || detail.traveller !== "") details.push(detail);
  }
  return {
    code: segment.at(1).toUpperCase(),
    status: segment.at(1, 2),
    carrier: segment.at(1, 4),
    from: segment.at(1, 7),
    to,
    text,
    position: issues.position,
    details,
  };
}

function textFrom(segment: Segment, component: number): string {
  const parts: string[] = [];
  for (let i = component; i <= segment.components(1); i++) parts.push(segment.at(1, i));
  return parts.join(":").trim();
}

/** The fields of a text between slashes; it begins with one, which stands before the first field. */
export function fieldsOf(text: string): string[] {
  const fields = text.split("/").map((field) => field.trim());
  if (fields[0] === "") fields.shift();
  return fields;
}

import { instant, type Line } from "@talanoa/sharing/notice/describe-line.ts";
import { Time } from "../../parts/time.tsx";
import { lineValue } from "./line-labels.ts";

/** Labels under which packages/sharing/notice/describe*.ts write times, and nothing that somebody wrote. */
const instants: ReadonlySet<string> = new Set([
  "acknowledge by",
  "answer by",
  "arrives",
  "embargo: no use before",
  "event",
  "expires",
  "issued",
  "when",
]);

/** A value in the language of the page; a time in it in UTC with that of this device beside it. */
export function LineValue({ line }: { readonly line: Pick<Line, "label" | "value" | "isCode"> }) {
  const text = lineValue(line);
  if (!instants.has(line.label)) return <>{text}</>;
  return <>{text.split(/(\d{4}-\d\d-\d\d \d\d:\d\d UTC)/).map(withLocal)}</>;
}

/** Every second part is a time as `instant` writes it. */
function withLocal(part: string, place: number) {
  const at = Date.parse(part.replace(" ", "T").replace(" UTC", "Z"));
  return place % 2 === 1 && instant(at) === part ? <Time key={place} at={at} /> : part;
}

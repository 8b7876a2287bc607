import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import { parse } from "yaml";

/** What would run, or load something, wherever it were taken for markup; it names itself when it ran. */
export const HOSTILE = `"'><img src=x onerror=ran=1><svg/onload=ran=1>{{ran=1}}`;

/** Free texts of drafts: what stands there is the writer's own. */
const free = new Set(
  `title case_reference office detection_method note text follow_up packaging hull_colour
  sail_colour description caption publisher role objective coordination_unit channel measure name indicator
  registration_number unit origin departure destination narrative indicator`.split(/\s+/),
);

/**
 * A draft of a kind with every field that its template shows, and the hostile text in each that a person writes freely;
 * `operation` is one that stands in the directory, `more` replaces fields.
 */
export function hostileDraft(
  kind: KnownKind,
  operation: string,
  more: { readonly [field: string]: unknown },
): object {
  // A commented field begins without a space or with a small letter; see the template.
  const lines = template(kind).split("\n");
  const all = lines.map((line) => (/^#(?! [A-Z])/.test(line) ? line.slice(1) : line));
  const text = all.join("\n").replaceAll(/\b(NZ|OP)-SAMPLE\b/g, operation);
  const draft = parse(text, { uniqueKeys: false }) as { [field: string]: unknown };
  delete draft["references"];
  return { ...(hostile(draft) as object), ...more };
}

function hostile(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => hostile(item, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, its]) => [name, hostile(its, name)]),
    );
  }
  return typeof value === "string" && free.has(key) ? HOSTILE : value;
}

import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import { parse } from "yaml";

/** What would run, or load something, wherever it were taken for markup; it names itself when it ran. */
export const HOSTILE = `"'><img src=x onerror=ran=1><svg/onload=ran=1>{{ran=1}}`;

interface Written {
  readonly [field: string]: unknown;
}

/**
 * What is not free text in a draft, but a word, a code, a time or a name of the directory; by the paths of fields. All else
 * is the writer's own.
 */
const codes = new Set(
  `kind type when when.start when.end when.precision where.unlocode where.country goods.class goods.hs_heading
  goods.value.currency goods.concealment.method conveyance.mode conveyance.flag conveyance.imo conveyance.mmsi
  conveyance.call_sign conveyance.containers conveyance.flight direction persons.birth_date persons.sex
  persons.nationality persons.document_type persons.document_number passengers.document_type passengers.document_number
  passengers.flight passengers.flight_date passengers.departs passengers.arrives passengers.onward passengers.birth_date
  passengers.sex passengers.nationality passengers.seat passengers.record_locator purpose companies.country
  source.published source.reliability operation.id operation.notice operation.phase operation.starts operation.ends
  operation.participants operation.contact_points.participant request.type request.answer_by request.operation
  reply.request reply.request_digest reply.state risk_flag.flight risk_flag.flight_date risk_flag.departs
  risk_flag.arrives risk_flag.onward risk_flag.arrives_at risk_flag.grade risk_flag.scheme risk_flag.reasons
  risk_flag.profile risk_flag.message_digest risk_flag.measure marking marking.tlp marking.reliability handling
  embargo_until acknowledge_by precedence expires`.split(/\s+/),
);

/** A name of a file is read before the draft is sent; who gets it is asked of the directory. */
const notSent = new Set(["images.file", "audience"]);

/**
 * A draft of a kind with every field that its template shows, and the hostile text in each that a person writes freely, with
 * a number of its own; `operation` is one that stands in the directory, `more` replaces fields.
 */
export function hostileDraft(
  kind: KnownKind,
  operation: string,
  more: Written,
): { readonly title: string } {
  let count = 0;
  const draft = replaced(wholeDraft(kind, operation), "", (path) =>
    codes.has(path) ? null : `${HOSTILE}#${++count}.`,
  );
  return { title: HOSTILE, ...(draft as Written), ...more };
}

/** The same without a hostile text but in one field that is a code, for each of its codes; by the paths of these. */
export function* hostileCodes(
  kind: KnownKind,
  operation: string,
): Generator<readonly [path: string, draft: object]> {
  const { images: _, ...draft } = wholeDraft(kind, operation);
  for (const code of codes) {
    let isThere = false;
    const changed = replaced(draft, "", (path) =>
      path === code && (isThere = true) ? HOSTILE : null,
    );
    if (isThere) yield [code, changed as object];
  }
}

/** The hostile texts of a draft. */
export function hostileTexts(draft: object): string[] {
  const texts: string[] = [];
  JSON.stringify(draft, (_, value: unknown) => {
    if (typeof value === "string" && value.startsWith(HOSTILE)) texts.push(value);
    return value;
  });
  return texts;
}

function wholeDraft(kind: KnownKind, operation: string): Written {
  // A commented field begins without a space or with a small letter; see the template.
  const lines = template(kind).split("\n");
  const all = lines.map((line) => (/^#(?! [A-Z])/.test(line) ? line.slice(1) : line));
  const text = all.join("\n").replaceAll(/\b(NZ|OP)-SAMPLE\b/g, operation);
  const { references: _, ...draft } = parse(text, { uniqueKeys: false }) as Written;
  return draft;
}

/** A value with what is given for the path of each of its texts in their place; null leaves one. */
function replaced(value: unknown, path: string, given: (path: string) => string | null): unknown {
  if (notSent.has(path)) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, path, given));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, its]) => [
        name,
        replaced(its, path ? `${path}.${name}` : name, given),
      ]),
    );
  }
  return typeof value === "string" ? (given(path) ?? value) : value;
}

import { folded } from "@talanoa/sharing/codes/folded.ts";
import { audienceWord } from "@talanoa/sharing/notice/draft-short-forms.ts";
import { isNothing, withValue, type Written } from "../../../words/draft-path.ts";
import { formAt } from "../form/form-at.ts";
import { flagOf, listOf, numberOf, timeOf } from "./cell-values.ts";
import { headings } from "./headings.ts";
import { rowsOf } from "./spreadsheet.ts";

/** What was pasted: rows of goods for one notice, or a notice each. */
export type Pasted =
  | {
      readonly kind: "goods";
      readonly goods: readonly Written[];
      readonly unknown: readonly string[];
    }
  | {
      readonly kind: "drafts";
      readonly drafts: readonly Written[];
      readonly unknown: readonly string[];
    }
  /** No heading is known, or there is no row below them. */
  | { readonly kind: "nothing"; readonly unknown: readonly string[] };

/** So many notices may be pasted at once. */
export const MOST_DRAFTS = 200;

/**
 * Reads a table whose first row has names of fields, in English or French (headings.ts). A table of goods alone
 * is goods for the notice at hand; any other table is a notice a row, of the kind given unless a column says it.
 * Columns with another heading are left out and named.
 */
export function readPasted(text: string, kind = "alert"): Pasted {
  const [head = [], ...rows] = rowsOf(text);
  const columns = head.map((heading) => headings.get(folded(heading)));
  const unknown = head.filter((heading, at) => heading !== "" && columns[at] === undefined);
  const known = columns.filter((path) => path !== undefined);
  if (known.length === 0 || rows.length === 0) return { kind: "nothing", unknown };
  const drafts = rows.slice(0, MOST_DRAFTS).map((row) => draftOf(row, columns));
  if (known.every((path) => path.startsWith("goods[0]"))) {
    const goods = drafts.flatMap((draft) => (draft["goods"] as Written[] | undefined) ?? []);
    return { kind: "goods", goods, unknown };
  }
  return { kind: "drafts", drafts: drafts.map((draft) => ({ kind, ...draft })), unknown };
}

function draftOf(row: readonly string[], columns: readonly (string | undefined)[]): Written {
  return columns.reduce<Written>((draft, path, at) => {
    const cell = row[at] ?? "";
    if (path === undefined || cell === "") return draft;
    const value = valueOf(path, cell);
    return isNothing(value) ? draft : withValue(draft, path, value);
  }, {});
}

function valueOf(path: string, cell: string): unknown {
  if (path === "audience") return listOf(cell).map(audienceWord);
  const its = formAt(path);
  switch (its.form) {
    case "number":
    case "count":
      return numberOf(cell);
    case "flag":
      return flagOf(cell);
    case "time":
      return timeOf(cell);
    case "list":
      return listOf(cell);
    case "word":
      return wordOf(cell, its.words);
    case "text":
    case "code":
    case "bytes":
    case "record":
      return cell;
  }
  return its satisfies never;
}

/** A word of a list whatever its case, a TLP label with or without its beginning. */
function wordOf(cell: string, words: readonly string[]): string {
  const wanted = folded(cell);
  return (
    words.find((word) => [word, word.replace("TLP:", "")].some((its) => folded(its) === wanted)) ??
    cell
  );
}

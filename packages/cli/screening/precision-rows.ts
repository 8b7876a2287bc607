import type { SourcePrecision } from "@talanoa/contract/generated/talanoa.ts";
import type { Json } from "../json.ts";
import { printRows, type Shown } from "../print.ts";

/** Prints what came of the flags of lists and profiles. */
export function printPrecision(
  context: Shown,
  sources: readonly SourcePrecision[],
  none: string,
): Promise<void> {
  return printRows(context, sources, {
    columns: [
      { title: "found by" },
      { title: "version", align: "right" },
      { title: "raised", align: "right" },
      { title: "checked", align: "right" },
      { title: "right", align: "right" },
      { title: "precision", align: "right" },
      { title: "" },
      { title: "false", align: "right" },
      { title: "nothing", align: "right" },
      { title: "not said", align: "right" },
      { title: "confirmed", align: "right" },
      { title: "dismissed", align: "right" },
      { title: "withdrawn", align: "right" },
    ],
    cells: (each) => [
      each.watchlist || each.profile,
      each.version === 0 ? "" : String(each.version),
      ...[each.raised, each.checked, each.checkConfirmed].map(String),
      each.checked === 0 ? "" : `${Math.round((100 * each.checkConfirmed) / each.checked)} %`,
      each.retire ? "seldom right: retire it?" : "",
      ...[each.checkFalse, each.checkNothingFound, each.checkUnsaid].map(String),
      ...[each.confirmed, each.dismissed, each.withdrawn].map(String),
    ],
    json: precisionJson,
    none,
  });
}

function precisionJson(source: SourcePrecision): Json {
  return {
    watchlist: source.watchlist || null,
    profile: source.profile || null,
    version: source.version || null,
    raised: source.raised,
    confirmed: source.confirmed,
    dismissed: source.dismissed,
    withdrawn: source.withdrawn,
    checked: source.checked,
    check_confirmed: source.checkConfirmed,
    check_false: source.checkFalse,
    check_nothing_found: source.checkNothingFound,
    check_unsaid: source.checkUnsaid,
    precision: source.checked === 0 ? null : source.checkConfirmed / source.checked,
    retire: source.retire,
  };
}

import type { Agreement } from "@talanoa/contract/generated/talanoa.ts";
import { categoryWords, dataPurposeWords, wordOf } from "@talanoa/contract/words.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import type { Context } from "./context.ts";
import { type Form, periodJson, periodText } from "./entry-rows.ts";
import type { Json } from "./json.ts";
import { styleOf } from "./style.ts";

/** Agreements as rows: who may send which data to whom, for what, and whether that is in force now. */
export function agreementRows({ terminal }: Context): Form<Agreement> {
  const { good, dim } = styleOf(terminal);
  return {
    type: "agreement",
    columns: [
      { title: "id" },
      { title: "from" },
      { title: "to" },
      { title: "data" },
      { title: "purposes", shrinksTo: 16, wraps: true },
      { title: "period" },
      { title: "state" },
      { title: "title", shrinksTo: 16, wraps: true },
    ],
    none: "No agreement that you may see is in the directory.",
    row: ({ agreement }) => agreement,
    cells: (its) => [
      its.id,
      its.from,
      its.to,
      dataWords(its).join(", "),
      purposeWords(its).join(", "),
      periodText(its.period),
      covers(its.period, Date.now())
        ? { text: "in force", paint: good }
        : { text: "not in force", paint: dim },
      its.title,
    ],
    json: agreementJson,
    sort: ({ from, to, id }) => `${from} ${to} ${id}`,
  };
}

export function agreementJson(its: Agreement): { [key: string]: Json } {
  return {
    id: its.id,
    title: its.title,
    from_participant: its.from,
    to_participant: its.to,
    data: dataWords(its),
    purposes: purposeWords(its),
    ...periodJson(its.period),
    in_force: covers(its.period, Date.now()),
  };
}

function dataWords({ categories }: Agreement): string[] {
  return categories.map((each) => wordOf(categoryWords, each));
}

function purposeWords({ purposes }: Agreement): string[] {
  return purposes.map((each) => wordOf(dataPurposeWords, each));
}

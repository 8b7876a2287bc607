import { refText } from "@talanoa/client/publication.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import type { RecalledNotice } from "@talanoa/contract/generated/talanoa.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { printRows, type Shown } from "./print.ts";
import { styleOf } from "./style.ts";

/**
 * Prints what was recalled, while one's administration has not stated that its copies are destroyed; nothing when
 * nothing is open. For programs each line is `of` destruction, as another is of an answer or an acknowledgement.
 */
export async function printRecalled(
  context: Shown,
  { recalled, more }: { readonly recalled: readonly RecalledNotice[]; readonly more: boolean },
): Promise<void> {
  if (recalled.length === 0) return;
  const { terminal } = context;
  const { bold } = styleOf(terminal);
  const isForPerson = !context.options.json;
  if (isForPerson)
    await terminal.write(`\n${bold("Recalled: destroy your copies, if you have any")}\n`);
  await printRows(context, recalled, {
    columns: [{ title: "recalled", shrinksTo: 20 }, { title: "notice" }, { title: "" }],
    cells: ({ notice, recalledAt, exercise }) => [
      utcAndLocal(recalledAt),
      notice ? shortId(notice) : "",
      exercise ? "EXERCISE" : "",
    ],
    json: ({ notice, recalledAt, exercise }) => ({
      notice: notice && refText(notice),
      of: "destruction",
      recalled_at: isoTime(recalledAt),
      own: false,
      exercise,
    }),
    none: "",
  });
  if (more) terminal.say("More was recalled: the newest are shown.\n");
  if (isForPerson)
    terminal.say(
      "When none is left, or none was ever given out to you, say so: talanoa destroyed NOTICE.\n",
    );
}

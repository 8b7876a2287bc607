import type { Hub } from "@talanoa/client/hub.ts";
import { listOverdue, listRecalled } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { Reminder } from "@talanoa/contract/generated/talanoa.ts";
import { overdueWords, wordOf } from "@talanoa/contract/words.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { exitCodeOf } from "../failure.ts";
import { plain } from "../plain-text.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { printRows } from "../print.ts";
import { printRecalled } from "../recalled-rows.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

interface Options {
  own?: boolean;
  due?: boolean;
  exercises?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      "Who has not answered or acknowledged your notices in time, what your own administration is late with, and what was recalled of which it has not said that its copies are destroyed.",
    )
    .option("--own", "only your administration's own notices: who is late")
    .option("--due", "only what your administration is to do itself")
    .option("--exercises", "exercises too")
    .action((options: Options) => overdue(context, options));
}

async function overdue(context: Context, { own, due, exercises = false }: Options): Promise<void> {
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const { participant } = session.identity;
  const asked = { withoutExercises: !exercises, signal };
  const { overdue: all, more } = await listOverdue(session.hub, asked);
  const isOwn = ({ notice }: Reminder) => notice?.origin === participant;
  const rows = all.filter((each) => own === due || (isOwn(each) ? own : due));
  const { odd } = styleOf(terminal);
  await printRows(context, rows, {
    columns: [
      { title: "was due", shrinksTo: 20 },
      { title: "notice" },
      { title: "what" },
      { title: "who is late", wraps: true, shrinksTo: 10 },
    ],
    cells: (each) => [
      utcAndLocal(each.dueAt),
      each.notice ? shortId(each.notice) : "",
      each.exercise ? `EXERCISE: ${wordOf(overdueWords, each.of)}` : wordOf(overdueWords, each.of),
      isOwn(each) ? each.participants.join(", ") : { text: "your administration", paint: odd },
    ],
    json: (each) => ({
      notice: each.notice && refText(each.notice),
      of: wordOf(overdueWords, each.of),
      due_at: isoTime(each.dueAt),
      own: isOwn(each),
      exercise: each.exercise,
      late: each.participants,
    }),
    none: "Nothing is overdue.",
  });
  if (more) terminal.say("There is more: the latest are shown.\n");
  if (own && !due) return;
  const recalled = await recalledIfListed(context, session.hub, asked);
  if (recalled) await printRecalled(context, recalled);
}

/**
 * What was recalled; null where the hub cannot list it, which is said beside what is overdue. A hub of an earlier release has no
 * such list, and that is no failure; one that makes it now is to be asked again. Throws HubError for all else.
 */
async function recalledIfListed(
  context: Context,
  hub: Hub,
  asked: Parameters<typeof listRecalled>[1],
): Promise<Awaited<ReturnType<typeof listRecalled>> | null> {
  try {
    return await listRecalled(hub, asked);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { code, message } = error;
    const exitCode = code === "unimplemented" ? exitCodes.ok : exitCodeOf(code);
    if (exitCode !== exitCodes.ok && exitCode !== exitCodes.tryLater) throw error;
    const why = code === "unimplemented" ? "the hub is older than this program" : plain(message);
    context.terminal.say(`What was recalled could not be listed: ${why}.\n`);
    context.exitCode = exitCode;
    return null;
  }
}

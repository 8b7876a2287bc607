import type { Hub } from "@talanoa/client/hub.ts";
import { type LogEntry, queryLog } from "@talanoa/client/log.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { namesOperation, noticesIn } from "@talanoa/sharing/record/row-filter.ts";
import { factsLine } from "@talanoa/sharing/story/facts-line.ts";
import { utc } from "@talanoa/client/times.ts";
import { archiveFields } from "./archives-told.ts";
import { heading, section, text } from "@talanoa/sharing/story/block.ts";
import type { Gathered } from "./gathered.ts";
import { checkCount, reportedNotices } from "./reported-notices.ts";
import { alteredTable, storyOf } from "@talanoa/sharing/story/story.ts";
import { isOf } from "@talanoa/sharing/story/story-words.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";

/**
 * The pack of a joint operation: how it was opened, joined, left and closed, and each notice that one knows to belong
 * to it. Throws HubError, and UsageError when there are too many.
 */
export async function operationReport(
  hub: Hub,
  reason: Reason,
  operation: string,
  signal: AbortSignal,
): Promise<Gathered> {
  const archives = new ToldArchives();
  const question = { operation, includeExercises: true, pageSize: 1_000 };
  const asking = { signal, archived: archives.add };
  const entries = await Array.fromAsync(queryLog(hub, reason, question, asking));
  const notices = reportedNotices(entries.flatMap((entry) => belonging(entry, operation)));
  checkCount(
    notices.length,
    `belong to ${operation}`,
    "Have reports of them one by one: `talanoa log query --operation` names them.",
  );
  const told = toldEntries(entries);
  const stories = notices.flatMap((notice) => {
    const its = told.filter(
      ({ facts }) => facts && noticesOf(facts).some((each) => isOf(notice, each)),
    );
    return storyOf(its, [], notice, utc);
  });
  const changes = told.filter(({ facts }) => facts?.directoryChanged);
  return {
    title: `Exchange of the operation ${operation}`,
    fields: archiveFields(archives.all),
    body: [
      heading(2, "In the directory"),
      ...section(
        "How it was opened, joined, left and closed",
        ["entry", "when", "who", "what"],
        changes.map(({ index, at, who, facts }) => [String(index), utc(at), who, factsLine(facts)]),
      ),
      text(
        `The notices that belong to it, each with all that one may see of it: ${notices.length}.`,
      ),
      ...stories,
      ...alteredTable(entries.filter(({ altered }) => altered).map(({ index }) => index)),
    ],
    notices,
    entries,
  };
}

/** The notices of which an entry says that they belong to an operation. */
function belonging({ parts }: LogEntry, operation: string) {
  return parts.filter((part) => namesOperation(part, operation)).flatMap(noticesIn);
}

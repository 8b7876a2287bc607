import { type Operation, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { boardPart } from "@talanoa/sharing/operation/board.ts";
import type { OperationFigures } from "@talanoa/sharing/operation/drafts.ts";
import { countTasks, totalResults } from "@talanoa/sharing/operation/figures.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { type CheckedCopy, checkCopy, type NoticeCopy } from "./genuine-copy.ts";
import type { KeyRing } from "./key-ring.ts";
import { listNotices } from "./notices.ts";

/** What one holds of a joint operation, each part the newest first. */
export interface OperationNotices {
  readonly tasks: readonly NoticeCopy[];
  readonly reports: readonly NoticeCopy[];
  readonly closing: readonly NoticeCopy[];
  readonly others: readonly NoticeCopy[];
  /** Copies that are not what their origin signed: they stand in no other part. */
  readonly notGenuine: readonly CheckedCopy[];
}

/**
 * Reads all that one holds of an operation, of each notice the newest version in brief; exercises when they
 * are wanted. Throws HubError.
 */
export async function operationNotices(
  hub: Pick<Hub, "call" | "identity">,
  id: string,
  { exercises, keys, ...options }: { exercises: boolean; keys: KeyRing } & CallOptions,
): Promise<OperationNotices> {
  const tasks: NoticeCopy[] = [];
  const reports: NoticeCopy[] = [];
  const closing: NoticeCopy[] = [];
  const others: NoticeCopy[] = [];
  const notGenuine: CheckedCopy[] = [];
  const parts = { task: tasks, "situation-report": reports, "closing-report": closing };
  const filter = { operations: [id], withoutExercises: !exercises };
  const request = { filter, pageSize: 200, brief: true, ...options };
  for await (const copy of listNotices(hub as Hub, request)) {
    const content = await checkCopy(copy, keys);
    if (content.kind !== "notice") {
      notGenuine.push(content);
      continue;
    }
    const part = boardPart(content.notice, id);
    (part === "notice" ? others : parts[part]).push(content);
  }
  return { tasks, reports, closing, others, notGenuine };
}

/** The figures of an operation, by the reports and tasks that one holds; an exercise has its own. */
export function figuresOf(
  { reports, tasks }: Pick<OperationNotices, "reports" | "tasks">,
  exercise: boolean,
): OperationFigures {
  const counted = (copies: readonly NoticeCopy[]) =>
    copies.filter(({ notice }) => notice.header.exercise === exercise);
  return {
    reports: counted(reports).length,
    results: totalResults(
      counted(reports)
        .toReversed()
        .map(({ notice }) => operationBody(notice) ?? { results: [] }),
    ),
    tasks: countTasks(counted(tasks).map(({ copy }) => copy.requestStatus)),
  };
}

/** What a notice says of its operation. */
export function operationBody(notice: OpenedNotice): Operation | null {
  return sectionOf(notice, SectionType.OPERATION);
}

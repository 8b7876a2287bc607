import type {
  JointOperation,
  OperationResult,
  OperationTasks,
} from "@talanoa/contract/generated/talanoa.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { operationPhaseWords, wordOf } from "@talanoa/contract/words.ts";
import { titleOf } from "../notice/title.ts";
import { participantsAt } from "./membership.ts";

// Drafts of what is sent to a joint operation; draft.ts of notice/ has their form.

/** What may be said of any notice that is sent to an operation. */
export interface SentFields {
  readonly title?: string;
  readonly marking?: string;
  readonly precedence?: string;
  readonly exercise?: boolean;
}

/** A result as a draft has it. */
export interface WrittenResult {
  readonly measure: string;
  readonly quantity: number;
  readonly unit?: string;
}

/** What a report says of its operation at a time, Unix ms. */
function operationFields(its: JointOperation, now: number): object {
  const time = (at: number) => new Date(at).toISOString();
  return {
    id: its.id,
    name: its.name,
    phase: wordOf(operationPhaseWords, its.phase),
    starts: time(its.startsAt),
    // The entry's end is the moment after.
    ...(its.endsAt && { ends: time(its.endsAt - 1) }),
    objective: its.objective,
    participants: participantsAt(its, now),
  };
}

/** A request for action; `by` is when the answer is needed, as drafts have times. */
export function taskDraft(
  { id }: Pick<JointOperation, "id">,
  task: { readonly audience: object; readonly by: string; readonly text: string },
  fields: SentFields = {},
): object {
  const { audience, by, text } = task;
  return {
    kind: "request",
    title: titleOf(text),
    request: { type: "action", text, answer_by: by, operation: id },
    audience,
    ...sent(fields),
  };
}

/** A situation report as of a time, with what was achieved since the one before; times are Unix ms. */
export function reportDraft(
  operation: JointOperation,
  report: {
    readonly asOf: number;
    readonly text: string;
    readonly results: readonly WrittenResult[];
    readonly now: number;
  },
  fields: SentFields = {},
): object {
  const { asOf, text, results, now } = report;
  return {
    kind: "operation",
    title: titleOf(text),
    when: new Date(asOf).toISOString(),
    narrative: text,
    operation: { ...operationFields(operation, now), notice: "situation-report", results },
    audience: { operations: [operation.id] },
    ...sent(fields),
  };
}

/** What the reports and tasks of an operation add up to. */
export interface OperationFigures {
  readonly reports: number;
  readonly results: readonly Pick<OperationResult, "measure" | "quantity" | "unit">[];
  readonly tasks: Pick<OperationTasks, "asked" | "answered">;
}

/** The closing report of an operation, with the figures that its writer holds. */
export function closingDraft(
  operation: JointOperation,
  { figures, text, now }: { readonly figures: OperationFigures; text?: string; now: number },
  { title = `Closing report of ${operation.name}`, ...fields }: SentFields = {},
): object {
  const { reports, results, tasks } = figures;
  const said = `${counted(reports, "situation report")}; ${counted(tasks.asked, "task")}, of which ${tasks.answered} answered.`;
  return {
    kind: "operation",
    when: new Date(now).toISOString(),
    narrative: [text, said].filter(Boolean).join("\n"),
    operation: {
      ...operationFields(operation, now),
      phase: "closed",
      notice: "closing-report",
      results,
      tasks,
    },
    audience: { operations: [operation.id] },
    ...sent({ title, ...fields }),
  };
}

function sent({ title, marking = "TLP:AMBER", precedence, exercise }: SentFields): object {
  return {
    ...(title && { title }),
    marking,
    ...(precedence && { precedence }),
    ...(exercise && { exercise }),
  };
}

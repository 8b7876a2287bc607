import {
  type OperationResult,
  type OperationTasks,
  RequestState,
  type RequestStatus,
} from "@talanoa/contract/generated/talanoa.ts";

type Result = Pick<OperationResult, "measure" | "quantity" | "unit">;

/**
 * The results of several reports added up by measure and unit, in any case, as they were first written and in
 * their order. Each report counts what was achieved since the one before of the same participant.
 */
export function totalResults(reports: readonly { results: readonly Result[] }[]): Result[] {
  const totals = new Map<string, Result>();
  for (const { measure, quantity, unit } of reports.flatMap(({ results }) => results)) {
    const key = JSON.stringify([plain(measure), plain(unit)]);
    const before = totals.get(key);
    totals.set(key, {
      measure: before?.measure ?? measure.trim(),
      unit: before?.unit ?? unit.trim(),
      quantity: exact((before?.quantity ?? 0) + quantity),
    });
  }
  return [...totals.values()];
}

/**
 * How many tasks were asked for and how many of them are answered, as far as one may know; those that were
 * withdrawn are left out, and one of which the state is not known counts as open.
 */
export function countTasks(statuses: readonly (RequestStatus | null)[]): OperationTasks {
  const standing = statuses.filter((status) => status?.state !== RequestState.WITHDRAWN);
  const answered = standing.filter((status) => status?.state === RequestState.ANSWERED);
  return { asked: standing.length, answered: answered.length };
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").toLowerCase();
}

/** Sums of decimal fractions as a person would write them: 0.1 and 0.2 are 0.3. */
function exact(sum: number): number {
  return Number(sum.toPrecision(12));
}

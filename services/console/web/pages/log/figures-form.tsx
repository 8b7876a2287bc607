import { useSignal } from "@preact/signals";
import { StatsPeriod } from "@talanoa/contract/generated/talanoa.ts";
import { Choice, Field } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import type { FiguresAsked } from "./ask-figures.ts";
import { logWords } from "./log-words.ts";
import { timeOf } from "./question.ts";

const periods = {
  all: StatsPeriod.UNSPECIFIED,
  day: StatsPeriod.DAY,
  week: StatsPeriod.WEEK,
  month: StatsPeriod.MONTH,
} as const;
type PeriodName = keyof typeof periods;

/** Which figures: of what time, by which periods, of whom. */
export function FiguresForm({
  byPeriod,
  busy,
  onAsk,
}: {
  /** Whether periods can be told apart. */
  readonly byPeriod: boolean;
  readonly busy: boolean;
  readonly onAsk: (asked: FiguresAsked) => void;
}) {
  const words = inLanguage(logWords);
  const from = useSignal("");
  const until = useSignal("");
  const by = useSignal<PeriodName>(byPeriod ? "month" : "all");
  const participant = useSignal("");
  const includeExercises = useSignal(false);
  const fault = useSignal(false);
  const ask = (event: Event) => {
    event.preventDefault();
    const span = { from: timeOf(from.value) ?? 0, until: timeOf(until.value) ?? 0 };
    fault.value = span.from > 0 && span.until > 0 && span.until <= span.from;
    if (fault.value) return;
    onAsk({
      ...span,
      by: periods[by.value],
      participant: participant.value.trim().toUpperCase(),
      includeExercises: includeExercises.value,
    });
  };
  return (
    <form class="panel" onSubmit={ask} noValidate>
      <div class="log-fields">
        <Field label={words.from}>
          {(control) => (
            <input
              {...control}
              type="date"
              value={from.value}
              onInput={({ currentTarget }) => (from.value = currentTarget.value)}
            />
          )}
        </Field>
        <Field label={words.until} fault={fault.value ? words.faults.order : undefined}>
          {(control) => (
            <input
              {...control}
              type="date"
              value={until.value}
              onInput={({ currentTarget }) => (until.value = currentTarget.value)}
            />
          )}
        </Field>
        {byPeriod && (
          <Field label={words.period}>
            {(control) => (
              <select
                {...control}
                value={by.value}
                onChange={({ currentTarget }) => (by.value = currentTarget.value as PeriodName)}
              >
                {(Object.keys(periods) as PeriodName[]).map((each) => (
                  <option key={each} value={each}>
                    {words.periods[each]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={words.onlyParticipant}>
          {(control) => (
            <input
              {...control}
              value={participant.value}
              maxLength={64}
              autocomplete="off"
              onInput={({ currentTarget }) => (participant.value = currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <div class="row">
        <Choice
          label={words.exercises}
          checked={includeExercises.value}
          onChange={(checked) => (includeExercises.value = checked)}
        />
        <button type="submit" class="button-main" disabled={busy}>
          {words.show}
        </button>
      </div>
    </form>
  );
}

import { Field } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import { mapPageWords } from "./map-page-words.ts";
import { type Length, lengths, startOf, type TimeWindow } from "./time-window.ts";

/** Which time is shown: how long, and until which day. */
export function TimeSlider({
  window,
  days,
  onChange,
}: {
  readonly window: TimeWindow;
  readonly days: { readonly first: number; readonly last: number };
  readonly onChange: (window: TimeWindow) => void;
}) {
  const words = inLanguage(mapPageWords);
  const day = new Date(startOf(window.lastDay)).toISOString().slice(0, 10);
  return (
    <div class="map-time">
      <Field label={words.window}>
        {(control) => (
          <select
            {...control}
            value={String(window.length)}
            onChange={({ currentTarget }) =>
              onChange({ ...window, length: Number(currentTarget.value) as Length })
            }
          >
            {lengths.map((length) => (
              <option key={length} value={String(length)}>
                {words.lengths[length]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={`${words.until} ${day}`}>
        {(control) => (
          <input
            {...control}
            type="range"
            min={days.first}
            max={days.last}
            step={1}
            value={window.lastDay}
            aria-valuetext={day}
            disabled={days.first === days.last}
            onInput={({ currentTarget }) =>
              onChange({ ...window, lastDay: Number(currentTarget.value) })
            }
          />
        )}
      </Field>
    </div>
  );
}

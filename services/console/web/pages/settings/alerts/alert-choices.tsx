import {
  type NotificationChoices,
  NotificationService,
} from "@talanoa/contract/generated/talanoa.ts";
import { Choice, Field } from "../../../parts/field.tsx";
import { Trouble } from "../../../parts/trouble.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import type { AlertsPart } from "./alerts-panel.tsx";
import { alertsWords } from "./alerts-words.ts";

const kinds = ["flash", "immediate", "overdue", "exercises"] as const;

/** What one is told of, kept as soon as it is chosen. */
export function AlertChoices({ state: { choices }, changed }: AlertsPart) {
  const words = inLanguage(alertsWords);
  const { hub } = useSession();
  const act = useAct();
  const choose = (its: Partial<NotificationChoices>) =>
    void act.run(async () => {
      const request = { choices: { ...choices, ...its } };
      changed((await hub.call(NotificationService.setNotifications, request)).state);
    });
  return (
    <fieldset class="stack" disabled={act.isBusy}>
      <legend>{words.of}</legend>
      {kinds.map((kind) => (
        <Choice
          key={kind}
          label={words[kind]}
          checked={choices?.[kind] ?? false}
          onChange={(checked) => choose({ [kind]: checked })}
        />
      ))}
      <Field label={words.language}>
        {(control) => (
          <select
            {...control}
            value={choices?.language ?? "en"}
            onChange={({ currentTarget: { value } }) => choose({ language: value })}
          >
            <option value="en" lang="en">
              English
            </option>
            <option value="fr" lang="fr">
              Français
            </option>
          </select>
        )}
      </Field>
      {act.error !== null && <Trouble error={act.error} />}
    </fieldset>
  );
}

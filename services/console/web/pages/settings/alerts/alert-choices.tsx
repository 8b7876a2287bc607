import {
  type NotificationChoices,
  NotificationService,
} from "@talanoa/contract/generated/talanoa.ts";
import { useState } from "preact/hooks";
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
  // Shown as it was chosen while the hub is asked, which may be far; as it stands when that fails.
  const [asked, ask] = useState<Partial<NotificationChoices>>({});
  const shown = { ...choices, ...asked };
  const choose = async (its: Partial<NotificationChoices>) => {
    ask(its);
    await act.run(async () => {
      const request = { choices: { ...choices, ...its } };
      changed((await hub.call(NotificationService.setNotifications, request)).state);
    });
    ask({});
  };
  return (
    <fieldset class="stack" disabled={act.isBusy}>
      <legend>{words.of}</legend>
      {kinds.map((kind) => (
        <Choice
          key={kind}
          label={words[kind]}
          checked={shown[kind] ?? false}
          onChange={(checked) => void choose({ [kind]: checked })}
        />
      ))}
      <Field label={words.language}>
        {(control) => (
          <select
            {...control}
            value={shown.language ?? "en"}
            onChange={({ currentTarget: { value } }) => void choose({ language: value })}
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

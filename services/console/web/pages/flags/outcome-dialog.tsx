import { state, takesBackFirst } from "@talanoa/client/state.ts";
import type { Outcome } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { erasesPersons, outcomesOf } from "@talanoa/sharing/statement/outcome.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Choice } from "../../parts/field.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { flagsWords } from "./flags-words.ts";

/** Asks what came of a notice, and states it. What takes back that something was found is asked about once more. */
export function OutcomeDialog({
  notice,
  title,
  onDone,
  onClose,
}: {
  readonly notice: OpenedNotice;
  readonly title: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(flagsWords);
  const { hub } = useSession();
  const act = useAct();
  const [outcome, setOutcome] = useState<Outcome>(0);
  const [takesBack, setTakesBack] = useState(false);
  const { kind, origin } = notice.header;
  const may = outcomesOf({ kind, byOriginator: origin === hub.identity.participant });
  const labels: { readonly [outcome: number]: string } = words.outcomes;
  const contradicts = takesBackFirst(act.error);
  const say = async (event: Event) => {
    event.preventDefault();
    const said = { outcome, takesBack: takesBack && erasesPersons(outcome) };
    const done = await act.run(async () => void (await state(hub, notice, { outcome: said })));
    if (done) onDone();
  };
  // Nothing was said: what is shown need not be read, and recorded, again. What failed may have come through.
  const leave = act.error === null ? onClose : onDone;
  return (
    <Dialog title={words.stateTitle} onClose={leave}>
      <p>
        <strong>{title}</strong>
      </p>
      <form class="stack" onSubmit={(event) => void say(event)}>
        <fieldset class="stack">
          <legend>{words.what}</legend>
          {may.map((each) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name="outcome"
                required
                checked={outcome === each}
                onChange={() => setOutcome(each)}
              />
              <span>{labels[each] ?? each}</span>
            </label>
          ))}
        </fieldset>
        {erasesPersons(outcome) && <p class="stale">{words.erases}</p>}
        {contradicts ? (
          <div class="trouble" role="alert">
            <p>{words.contradicts}</p>
            <Choice label={words.takeBack} checked={takesBack} onChange={setTakesBack} />
          </div>
        ) : (
          <Refused error={act.error} />
        )}
        <div class="dialog-actions">
          <button type="button" onClick={leave}>
            {words.cancel}
          </button>
          <button type="submit" class="button-main" disabled={act.isBusy || outcome === 0}>
            {words.say}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

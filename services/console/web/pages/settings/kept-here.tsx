import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { keptOf } from "../feed/kept.ts";
import { settingsWords } from "./settings-words.ts";

/** What this browser keeps of the pages, and the way to clear it. */
export function KeptHere() {
  const words = inLanguage(settingsWords);
  const kept = keptOf(useSession().hub.identity);
  const [step, setStep] = useState<"asked" | "cleared" | null>(null);
  const clear = () => {
    kept.clear();
    setStep("cleared");
  };
  return (
    <section class="panel" aria-label={words.kept}>
      <h2>{words.kept}</h2>
      <p>{words.keptHint}</p>
      <ul class="bullets">
        {words.keptItems.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p class="quiet">{words.neverKept}</p>
      <div class="row">
        <button type="button" class="button-grave" onClick={() => setStep("asked")}>
          {words.clear}
        </button>
        <span role="status">{step === "cleared" && words.cleared}</span>
      </div>
      {step === "asked" && (
        <Dialog
          title={words.clearAsk}
          onClose={() => setStep(null)}
          actions={
            <>
              <button type="button" onClick={() => setStep(null)}>
                {words.cancel}
              </button>
              <button type="button" class="button-grave" onClick={clear}>
                {words.clear}
              </button>
            </>
          }
        >
          <p>{words.clearHint}</p>
        </Dialog>
      )}
    </section>
  );
}

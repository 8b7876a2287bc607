import { useSignal } from "@preact/signals";
import { ownRecords } from "@talanoa/client/log.ts";
import { Field } from "../../parts/field.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { Continued } from "./continued.tsx";
import { Failed } from "./failed.tsx";
import { logWords } from "./log-words.ts";
import { type EntryProven, proveEntry } from "./prove-entry.ts";
import { sittingReason } from "./reason.ts";
import { saveFile } from "./save-file.ts";

/** Proves one entry by its place in the log, and gives the proof as a file. */
export function ProveOne() {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const place = useSignal("");
  const outcome = useSignal<(EntryProven & { readonly index: number }) | "none" | null>(null);
  const error = useSignal<unknown>(null);
  const fault = useSignal(false);
  const prove = async () => {
    const reason = sittingReason.value;
    fault.value = !/^\d{1,15}$/.test(place.value.trim());
    if (fault.value || !reason) return;
    outcome.value = null;
    error.value = null;
    const index = Number(place.value);
    try {
      const range = { fromIndex: index, untilIndex: index + 1 };
      const [entry] = await Array.fromAsync(ownRecords(hub, reason, range));
      outcome.value = entry ? { ...(await proveEntry(hub, entry)), index } : "none";
    } catch (cause) {
      error.value = cause;
    }
  };
  const proven = outcome.value;
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void prove();
      }}
      noValidate
    >
      <h2>{words.oneEntry}</h2>
      <div class="log-save">
        <Field label={words.entryNumber} fault={fault.value ? words.faults.index : undefined}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              autocomplete="off"
              value={place.value}
              onInput={({ currentTarget }) => (place.value = currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit">{words.oneEntry}</button>
      </div>
      {error.value !== null && <Failed error={error.value} />}
      {proven === "none" && <p role="status">{words.notYours}</p>}
      {proven !== null && proven !== "none" && (
        <div class="log-good" role="status">
          <p>{words.provedIn(proven.index, proven.size)}</p>
          <Continued {...proven} />
          <p class="row">
            <button type="button" onClick={() => saveFile(proven.name, "text/plain", proven.text)}>
              {words.saveProof}
            </button>
            <span class="quiet">{words.saveProofHint}</span>
          </p>
        </div>
      )}
    </form>
  );
}

import { useSignal } from "@preact/signals";
import { changeDirectory, tryEntry } from "@talanoa/client/directory.ts";
import type { TryEntryResponse } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { fieldChanges } from "@talanoa/sharing/directory/field-changes.ts";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Table } from "../../parts/table.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { Loading } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { type Change, changeName, subjectOf } from "./change.ts";
import { secretariatWords } from "./secretariat-words.ts";
import { Tried } from "./tried.tsx";

const MOST_REASON = 200;

/** What came of a change that was confirmed. */
export type Changed =
  | { readonly as: "done"; readonly revision: number }
  /** Another change came first. */
  | { readonly as: "conflict" }
  /** Nobody answered: it may have come through. */
  | { readonly as: "unsure" };

/** Shows what a change does before it is done, asks for the reason, and does it. */
export function ChangeDialog({
  change,
  onClose,
  onChanged,
}: {
  readonly change: Change;
  readonly onClose: () => void;
  readonly onChanged: (outcome: Changed) => void;
}) {
  const words = inLanguage(secretariatWords);
  const { hub } = useSession();
  const tried = useSignal<TryEntryResponse | null>(null);
  const error = useSignal<unknown>(null);
  const reason = useSignal(change.reason);
  const doing = useSignal(false);
  const name = changeName(change);
  const deed = words.deeds[change.deed](subjectOf(change));
  const fields = fieldChanges(change.before, change.after);

  const look = async (signal?: AbortSignal) => {
    error.value = null;
    try {
      tried.value = await tryEntry(hub, change.tried, { signal });
    } catch (cause) {
      if (!signal?.aborted) error.value = cause;
    }
  };
  useEffect(() => {
    const looking = new AbortController();
    void look(looking.signal);
    return () => looking.abort();
  }, [change]);

  const confirm = async () => {
    doing.value = true;
    error.value = null;
    try {
      const { after: entry, revision } = change;
      const done = await changeDirectory(hub, { entry, revision, reason: reason.value.trim() });
      onChanged({ as: "done", revision: done });
    } catch (cause) {
      const code = cause instanceof HubError ? cause.code : null;
      if (code === "conflict") onChanged({ as: "conflict" });
      else if (code === "unavailable" || code === "deadline-exceeded") onChanged({ as: "unsure" });
      else error.value = cause;
    } finally {
      doing.value = false;
    }
  };

  const valueText = (value: string) => (value === "true" ? words.yes : value || "–");
  const mayConfirm =
    tried.value !== null && fields.length > 0 && reason.value.trim() !== "" && !doing.value;
  return (
    <Dialog
      title={deed}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button
            type="button"
            class="button-main"
            disabled={!mayConfirm}
            onClick={() => void confirm()}
          >
            {deed}
          </button>
        </>
      }
    >
      <div class="stack">
        {fields.length === 0 ? (
          <p>{words.nothingChanges}</p>
        ) : (
          <Table
            caption={name}
            columns={[{ title: words.field }, { title: words.before }, { title: words.after }]}
          >
            {fields.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row" class="mono">
                  {field}
                </th>
                <td class="secretariat-value">{valueText(before)}</td>
                <td class="secretariat-value">{valueText(after)}</td>
              </tr>
            ))}
          </Table>
        )}
        {error.value !== null && (
          <Trouble error={error.value} {...(!tried.value && { again: () => void look() })} />
        )}
        {tried.value && <Tried tried={tried.value} />}
        {!tried.value && error.value === null && (
          <>
            <p class="quiet">{words.trying}</p>
            <Loading />
          </>
        )}
        <Field label={words.reason} hint={words.reasonHint}>
          {(control) => (
            <input
              {...control}
              value={reason.value}
              maxLength={MOST_REASON}
              required
              autocomplete="off"
              onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

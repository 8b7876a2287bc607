import { useSignal } from "@preact/signals";
import { inLanguage } from "../../words/words.ts";
import { entriesOf, type Standing } from "./standing-entries.ts";
import { groupChange, groupFields } from "./edits.ts";
import { EntriesTable } from "./entries-table.tsx";
import { EntryForm, TextField } from "./entry-form.tsx";
import { secretariatWords } from "./secretariat-words.ts";
import type { SideProps } from "./side-props.ts";

/** Groups that a notice can be addressed to. */
export function GroupsSide({ entries, mayChange, onChange }: SideProps) {
  const words = inLanguage(secretariatWords);
  const editing = useSignal<Standing<"group"> | "new" | null>(null);
  const lines = entriesOf(entries, "group", ({ id }) => id).map((row) => ({
    id: row.its.id,
    cells: [row.its.id, row.its.name, groupFields(row.its, Date.now()).members],
    actions: [{ label: words.edit, act: () => (editing.value = row) }],
  }));
  const edited = editing.value === "new" ? null : editing.value;
  return (
    <>
      {mayChange && (
        <div class="row">
          <button type="button" onClick={() => (editing.value = "new")}>
            {words.add.groups}
          </button>
        </div>
      )}
      <EntriesTable
        caption={words.sides.groups}
        columns={[words.id, words.name, words.sides.members]}
        lines={lines}
        mayChange={mayChange}
      />
      {editing.value && (
        <EntryForm
          title={edited ? words.changeTitle(edited.its.id) : words.add.groups}
          fields={groupFields(edited?.its ?? null, Date.now())}
          onClose={() => (editing.value = null)}
          onPreview={(fields) => {
            editing.value = null;
            onChange(groupChange(edited?.standing ?? null, fields, Date.now()));
          }}
        >
          {(fields, set) => (
            <div class="secretariat-fields">
              <TextField
                label={words.id}
                value={fields.id}
                required
                fixed={edited !== null}
                onInput={(id) => set({ id })}
              />
              <TextField
                label={words.name}
                value={fields.name}
                required
                onInput={(name) => set({ name })}
              />
              <TextField
                label={words.members}
                hint={words.membersHint}
                value={fields.members}
                onInput={(members) => set({ members })}
              />
            </div>
          )}
        </EntryForm>
      )}
    </>
  );
}

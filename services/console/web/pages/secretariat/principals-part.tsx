import { useSignal } from "@preact/signals";
import { inLanguage } from "../../words/words.ts";
import { entriesOf } from "./standing-entries.ts";
import { principalChange, suspension } from "./edits.ts";
import { EntriesTable } from "./entries-table.tsx";
import { TextField } from "./entry-form.tsx";
import { secretariatWords } from "./secretariat-words.ts";
import type { SideProps } from "./side-props.ts";

/** Persons and systems that were stopped once, and a form to stop another. */
export function PrincipalsPart({ entries, mayChange, onChange }: SideProps) {
  const words = inLanguage(secretariatWords);
  const id = useSignal("");
  const participant = useSignal("");
  const known = entriesOf(entries, "principal", ({ participant: of, id: its }) => `${of} ${its}`);
  const lines = known.map(({ its, standing }) => ({
    id: its.id,
    bad: its.suspended,
    cells: [its.id, its.participant, its.suspended ? words.suspended : words.active],
    actions: [
      {
        label: its.suspended ? words.resume : words.suspend,
        grave: !its.suspended,
        act: () => onChange(suspension(standing, !its.suspended)),
      },
    ],
  }));
  const suspend = (event: Event) => {
    event.preventDefault();
    const named = {
      id: id.value.trim(),
      participant: participant.value.trim().toUpperCase(),
      suspended: true,
    };
    const standing = known.find(({ its }) => its.id === named.id)?.standing ?? null;
    onChange(principalChange(standing, named));
  };
  return (
    <section class="stack" aria-label={words.principals}>
      <h2>{words.principals}</h2>
      <p class="quiet">{words.principalsHint}</p>
      {lines.length > 0 && (
        <EntriesTable
          caption={words.principals}
          columns={[words.principalId, words.participant, words.state]}
          lines={lines}
          mayChange={mayChange}
        />
      )}
      {mayChange && (
        <form class="secretariat-line" onSubmit={suspend}>
          <TextField
            label={words.principalId}
            value={id.value}
            required
            onInput={(value) => (id.value = value)}
          />
          <TextField
            label={words.participant}
            value={participant.value}
            required
            onInput={(value) => (participant.value = value)}
          />
          <button type="submit" class="button-grave">
            {words.suspend}
          </button>
        </form>
      )}
    </section>
  );
}

import type { ComponentChildren } from "preact";
import { Table } from "../../parts/table.tsx";
import { Empty } from "../../parts/waiting.tsx";
import { inLanguage } from "../../words/words.ts";
import { secretariatWords } from "./secretariat-words.ts";

/** Something that can be done to an entry. */
interface Action {
  readonly label: string;
  readonly grave?: boolean;
  readonly act: () => void;
}

export interface EntryLine {
  readonly id: string;
  /** The first names the entry. */
  readonly cells: readonly ComponentChildren[];
  readonly bad?: boolean;
  readonly actions: readonly Action[];
}

/** Entries of one type of the directory, with what can be done to each by whoever may. */
export function EntriesTable({
  caption,
  columns,
  lines,
  mayChange,
}: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly lines: readonly EntryLine[];
  readonly mayChange: boolean;
}) {
  const words = inLanguage(secretariatWords);
  if (lines.length === 0) return <Empty title={words.none} />;
  const titles = mayChange ? [...columns, words.actions] : columns;
  return (
    <Table caption={caption} columns={titles.map((title) => ({ title }))}>
      {lines.map(({ id, cells, bad, actions }) => (
        <tr key={id} class={bad ? "secretariat-bad" : ""}>
          {cells.map((cell, at) => (at === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}
          {mayChange && (
            <td>
              <div class="row secretariat-actions">
                {actions.map(({ label, grave, act }) => (
                  <button
                    key={label}
                    type="button"
                    class={grave ? "button-grave" : ""}
                    aria-label={words.ofEntry(label, id)}
                    onClick={act}
                  >
                    {label}
                  </button>
                ))}
              </div>
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

import { useSignal } from "@preact/signals";
import { Category } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, dataPurposeWords } from "@talanoa/contract/words.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import { Choice } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import { entriesOf, type Standing } from "./standing-entries.ts";
import { agreementChange, agreementEnd, type AgreementFields, agreementFields } from "./edits.ts";
import { EntriesTable } from "./entries-table.tsx";
import { EntryForm, type Set, TextField } from "./entry-form.tsx";
import { periodText } from "./period-text.ts";
import { secretariatWords } from "./secretariat-words.ts";
import type { SideProps } from "./side-props.ts";

const categories = [Category.PERSONAL, Category.PASSENGER] as const;

/** Arrangements by which one participant may send personal or passenger data to another. */
export function AgreementsSide({ entries, mayChange, onChange }: SideProps) {
  const words = inLanguage(secretariatWords);
  const editing = useSignal<Standing<"agreement"> | "new" | null>(null);
  const now = Date.now();
  const lines = entriesOf(entries, "agreement", ({ from, to, id }) => `${from} ${to} ${id}`).map(
    (row) => {
      const { its, standing } = row;
      const inForce = covers(its.period, now);
      const hasEnded = (its.period?.until ?? 0) > 0 && (its.period?.until ?? 0) <= now;
      const end = {
        label: words.end,
        grave: true,
        act: () => onChange(agreementEnd(standing, Date.now())),
      };
      return {
        id: its.id,
        cells: [
          its.id,
          its.title,
          its.from,
          its.to,
          its.categories.map((code) => words.categories[code]).join(", "),
          its.purposes.map((code) => words.dataPurposes[code]).join(", "),
          periodText(its.period),
          inForce ? words.inForce : words.notInForce,
        ],
        actions: [
          { label: words.edit, act: () => (editing.value = row) },
          ...(hasEnded ? [] : [end]),
        ],
      };
    },
  );
  const edited = editing.value === "new" ? null : editing.value;
  return (
    <>
      {mayChange && (
        <div class="row">
          <button type="button" onClick={() => (editing.value = "new")}>
            {words.add.agreements}
          </button>
        </div>
      )}
      <EntriesTable
        caption={words.sides.agreements}
        columns={[
          words.id,
          words.agreementTitle,
          words.from,
          words.to,
          words.data,
          words.purposes,
          words.period,
          words.state,
        ]}
        lines={lines}
        mayChange={mayChange}
      />
      {editing.value && (
        <EntryForm
          title={edited ? words.changeTitle(edited.its.id) : words.add.agreements}
          fields={agreementFields(edited?.its ?? null, Date.now())}
          onClose={() => (editing.value = null)}
          onPreview={(fields) => {
            editing.value = null;
            onChange(agreementChange(edited?.standing ?? null, fields, Date.now()));
          }}
        >
          {(fields, set) => <AgreementForm fields={fields} set={set} isNew={!edited} />}
        </EntryForm>
      )}
    </>
  );
}

function AgreementForm({
  fields,
  set,
  isNew,
}: {
  readonly fields: AgreementFields;
  readonly set: Set<AgreementFields>;
  readonly isNew: boolean;
}) {
  const words = inLanguage(secretariatWords);
  const purposes = codesOf(dataPurposeWords);
  return (
    <div class="secretariat-fields">
      {(["id", "from", "to"] as const).map((field) => (
        <TextField
          key={field}
          label={words[field]}
          value={fields[field]}
          required
          fixed={!isNew}
          onInput={(value) => set({ [field]: value })}
        />
      ))}
      <TextField
        label={words.agreementTitle}
        value={fields.title}
        required
        onInput={(title) => set({ title })}
      />
      <Choices
        title={words.data}
        all={categories}
        labels={words.categories}
        chosen={fields.categories}
        onChoose={(chosen) => set({ categories: chosen })}
      />
      <Choices
        title={words.purposes}
        all={purposes}
        labels={words.dataPurposes}
        chosen={fields.purposes}
        onChoose={(chosen) => set({ purposes: chosen })}
      />
      <TextField
        label={words.since}
        type="date"
        value={fields.since}
        required
        onInput={(since) => set({ since })}
      />
      <TextField
        label={words.lastDay}
        type="date"
        value={fields.lastDay}
        onInput={(lastDay) => set({ lastDay })}
      />
    </div>
  );
}

function Choices<Code extends number>({
  title,
  all,
  labels,
  chosen,
  onChoose,
}: {
  readonly title: string;
  readonly all: readonly Code[];
  readonly labels: { readonly [code: number]: string };
  readonly chosen: readonly Code[];
  readonly onChoose: (chosen: Code[]) => void;
}) {
  return (
    <fieldset>
      <legend class="field-label">{title}</legend>
      {all.map((code) => (
        <Choice
          key={code}
          label={labels[code]}
          checked={chosen.includes(code)}
          onChange={(checked) =>
            onChoose(all.filter((each) => (each === code ? checked : chosen.includes(each))))
          }
        />
      ))}
    </fieldset>
  );
}

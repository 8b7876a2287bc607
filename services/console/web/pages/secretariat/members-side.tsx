import { useSignal } from "@preact/signals";
import { type Participant, ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, participantTypeWords } from "@talanoa/contract/words.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { Choice, Field } from "../../parts/field.tsx";
import { subRegionLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { entriesOf, type Standing } from "./standing-entries.ts";
import { memberChange, type MemberFields, memberFields, suspension } from "./edits.ts";
import { EntriesTable } from "./entries-table.tsx";
import { EntryForm, type Set, TextField } from "./entry-form.tsx";
import { periodText } from "./period-text.ts";
import { PrincipalsPart } from "./principals-part.tsx";
import { secretariatWords } from "./secretariat-words.ts";
import type { SideProps } from "./side-props.ts";

/** Members, the Secretariat and partners. */
export function MembersSide(props: SideProps) {
  const { entries, mayChange, onChange } = props;
  const words = inLanguage(secretariatWords);
  const editing = useSignal<Standing<"participant"> | "new" | null>(null);
  const lines = entriesOf(entries, "participant", ({ id }) => id).map((row) => {
    const { its, standing } = row;
    return {
      id: its.id,
      bad: its.suspended,
      cells: [
        its.id,
        its.name,
        its.administration,
        words.types[its.type],
        regionName(its),
        its.membership.map(periodText).join("; ") || words.always,
        its.suspended ? words.suspended : words.active,
      ],
      actions: [
        { label: words.edit, act: () => (editing.value = row) },
        {
          label: its.suspended ? words.resume : words.suspend,
          grave: !its.suspended,
          act: () => onChange(suspension(standing, !its.suspended)),
        },
      ],
    };
  });
  const edited = editing.value === "new" ? null : editing.value;
  return (
    <>
      {mayChange && (
        <div class="row">
          <button type="button" onClick={() => (editing.value = "new")}>
            {words.add.members}
          </button>
        </div>
      )}
      <EntriesTable
        caption={words.sides.members}
        columns={[
          words.id,
          words.name,
          words.administration,
          words.type,
          words.subRegion,
          words.membership,
          words.state,
        ]}
        lines={lines}
        mayChange={mayChange}
      />
      <PrincipalsPart {...props} />
      {editing.value && (
        <EntryForm
          title={edited ? words.changeTitle(edited.its.id) : words.add.members}
          fields={memberFields(edited?.its ?? null, Date.now())}
          onClose={() => (editing.value = null)}
          onPreview={(fields) => {
            editing.value = null;
            onChange(memberChange(edited?.standing ?? null, fields, Date.now()));
          }}
        >
          {(fields, set) => <MemberForm fields={fields} set={set} isNew={!edited} />}
        </EntryForm>
      )}
    </>
  );
}

function regionName({ subRegion }: Participant): string {
  const labels: { readonly [region: string]: string } = inLanguage(subRegionLabels);
  return labels[subRegion] ?? subRegion;
}

function MemberForm({
  fields,
  set,
  isNew,
}: {
  readonly fields: MemberFields;
  readonly set: Set<MemberFields>;
  readonly isNew: boolean;
}) {
  const words = inLanguage(secretariatWords);
  const regions = inLanguage(subRegionLabels);
  return (
    <div class="secretariat-fields">
      <TextField
        label={words.id}
        value={fields.id}
        required
        fixed={!isNew}
        onInput={(id) => set({ id })}
      />
      <TextField
        label={words.name}
        value={fields.name}
        required
        onInput={(name) => set({ name })}
      />
      <TextField
        label={words.administration}
        value={fields.administration}
        onInput={(administration) => set({ administration })}
      />
      <Field label={words.type}>
        {(control) => (
          <select
            {...control}
            value={fields.type}
            onChange={({ currentTarget }) =>
              set({ type: Number(currentTarget.value) as ParticipantType })
            }
          >
            {codesOf(participantTypeWords).map((code) => (
              <option key={code} value={code}>
                {words.types[code]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {fields.type === ParticipantType.MEMBER && (
        <Field label={words.subRegion}>
          {(control) => (
            <select
              {...control}
              value={fields.subRegion}
              onChange={({ currentTarget }) => set({ subRegion: currentTarget.value })}
            >
              {subRegions.map((region) => (
                <option key={region} value={region}>
                  {regions[region]}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {fields.type === ParticipantType.PARTNER && (
        <TextField
          label={words.sponsor}
          value={fields.sponsor}
          required
          onInput={(sponsor) => set({ sponsor })}
        />
      )}
      <TextField
        label={words.timeZones}
        value={fields.timeZones}
        onInput={(timeZones) => set({ timeZones })}
      />
      <TextField
        label={words.latitude}
        value={fields.latitude}
        onInput={(latitude) => set({ latitude })}
      />
      <TextField
        label={words.longitude}
        value={fields.longitude}
        onInput={(longitude) => set({ longitude })}
      />
      <Choice
        label={words.takesPart}
        checked={fields.member}
        onChange={(member) => set({ member })}
      />
    </div>
  );
}

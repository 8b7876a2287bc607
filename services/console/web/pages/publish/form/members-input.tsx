import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { inLanguage } from "../../../words/words.ts";
import { kindOfPath, valueAt } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { useForm } from "./form-context.ts";
import { MemberChoices } from "../../../parts/member-choices.tsx";
import { useFault } from "./use-fault.ts";
import { LinesInput } from "./value-inputs.tsx";

/** Participants to tick, by sub-region; codes to write while the directory is not there. */
export function MembersInput({ path }: { readonly path: string }) {
  const { kind, written, faults, set, directory, own } = useForm();
  const fault = useFault(path);
  const ofOne = useFault(faults.find(({ field }) => field.startsWith(`${path}[`))?.field ?? path);
  if (!directory) return <LinesInput path={path} />;
  const value = valueAt(written, path);
  // Nobody asks itself.
  const isAsked = kind === Kind.REQUEST && path === "audience.participants";
  return (
    <fieldset class="publish-members">
      <legend>{labelIn(inLanguage(fieldWords), kindOfPath(path))}</legend>
      {(fault ?? ofOne) && <p class="field-fault">{fault ?? ofOne}</p>}
      <MemberChoices
        directory={directory}
        chosen={Array.isArray(value) ? value.map(String) : []}
        leftOut={isAsked ? own : undefined}
        onChoose={(chosen) => set(path, chosen)}
      />
    </fieldset>
  );
}

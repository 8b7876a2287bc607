import { ParticipantType, type Participant } from "@talanoa/contract/generated/talanoa.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { Choice } from "../../../parts/field.tsx";
import { Member } from "../../../parts/member.tsx";
import { subRegionLabels } from "../../../words/code-words.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { kindOfPath, valueAt } from "./draft-path.ts";
import { fieldWords, labelIn } from "./field-words.ts";
import { useForm } from "./form-context.ts";
import { useFault } from "./use-fault.ts";
import { LinesInput } from "./value-inputs.tsx";

/** Participants to tick, by sub-region; codes to write while the directory is not there. */
export function MembersInput({ path }: { readonly path: string }) {
  const { written, set, directory } = useForm();
  const fault = useFault(path);
  if (!directory) return <LinesInput path={path} />;
  const value = valueAt(written, path);
  const chosen: readonly string[] = Array.isArray(value) ? value.map(String) : [];
  const known = new Set(directory.participants().map(({ id }) => id));
  const toggle = (id: string, isChosen: boolean) =>
    set(path, isChosen ? [...chosen, id] : chosen.filter((its) => its !== id));
  return (
    <fieldset class="publish-members">
      <legend>{labelIn(inLanguage(fieldWords), kindOfPath(path))}</legend>
      {fault && <p class="field-fault">{fault}</p>}
      {memberGroups(directory).map(({ title, members }) => (
        <div key={title} class="publish-member-group">
          <span class="quiet">{title}</span>
          <div class="publish-choices">
            {members.map(({ id }) => (
              <Choice
                key={id}
                label={<Member code={id} />}
                checked={chosen.includes(id)}
                onChange={(isChosen) => toggle(id, isChosen)}
              />
            ))}
          </div>
        </div>
      ))}
      {/* What a template or a table named and the directory does not know can be taken away. */}
      {chosen
        .filter((id) => !known.has(id))
        .map((id) => (
          <Choice key={id} label={id} checked onChange={() => toggle(id, false)} />
        ))}
    </fieldset>
  );
}

function memberGroups(directory: Directory): { title: string; members: Participant[] }[] {
  const words = inLanguage(publishWords);
  const all = directory.participants();
  const ofType = (type: ParticipantType) => all.filter((its) => its.type === type);
  const members = ofType(ParticipantType.MEMBER);
  return [
    ...subRegions.map((region) => ({
      title: inLanguage(subRegionLabels)[region],
      members: members.filter(({ subRegion }) => subRegion === region),
    })),
    { title: words.secretariat, members: ofType(ParticipantType.SECRETARIAT) },
    { title: words.partners, members: ofType(ParticipantType.PARTNER) },
  ].filter((group) => group.members.length > 0);
}

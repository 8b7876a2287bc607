import { ParticipantType, type Participant } from "@talanoa/contract/generated/talanoa.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { Choice } from "./field.tsx";
import { Member } from "./member.tsx";
import { subRegionLabels } from "../words/code-words.ts";
import { inLanguage } from "../words/words.ts";
import { memberGroupWords } from "./member-group-words.ts";
import "./member-choices.css";

/** Participants of the directory to tick, by sub-region. */
export function MemberChoices({
  directory,
  chosen,
  leftOut,
  onChoose,
}: {
  readonly directory: Directory;
  readonly chosen: readonly string[];
  /** Who cannot be ticked. */
  readonly leftOut?: string | undefined;
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const toggle = (id: string, isChosen: boolean) =>
    onChoose(isChosen ? [...chosen, id] : chosen.filter((its) => its !== id));
  const groups = memberGroups(directory, leftOut);
  const offered = new Set(groups.flatMap(({ members }) => members.map(({ id }) => id)));
  return (
    <>
      {groups.map(({ title, members }) => (
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
      {/* What a template or a table named and is not offered can be taken away. */}
      {chosen
        .filter((id) => !offered.has(id))
        .map((id) => (
          <Choice
            key={id}
            label={<Member code={id} />}
            checked
            onChange={() => toggle(id, false)}
          />
        ))}
    </>
  );
}

function memberGroups(
  directory: Directory,
  leftOut: string | undefined,
): { title: string; members: Participant[] }[] {
  const words = inLanguage(memberGroupWords);
  const all = directory.participants().filter(({ id }) => id !== leftOut);
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

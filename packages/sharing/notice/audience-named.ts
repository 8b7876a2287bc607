/** The audience of a draft by names: participants, and officers as PARTICIPANT:principal. */
export function audienceNamed(named: readonly string[], groups: readonly string[] = []): object {
  const officers = named.filter((each) => each.includes(":"));
  const participants = named.filter((each) => !each.includes(":"));
  return {
    ...(participants.length > 0 && { participants: participants.map((id) => id.toUpperCase()) }),
    ...(officers.length > 0 && { officers }),
    ...(groups.length > 0 && { groups }),
  };
}

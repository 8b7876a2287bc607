import {
  Audience,
  type Participant,
  ParticipantType,
  Revision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "../directory/directory.ts";
import type { Holding } from "./earlier-readers.ts";
import { isThroughOperation } from "./rules/partner-apart.ts";

/** What of a version says by which audience it goes. */
export interface Addressed {
  readonly revision: Revision;
  /** Its own. */
  readonly audience: Audience;
}

/** What a correction is decided by besides what it says itself. */
export interface Corrected {
  /** Who holds the version before, see holdersOf. */
  readonly readers: ReadonlyMap<string, Holding>;
  /** By which the version before goes, see standingAudience. */
  readonly audience: Audience;
}

/** That of what goes to nobody. */
const nobody: Audience = Audience.decode(new Uint8Array());

/**
 * The audience by which a version goes. What a correction names widens nothing: it has that of what it corrects. `before`
 * gives an earlier version, null for one that is gone; what it throws is thrown.
 */
export async function standingAudience(
  version: number,
  addressed: Addressed,
  before: (version: number) => Promise<Addressed | null>,
): Promise<Audience> {
  let its = addressed;
  for (let each = version - 1; its.revision === Revision.CORRECTION && each > 0; each--) {
    const earlier = await before(each);
    if (!earlier) return nobody;
    its = earlier;
  }
  return its.audience;
}

/**
 * The readers of what is corrected for whom its audience decides whether they get the correction: partners that hold it
 * through a joint operation, in which somebody must answer for them. For all others no rule asks it.
 */
export function decidedByAudience(
  readers: Corrected["readers"],
  directory: Directory,
): Participant[] {
  return [...readers].flatMap(([id, { rule }]) => {
    const participant = directory.participant(id);
    const isDecided = participant?.type === ParticipantType.PARTNER && isThroughOperation(rule);
    return isDecided ? participant : [];
  });
}

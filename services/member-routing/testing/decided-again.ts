import { ParticipantDecision } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { markerOf } from "@talanoa/platform/bus/markers.ts";
import { followDirectory } from "@talanoa/platform/directory/follower.ts";
import type { TestHub } from "@talanoa/platform/testing/hub.ts";
import { invalidKey } from "@talanoa/sharing/routing/rules/invalid-key.ts";
import { ruleSentences } from "@talanoa/sharing/routing/rules.ts";
import { expect } from "vitest";
import { decidedAgain } from "../found-facts.ts";
import { Known } from "../holders.ts";
import { readNotice, standingNotice } from "../read-notice.ts";
import { recorded } from "../routed-notice.ts";

/** The causes of the markers that were compared, by the first word of each. */
export type Compared = { [cause in "first" | "consent" | "joined"]: number };

/**
 * Decides all standing notices of a hub again, by what stands and the directory's history without any decision that was
 * made, and compares with the markers: of first routings, of consents, and of who joined.
 */
export async function expectDecidedAgain({ bus, stored }: TestHub): Promise<Compared> {
  await using directory = await followDirectory(bus, {
    onMalformed: (sequence) => expect.fail(`entry ${sequence} of the directory cannot be read`),
    onFailure: (error) => expect.fail(String(error)),
  });
  const compared: Compared = { first: 0, consent: 0, joined: 0 };
  const allKnown = new Map<string, Known>();
  for (const message of await stored("notice.>")) {
    const standing = standingNotice(message);
    const { id } = standing.ref;
    const known = allKnown.get(id) ?? new Known();
    allKnown.set(id, known);
    const read = readNotice(standing);
    if (read instanceof Error) continue;
    for (const each of await stored(subjects.routedAnyCause(standing.ref))) {
      const marker = markerOf(each);
      const { decisions, cause, record } = marker;
      // Where the notice had ended, or was held already: that is no rule of the table.
      if (!decisions.every(({ rule }) => rule in ruleSentences)) continue;
      const again = await decidedAgain(
        { bus, directory, anew: true },
        { standing, read, marker, known },
      );
      if (!again && decisions.every(({ rule }) => rule === invalidKey.name)) continue;
      const subject = each.subject;
      expect({ subject, decisions: again?.decisions.map(asRecorded) }).toEqual({
        subject,
        decisions,
      });
      expect(again!.directory.sequence).toBe(record!.facts!.routed!.directorySequence);
      compared[cause === "first" ? cause : cause.startsWith("joined-") ? "joined" : "consent"]++;
    }
  }
  return compared;
}

function asRecorded(decision: Parameters<typeof recorded>[0]): ParticipantDecision {
  return ParticipantDecision.decode(ParticipantDecision.encode(recorded(decision)));
}

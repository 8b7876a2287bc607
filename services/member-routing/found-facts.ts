import type {
  DecisionFacts,
  NoticeRef,
  ParticipantDecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Marker } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { route } from "@talanoa/sharing/routing/route.ts";
import type { RoutedNotice, Widening } from "@talanoa/sharing/routing/rule.ts";
import { decisionFacts, ownFacts } from "@talanoa/sharing/routing/rule-facts.ts";
import { grantOf, isSigned, wideningOf } from "./grant.ts";
import {
  type Around,
  audienceOf,
  decidedFirstUpon,
  joinedCause,
  joiningsAfter,
  Known,
  referenceHolders,
} from "./holders.ts";
import { type ReadNotice, readNotice, type StandingNotice, standingNotice } from "./read-notice.ts";
import { decidedUpon } from "./routed-notice.ts";

/** What is looked up to find facts again. */
export interface Finding {
  readonly bus: Around["bus"];
  readonly directory: Pick<DirectoryFollower, "at" | "upTo" | "versions">;
  /** As of Around. */
  readonly anew?: true;
}

/** How much of the facts who asks may know: all, all but what the sections are, or what is its own. */
export type ToldFacts = "origin" | "auditor" | "own";

/**
 * What made decisions on a version: found again from the notice where it stands, and the directory as of where each was
 * decided. Of a decision that comes out otherwise now (what it refers to is gone) nothing is told.
 */
export async function foundFacts(
  finding: Finding,
  { ref, markers, decisions }: Decided,
  told: ToldFacts,
  signal?: AbortSignal,
): Promise<Init<DecisionFacts>[]> {
  const message = await readMessage(finding.bus, EXCHANGE, {
    last_by_subj: subjects.noticeAnyPrecedence(ref),
  });
  if (!message) return [];
  const standing = standingNotice(message);
  const read = readNotice(standing);
  if (read instanceof Error) return [];
  const found: Init<DecisionFacts>[] = [];
  for (const [marker, its] of Map.groupBy(decisions, (each) => decidedBy(markers, each))) {
    const again = marker && (await decidedAgain(finding, { standing, read, marker }, signal));
    if (!again) continue;
    found.push(...its.flatMap((each) => factsOf(each, again, told)));
  }
  return found;
}

interface Decided {
  readonly ref: NoticeRef;
  /** Those of the version. */
  readonly markers: readonly Marker[];
  readonly decisions: readonly ParticipantDecision[];
}

/** The marker by which a decision stands. */
function decidedBy(
  markers: readonly Marker[],
  { participant, deliver, rule }: ParticipantDecision,
): Marker | undefined {
  return markers.findLast(({ decisions }) =>
    decisions.some(
      (its) => its.participant === participant && its.deliver === deliver && its.rule === rule,
    ),
  );
}

interface Again {
  readonly notice: RoutedNotice;
  readonly directory: Directory;
  readonly decisions: ReturnType<typeof route>;
}

interface Standing {
  readonly standing: StandingNotice;
  readonly read: ReadNotice;
  readonly marker: Marker;
  /** What was found out of this notice before. */
  readonly known?: Known;
}

/** What a marker's decisions were made upon, and what comes of it; null where nothing that widened the notice is found. */
export async function decidedAgain(
  finding: Finding,
  its: Standing,
  signal?: AbortSignal,
): Promise<Again | null> {
  const { directorySequence = 0 } = its.marker.record?.facts?.routed ?? {};
  const directory = await finding.directory.upTo(directorySequence, signal);
  const notice = await decidedUponBy(finding, its, directory);
  return notice && { notice, directory, decisions: route(notice, directory) };
}

async function decidedUponBy(
  around: Around,
  { standing, read, marker, known = new Known() }: Standing,
  directory: Directory,
): Promise<RoutedNotice | null> {
  if (marker.cause === "first") {
    const holders = await referenceHolders(around, read, standing.sequence);
    return decidedFirstUpon(around, standing, read, { holders, known });
  }
  const audience = await audienceOf(around, standing, read, known);
  const joining = joiningsAfter(around, standing, audience).find(
    (its) => joinedCause(its) === marker.cause && its.sequence === directory.sequence,
  );
  if (joining) {
    const { operation, participant, sequence, storedAt } = joining;
    const widening: Widening = { by: "joining", operation, participant, at: storedAt };
    const holders = await referenceHolders(around, read, sequence);
    return decidedUpon(standing, read, { holders, widening, audience });
  }
  const subject = subjects.statement(standing.ref.origin, marker.cause);
  const message = await readMessage(around.bus, EXCHANGE, { last_by_subj: subject });
  const grant = message && grantOf(message);
  // What nobody consented to is decided by no rule of the table.
  if (!grant || !isSigned(grant, directory)) return null;
  const holders = await referenceHolders(around, read, grant.sequence);
  return decidedUpon(standing, read, { holders, widening: wideningOf(grant) });
}

function factsOf(
  decision: ParticipantDecision,
  { notice, directory, decisions }: Again,
  told: ToldFacts,
): Init<DecisionFacts>[] {
  const { participant } = decision;
  const its = decisions.find((each) => each.participant === participant);
  const entry = directory.participant(participant);
  if (!its || !entry || its.deliver !== decision.deliver || its.rule !== decision.rule) return [];
  const facts = decisionFacts(its, { notice, directory, participant: entry });
  if (told === "own") return [{ participant, facts: ownFacts(its, facts) }];
  const types = new Map(notice.sections.map(({ place, type }) => [place, type]));
  const withheld = decision.withheld.map(({ section }) => types.get(section) ?? 0);
  return [
    {
      participant,
      facts,
      directorySequence: directory.sequence,
      ...(told === "origin" && { withheld }),
    },
  ];
}

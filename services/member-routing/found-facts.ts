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
import { decidedUpon, type Holders } from "./routed-notice.ts";

/** What is looked up to find facts again. */
export interface Finding extends Around {
  readonly directory: Pick<DirectoryFollower, "at" | "upTo" | "versions">;
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
  const { showAudience } = read.routing;
  // Of all that the markers of a version ask, most is the same. Who holds what it refers to makes no fact.
  const known = new Known();
  const found: Init<DecisionFacts>[] = [];
  for (const [marker, its] of Map.groupBy(decisions, (each) => decidedBy(markers, each))) {
    const from = marker && { standing, read, marker, known, holders: nobody };
    const again = from && (await decidedAgain(finding, from, signal));
    if (!again) continue;
    found.push(...its.flatMap((each) => factsOf(each, again, { told, showAudience })));
  }
  return found;
}

interface Decided {
  readonly ref: NoticeRef;
  /** Those of the version. */
  readonly markers: readonly Marker[];
  readonly decisions: readonly ParticipantDecision[];
}

const nobody: Holders = new Map();

/** The marker by which a decision stands: the last that gave the version, or the first that did not, as decisionsBy has it. */
export function decidedBy<Its extends Pick<Marker, "decisions">>(
  markers: readonly Its[],
  { participant, deliver, rule }: Pick<ParticipantDecision, "participant" | "deliver" | "rule">,
): Its | undefined {
  const isIts = ({ decisions }: Its) =>
    decisions.some(
      (its) => its.participant === participant && its.deliver === deliver && its.rule === rule,
    );
  return deliver ? markers.findLast(isIts) : markers.find(isIts);
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
  /** Who holds what it refers to; read unless given. */
  readonly holders?: Holders;
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
  { standing, read, marker, known = new Known(), holders: given }: Standing,
  directory: Directory,
): Promise<RoutedNotice | null> {
  const holdersBefore = async (sequence: number) =>
    given ?? (await referenceHolders(around, read, sequence));
  if (marker.cause === "first") {
    const holders = await holdersBefore(standing.sequence);
    return decidedFirstUpon(around, standing, read, { holders, known });
  }
  const audience = await audienceOf(around, standing, read, known);
  const joining = joiningsAfter(around, standing, audience).find(
    (its) => joinedCause(its) === marker.cause && its.sequence === directory.sequence,
  );
  if (joining) {
    const { operation, participant, sequence, storedAt } = joining;
    const widening: Widening = { by: "joining", operation, participant, at: storedAt };
    const holders = await holdersBefore(sequence);
    return decidedUpon(standing, read, { holders, widening, audience });
  }
  const subject = subjects.statement(standing.ref.origin, marker.cause);
  const message = await readMessage(around.bus, EXCHANGE, { last_by_subj: subject });
  const grant = message && grantOf(message);
  // What nobody consented to is decided by no rule of the table.
  if (!grant || !isSigned(grant, directory)) return null;
  const holders = await holdersBefore(grant.sequence);
  return decidedUpon(standing, read, { holders, widening: wideningOf(grant) });
}

function factsOf(
  decision: ParticipantDecision,
  { notice, directory, decisions }: Again,
  { told, showAudience }: { readonly told: ToldFacts; readonly showAudience: boolean },
): Init<DecisionFacts>[] {
  const { participant } = decision;
  const its = decisions.find((each) => each.participant === participant);
  const entry = directory.participant(participant);
  if (!its || !entry || its.deliver !== decision.deliver || its.rule !== decision.rule) return [];
  // What was withheld is as it was recorded.
  const facts = decisionFacts(decision, { notice, directory, participant: entry });
  if (told === "own") return [{ participant, facts: ownFacts(decision, facts, showAudience) }];
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

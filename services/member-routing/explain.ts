import type {
  ExplainRequest,
  ExplainResponse,
  NoticeRef,
  ParticipantDecision,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { type Marker, readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { ownDecision } from "@talanoa/sharing/record/own-decision.ts";
import { type Finding, foundFacts, type ToldFacts } from "./found-facts.ts";
import { sentences } from "./rule-sentences.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";

export interface Explaining extends Finding {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: Finding["directory"] & Pick<DirectoryFollower, "latest">;
}

/**
 * Why each participant got a notice or did not: from the record in its marker alone; and to who asks for them the facts
 * that made the rules hold, while the notice stands.
 */
export function explain({
  bus,
  committer,
  directory,
}: Explaining): Unary<ExplainRequest, ExplainResponse> {
  return async ({ notice, withFacts }, { caller, signal }) => {
    const latest = directory.latest();
    checkCaller(caller, ["publisher", "liaison", "auditor"], latest, Date.now());
    const ref = checkedRef(notice);
    const found = newestVisible(await readAllMarkers(bus, ref), ref, caller);
    // Recorded before it is answered, and in the same way whatever the answer.
    await recordQuestion(committer, latest, caller, ref);
    if (!found) throw new HubError("not-found", "there is no such notice");
    const { markers, decisions } = found;
    const [marker] = markers;
    const its = { ...ref, version: marker.version };
    const decided = { ref: its, markers, decisions };
    const rules = decisions.flatMap(({ rule, withheld }) => [
      rule,
      ...withheld.map((its) => its.rule),
    ]);
    return {
      notice: its,
      routedAt: marker.record?.at ?? 0,
      decisions,
      digest: marker.digest,
      directorySequence: seesAll(ref, caller)
        ? (marker.record?.facts?.routed?.directorySequence ?? 0)
        : 0,
      rules: Object.fromEntries(rules.map((rule) => [rule, sentences[rule] ?? rule])),
      facts: withFacts
        ? await foundFacts({ bus, directory }, decided, toldTo(ref, caller), signal).catch(ifThere)
        : [],
    };
  };
}

/** The marker has the answer: what could not be looked up besides is left out. */
function ifThere(error: unknown): [] {
  if (error instanceof HubError && error.code === "unavailable") return [];
  throw error;
}

/** What the caller may see of the decision on a version, or with version 0 on the newest of which it sees any. */
function newestVisible(
  markers: readonly Marker[],
  ref: NoticeRef,
  caller: Caller,
): { markers: readonly [Marker, ...Marker[]]; decisions: ParticipantDecision[] } | null {
  const versions = Map.groupBy(markers, ({ version }) => version);
  for (const version of [...versions.keys()].sort((one, other) => other - one)) {
    if (ref.version !== 0 && ref.version !== version) continue;
    const its = versions.get(version) as [Marker, ...Marker[]];
    const decisions = visibleDecisions(decisionsBy(its), ref, caller);
    if (decisions.length > 0) return { markers: its, decisions };
  }
  return null;
}

/**
 * One decision for each participant: that of the first routing, or that of what gave it the notice
 * since.
 */
export function decisionsBy(
  markers: readonly Pick<Marker, "decisions">[],
): readonly ParticipantDecision[] {
  const decisions = new Map<string, ParticipantDecision>();
  for (const marker of markers) {
    for (const each of marker.decisions) {
      if (each.deliver || !decisions.has(each.participant)) decisions.set(each.participant, each);
    }
  }
  return [...decisions.values()];
}

/**
 * What the caller may see of a decision: all of it, as the origin or as the Secretariat's auditor;
 * else its own part when it holds a copy that it may be shown; else nothing.
 */
export function visibleDecisions(
  decisions: readonly ParticipantDecision[],
  ref: NoticeRef,
  caller: Pick<Caller, "participant" | "principal" | "roles">,
): ParticipantDecision[] {
  if (seesAll(ref, caller)) return [...decisions];
  const { participant, principal, roles } = caller;
  // As in the feeds: who only publishes is shown its own administration's notices alone.
  if (!roles.includes("liaison") && !roles.includes("auditor")) return [];
  return decisions
    .filter(
      (its) =>
        its.participant === participant &&
        its.deliver &&
        (its.officers.length === 0 || its.officers.includes(principal)),
    )
    .map(ownDecision);
}

type Asker = Pick<Caller, "participant" | "roles">;

function seesAll({ origin }: NoticeRef, { participant, roles }: Asker): boolean {
  return participant === origin || (participant === SECRETARIAT && roles.includes("auditor"));
}

function toldTo(ref: NoticeRef, caller: Asker): ToldFacts {
  if (caller.participant === ref.origin) return "origin";
  return seesAll(ref, caller) ? "auditor" : "own";
}

function checkedRef(notice: NoticeRef | null): NoticeRef {
  if (notice && isParticipantForm(notice.origin) && isId(notice.id)) {
    return notice;
  }
  const description = "Name the notice by origin and id, like FJ and its UUIDv7.";
  throw invalidField("notice", "notice-named", description);
}

function recordQuestion(
  committer: Committer,
  directory: Directory,
  { participant, principal }: Caller,
  { origin, id, version }: NoticeRef,
): Promise<unknown> {
  const filter = `${origin}/${id}/${version}`;
  // An origin that was made up must not become a party of the log.
  const notice = directory.participant(origin) ? { origin, id, version } : null;
  const facts = { queried: { question: "explain", filter, notice } };
  const record = { at: Date.now(), participant, principal, facts };
  return committer.commit([recordMessage(record, { step: "queried" })]);
}

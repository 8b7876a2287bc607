import { Kind, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { type HubError, invalid } from "@talanoa/platform/errors.ts";
import { after, isRefused } from "@talanoa/sharing/lifecycle/life.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { violationOf } from "@talanoa/sharing/notice/violation.ts";
import { heldNotice } from "./held-notice.ts";
import type { Intake } from "./intake.ts";
import { refusedByLife } from "./refused-by-life.ts";

/**
 * The refusal for what is wrong with the request that a reply names: its own participant must hold it,
 * and it must not have been taken back. Whatever is
 * wrong, that there is none, that it went to others, that it is no request, the answer is the same one.
 * Who knows the digest of a header was shown the notice, so it is asked for the participant and not for
 * the officer: the one who signs need not be the one who read. A later version of a reply is taken
 * whenever it comes: what was answered may be corrected.
 *
 * A withdrawal that is stored between this and the reply makes no difference: it is as if the reply had
 * come just before it, and the requester alone is told.
 */
export async function checkReply(
  intake: Pick<Intake, "bus" | "prompt">,
  { header, sections }: OpenedNotice,
): Promise<HubError | null> {
  if (header.kind !== Kind.REPLY) return null;
  const reply = sectionOf({ sections }, SectionType.REPLY);
  if (!reply?.request) return null;
  const held = await heldNotice(intake, reply.request, header.origin);
  const itsDigest = held?.digest ?? new Uint8Array();
  if (held?.kind !== Kind.REQUEST || Buffer.compare(itsDigest, reply.requestDigest) !== 0) {
    return invalid([violation("reply.request", "reply-request-held")]);
  }
  if (held.exercise !== header.exercise) return invalid([violation("exercise", "reply-exercise")]);
  if (header.version > 1) return null;
  const { life } = await intake.prompt.within(readStandingLife(intake.bus, reply.request));
  const outcome = after(life, { type: "answered" });
  return isRefused(outcome) ? refusedByLife(outcome, "answerer") : null;
}

const violation = violationOf({
  "reply-request-held":
    "Answer a request that your administration holds, by the name and the digest that it has there.",
  "reply-exercise": "Answer a request of an exercise in the exercise, and no other one.",
});

import { Kind, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";
import { heldNotice } from "./held-notice.ts";
import type { Intake } from "./intake.ts";

/**
 * What is wrong with the request that a reply names: its own participant must hold it. Whatever is
 * wrong, that there is none, that it went to others, that it is no request, the answer is the same one.
 * Who knows the digest of a header was shown the notice, so it is asked for the participant and not for
 * the officer: the one who signs need not be the one who read.
 */
export async function checkReply(
  intake: Pick<Intake, "bus" | "prompt">,
  { header, sections }: OpenedNotice,
): Promise<Violation[]> {
  if (header.kind !== Kind.REPLY) return [];
  const reply = sectionOf({ sections }, SectionType.REPLY);
  if (!reply?.request) return [];
  const held = await heldNotice(intake, reply.request, header.origin);
  const itsDigest = held?.digest ?? new Uint8Array();
  if (held?.kind !== Kind.REQUEST || Buffer.compare(itsDigest, reply.requestDigest) !== 0) {
    return [violation("reply.request", "reply-request-held")];
  }
  if (held.exercise !== header.exercise) return [violation("exercise", "reply-exercise")];
  return [];
}

const violation = violationOf({
  "reply-request-held":
    "Answer a request that your administration holds, by the name and the digest that it has there.",
  "reply-exercise": "Answer a request of an exercise in the exercise, and no other one.",
});

import type { ReplyBody } from "@talanoa/contract/generated/talanoa.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { answerStateWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "../../codes/participants.ts";
import { DIGEST_LENGTH } from "../digest.ts";
import type { Findings } from "../findings.ts";
import { isId } from "../id.ts";
import { limits } from "../limits.ts";
import { type OpenedNotice, sectionOf } from "../open.ts";
import { checkNamed } from "./audience.ts";
import type { Checking } from "./checking.ts";
import { checkText } from "./text.ts";

export function checkReply(reply: ReplyBody, { header, findings }: Checking): void {
  const { request, requestDigest, state, text } = reply;
  const named = request && isParticipantForm(request.origin) && isId(request.id);
  if (!named || request.version < 1 || request.origin === header.origin) {
    findings.violation("reply-request", "reply.request");
  }
  if (requestDigest.length !== DIGEST_LENGTH) {
    findings.violation("reply-digest", "reply.request_digest");
  }
  if (!(state in answerStateWords)) findings.violation("reply-state", "reply.state");
  checkText(text, "reply.text", limits.longText, findings);
}

/** A reply goes to the participant that asked, and to whom else the answerer names. */
export function checkReplyNotice(opened: OpenedNotice, findings: Findings): void {
  const audience = opened.routing?.audience;
  if (!audience) return;
  checkNamed(audience, findings);
  const asker = sectionOf(opened, SectionType.REPLY)?.request?.origin;
  if (!asker) return;
  const { participants, officers } = audience;
  if (participants.includes(asker) || officers.some((its) => its.participant === asker)) return;
  findings.violation("reply-to-requester", "audience.participants");
}
